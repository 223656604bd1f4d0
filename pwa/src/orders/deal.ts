/** What an order being written comes to by the promotions of its store: prices, gifts, and why. Pure. */

import {
  nextSteps,
  pricedCart,
  type BySku,
  type Gift,
  type NextStep,
  type Priced,
  type PricedLine,
  type PriceRule,
  type Reason,
} from "../pricing/rules";
import type { OrderGift, OrderLine, OrderReason, Promotion } from "../protocol";
import type { PromotionNow } from "../promotions/now";
import { engineRules, leftFor, type Had } from "../promotions/price-rules";
import { inForce, type Place } from "../promotions/rules";
import type { Wanted } from "./now";

type Plan = Promotion & { id: string };

/** By what an order of one store is priced. */
export interface Market {
  prices: BySku;
  units: BySku;
  rules: readonly PriceRule[];
  /** Whose rule it is. */
  plans: ReadonlyMap<string, Plan>;
}

export interface Deal {
  lines: PricedLine[];
  gifts: Gift[];
  total_fen: number;
  list_total_fen: number;
  /** What the owner does not pay of the list price: list less off is the total. */
  off_fen: number;
  /** What he is given is worth so much; it is in neither. */
  gift_fen: number;
  left_out: Priced["left_out"];
}

export const NO_DEAL: Deal = {
  lines: [],
  gifts: [],
  total_fen: 0,
  list_total_fen: 0,
  off_fen: 0,
  gift_fen: 0,
  left_out: [],
};

/** The rules that price an order of this store now, on the day of the visit. */
export function marketOf(
  prices: ReadonlyMap<string, number>,
  units: ReadonlyMap<string, number>,
  promotions: readonly PromotionNow[],
  store: Place,
  day: string,
  at: string,
  /** The store's other orders that stand. */
  before: readonly Had[] = [],
): Market {
  const plans = promotions.map((one) => one.plan);
  const executions = promotions.flatMap((one) => one.execution ?? []);
  const ids = new Set(inForce(plans, executions, store, day, at));
  const sold = plans.filter((plan) => ids.has(plan.id) && plan.rules?.length);
  const rules = leftFor(
    sold.flatMap((plan) => engineRules(plan)),
    before,
  );
  return {
    prices: Object.fromEntries(prices),
    units: Object.fromEntries([...prices].map(([sku]) => [sku, units.get(sku) ?? 1])),
    rules,
    plans: new Map(
      sold.flatMap((plan) => engineRules(plan).map((rule): [string, Plan] => [rule.id, plan])),
    ),
  };
}

/** The lines of an order from what is wanted; SKUs without a price are left out. */
export function dealOf(wanted: Readonly<Record<string, Wanted>>, market: Market): Deal {
  const cart = Object.entries(wanted)
    .filter(([sku, { qty }]) => qty >= 1 && market.prices[sku] !== undefined)
    .map(([sku_id, { qty, uom }], i) => ({ line_id: String(i + 1), sku_id, qty, uom }));
  const priced = pricedCart(cart, market.prices, market.units, market.rules);
  const { lines, gifts, total_fen, list_total_fen, gift_value_fen, left_out } = priced;
  const off_fen = list_total_fen - total_fen;
  return { lines, gifts, total_fen, list_total_fen, off_fen, gift_fen: gift_value_fen, left_out };
}

/**
 * The nearest step that one more of this product brings, or of the order as a whole; null: none. Asked
 * of one product only, and after the key is on the screen: it prices the cart again for each step.
 */
export function nextStep(deal: Deal, market: Market, skuId: string): NextStep | null {
  const asked = market.rules.filter(
    (rule) =>
      rule.type === "order_level" ||
      (rule.type === "bundle"
        ? rule.parts.some((part) => part.sku_id === skuId)
        : rule.sku_ids.includes(skuId)),
  );
  return nextSteps(deal.lines, market.prices, market.units, market.rules, asked, skuId)[0] ?? null;
}

/** One SKU's part of a deal: the same object as long as nothing in it changed, so that of two hundred
 * rows only those are made anew that look otherwise. */
export interface Part {
  line: PricedLine;
  gifts: Gift[];
  key: string;
}

export function partsOf(deal: Deal, before: ReadonlyMap<string, Part>): ReadonlyMap<string, Part> {
  const gifts = new Map<string, Gift[]>();
  for (const gift of deal.gifts) {
    const held = gifts.get(gift.gift_of_line);
    if (held) held.push(gift);
    else gifts.set(gift.gift_of_line, [gift]);
  }
  return new Map(
    deal.lines.map((line): [string, Part] => {
      const own = gifts.get(line.line_id) ?? [];
      const key = JSON.stringify([line, own]);
      const known = before.get(line.sku_id);
      return [line.sku_id, known?.key === key ? known : { line, gifts: own, key }];
    }),
  );
}

/** As order.submit says it. An older server is told what it knows. */
export function wireOf(
  deal: Deal,
  market: Market,
  knowsGifts: boolean,
): { lines: OrderLine[]; gifts?: OrderGift[] } {
  const version = (rule: string): number => market.plans.get(rule)?.plan_version ?? 1;
  const lines = deal.lines.map((line): OrderLine => {
    const { line_id, sku_id, qty, uom, price_fen, amount_fen, list_price_fen, reasons } = line;
    const plain = { line_id, sku_id, qty, uom, price_fen, amount_fen };
    if (!knowsGifts) return plain;
    const promoted = reasons.map((reason) => reasonOf(reason, version(reason.rule_id)));
    return { ...plain, list_price_fen, promoted };
  });
  if (!knowsGifts) return { lines };
  const gifts = deal.gifts.map(({ gift_of_line, rule_id, sku_id, item, qty }, i): OrderGift => {
    const promotion_id = promotionOf(rule_id);
    const plan_version = version(rule_id);
    const line_id = `g${i + 1}`;
    return { line_id, gift_of_line, rule_id, promotion_id, plan_version, sku_id, item, qty };
  });
  return { lines, gifts };
}

function reasonOf(reason: Reason, plan_version: number): OrderReason {
  return { ...reason, promotion_id: promotionOf(reason.rule_id), plan_version };
}

function promotionOf(ruleId: string): string {
  return ruleId.slice(0, ruleId.indexOf(":"));
}
