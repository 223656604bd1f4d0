/**
 * What a cart costs, which gifts go with it, and why. Pure, whole fen only (domain.md 4.8.2-4.8.4).
 *
 * Twin: backend/pricing/rules.py, which says what a rule is made of. Both must pass
 * sync_protocol/vectors/rules/pricing.*.json, and agree on 10,000 random carts (carts.test.ts).
 */

import { at, byId, Cart, halfUp, sum } from "./cart";
import type {
  BySku,
  CartLine,
  Gift,
  NextStep,
  OrderRule,
  Priced,
  PricedLine,
  PriceRule,
  PriceSource,
} from "./types";

export * from "./types";

/** In which order they are worked out; within one by priority, the higher number first, then by id. */
const STEPS: ReadonlyArray<PriceRule["type"]> = [
  "price_off",
  "buy_n_get_m",
  "tier",
  "gift_item",
  "bundle",
  "order_level",
];

/**
 * The case price of a SKU, and the list that says it; null: none does. The most special source first:
 * the customer's terms with the partner, the list of its class, of its channel, of the branch.
 */
export function casePrice(
  sources: readonly PriceSource[],
  skuId: string,
): { list_id: string; list_version: number; kind: string; case_price_fen: number } | null {
  for (const { list_id, list_version, kind, prices } of sources) {
    const found = prices[skuId];
    if (found !== undefined) return { list_id, list_version, kind, case_price_fen: found };
  }
  return null;
}

/**
 * Each line with its price, its gifts and the reasons for both; and what was left out, and why. Every
 * SKU of the lines must be in `prices` and `units`; a gift's may be missing, and is worth nothing then.
 */
export function pricedCart(
  lines: readonly CartLine[],
  prices: BySku,
  units: BySku,
  rules: readonly PriceRule[],
): Priced {
  const cart = new Cart(lines, prices, units);
  const { chosen, leftOut } = choose(cart, rules);
  for (const rule of chosen) cart.apply(rule);
  return {
    lines: cart.lines,
    gifts: cart.gifts,
    list_total_fen: sum(cart.lines, (line) => line.list_amount_fen),
    total_fen: sum(cart.lines, (line) => line.amount_fen),
    gift_value_fen: sum(cart.gifts, (gift) => gift.worth_fen),
    left_out: leftOut,
  };
}

/**
 * The gifts that go with what was really taken: each rule anew on the accepted quantities, rounded
 * down (R-SH-5). `rules`: those that had given a gift when the order was made, and no others.
 */
export function giftsAfter(
  lines: readonly CartLine[],
  prices: BySku,
  units: BySku,
  rules: readonly PriceRule[],
): Gift[] {
  const cart = new Cart(
    lines.filter((line) => line.qty > 0),
    prices,
    units,
  );
  for (const rule of inOrder(rules)) cart.apply(rule);
  return cart.gifts;
}

/** What a case comes to with the gifts of the same SKU: amount by paid and free quantity. */
export function effectiveCaseFen(
  line: PricedLine,
  gifts: ReadonlyArray<Pick<Gift, "gift_of_line" | "sku_id" | "qty">>,
  units: number,
): number {
  const own = gifts.filter(
    (gift) => gift.gift_of_line === line.line_id && gift.sku_id === line.sku_id,
  );
  const free = sum(own, (gift) => gift.qty * units);
  const paid = line.qty * (line.uom === "case" ? units : 1);
  return halfUp(line.amount_fen * units, paid + free);
}

/**
 * Which change brings each rule's next step, and what that is worth to the customer, all rules taken
 * together: so many more cases of a SKU, or so much more money on the whole order. Only rules that
 * something in the cart counts for; those that would bring nothing are left out. `asked`: of these
 * rules only, and where each product counts by itself of `about` only; a screen asks so.
 */
export function nextSteps(
  lines: readonly CartLine[],
  prices: BySku,
  units: BySku,
  rules: readonly PriceRule[],
  asked: readonly PriceRule[] = rules,
  about?: string,
): NextStep[] {
  const cart = new Cart(lines, prices, units);
  const now = worth(pricedCart(lines, prices, units, rules));
  const found: NextStep[] = [];
  for (const rule of asked) {
    const alone = "sku_ids" in rule && !("pooled" in rule && rule.pooled);
    for (const [skuId, more] of cart.missing(rule)) {
      if (alone && about !== undefined && skuId !== about) continue;
      const step: NextStep = {
        rule_id: rule.id,
        sku_id: null,
        more_cases: null,
        more_fen: more,
        gain_fen: 0,
      };
      if (rule.type === "order_level") {
        step.gain_fen = offFrom(rule);
      } else {
        const one: CartLine = { line_id: "+", sku_id: skuId, qty: more, uom: "case" };
        step.sku_id = skuId;
        step.more_cases = more;
        step.more_fen = more * at(prices, skuId);
        step.gain_fen = worth(pricedCart([...lines, one], prices, units, rules)) - now;
      }
      if (step.gain_fen > 0) found.push(step);
    }
  }
  return found.sort((a, b) => a.more_fen - b.more_fen || byId(a.rule_id, b.rule_id));
}

function worth(priced: Priced): number {
  return priced.list_total_fen - priced.total_fen + priced.gift_value_fen;
}

/** What an order-level rule takes off exactly where it begins. */
function offFrom(rule: OrderRule): number {
  if (rule.off_per_mille == null) return rule.off_fen ?? 0;
  return rule.from_fen - halfUp(rule.from_fen * (1000 - rule.off_per_mille), 1000);
}

function inOrder(rules: readonly PriceRule[]): PriceRule[] {
  const place = (rule: PriceRule): number => STEPS.indexOf(rule.type);
  return [...rules].sort(
    (a, b) => place(a) - place(b) || b.priority - a.priority || byId(a.id, b.id),
  );
}

/**
 * Two rules on the same SKU stand together only when both are stackable. Otherwise the one that is
 * worth more to the customer, alone on this cart, then the one of higher priority.
 */
function choose(
  cart: Cart,
  rules: readonly PriceRule[],
): { chosen: PriceRule[]; leftOut: Priced["left_out"] } {
  const each: Array<{ value: number; rule: PriceRule; skus: ReadonlySet<string> }> = [];
  for (const rule of rules) {
    const alone = cart.fresh();
    alone.apply(rule);
    if (alone.reasons) each.push({ value: alone.worthFen(), rule, skus: cart.meantBy(rule) });
  }
  each.sort(
    (a, b) => b.value - a.value || b.rule.priority - a.rule.priority || byId(a.rule.id, b.rule.id),
  );
  const stand: typeof each = [];
  const leftOut: Priced["left_out"] = [];
  for (const one of each) {
    const against = stand.find(
      (other) =>
        !(one.rule.stackable && other.rule.stackable) &&
        [...one.skus].some((skuId) => other.skus.has(skuId)),
    );
    if (against) leftOut.push({ rule_id: one.rule.id, for: against.rule.id, worth_fen: one.value });
    else stand.push(one);
  }
  return { chosen: inOrder(stand.map(({ rule }) => rule)), leftOut };
}
