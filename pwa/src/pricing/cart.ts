/**
 * A cart while rules are applied to it, one after the other. Pure. Twin: backend/pricing/cart.py.
 */

import type { Uom } from "../protocol";
import type {
  BundleRule,
  BySku,
  CartLine,
  Counted,
  Gift,
  Off,
  OrderRule,
  PricedLine,
  PriceRule,
  Reason,
} from "./types";

/** Stands for the SKU of a rule that is about the order: it meets only others of its kind. */
const WHOLE_ORDER = "*";
/** A share of whole fen, halves up; nothing is negative here. */
export function halfUp(numerator: number, denominator: number): number {
  return Math.floor((2 * numerator + denominator) / (2 * denominator));
}

/** The case price is authoritative; a bottle is its share, halves up. */
export function unitPrice(uom: Uom, casePriceFen: number, units: number): number {
  return uom === "case" ? casePriceFen : halfUp(casePriceFen, units);
}

/** Lines while rules are applied to them, one after the other. */
export class Cart {
  readonly lines: PricedLine[];
  readonly gifts: Gift[] = [];
  reasons = 0;
  private readonly caseFen = new Map<string, number>();
  private readonly given: readonly CartLine[];
  private readonly prices: BySku;
  private readonly units: BySku;

  constructor(given: readonly CartLine[], prices: BySku, units: BySku) {
    this.given = given;
    this.prices = prices;
    this.units = units;
    this.lines = given.map(({ line_id, sku_id, qty, uom }) => {
      this.caseFen.set(line_id, at(prices, sku_id));
      const price = unitPrice(uom, at(prices, sku_id), at(units, sku_id));
      return {
        line_id,
        sku_id,
        qty,
        uom,
        list_price_fen: price,
        list_amount_fen: qty * price,
        price_fen: price,
        amount_fen: qty * price,
        reasons: [],
      };
    });
  }

  fresh(): Cart {
    return new Cart(this.given, this.prices, this.units);
  }

  /** What the rules applied so far have taken off and given. */
  worthFen(): number {
    const off = sum(this.lines, (line) => line.list_amount_fen - line.amount_fen);
    return off + sum(this.gifts, (gift) => gift.worth_fen);
  }

  meantBy(rule: PriceRule): ReadonlySet<string> {
    if (rule.type === "order_level") return new Set([WHOLE_ORDER]);
    const named = rule.type === "bundle" ? rule.parts.map((part) => part.sku_id) : rule.sku_ids;
    const here = new Set(this.lines.map((line) => line.sku_id));
    return new Set(named.filter((skuId) => here.has(skuId)));
  }

  /** By SKU, how many cases more bring the rule's next step; of the whole order, how much money. */
  missing(rule: PriceRule): Array<[string, number]> {
    if (rule.type === "price_off") return [];
    if (rule.type === "order_level") {
      const total = sum(this.lines, (line) => line.amount_fen);
      return 0 < total && total < rule.from_fen ? [[WHOLE_ORDER, rule.from_fen - total]] : [];
    }
    if (rule.type === "bundle") return this.missingPart(rule);
    return this.groups(rule).flatMap((group): Array<[string, number]> => {
      const [first] = group;
      const cases = this.cases(group);
      let more: number;
      if (rule.type === "tier") {
        const above = rule.steps.map((step) => step.from).filter((from) => from > cases);
        more = above.length ? Math.min(...above) - cases : 0;
      } else {
        more = rule.buy - (cases % rule.buy);
      }
      return first && more > 0 ? [[first.sku_id, more]] : [];
    });
  }

  /** When one part alone keeps the next set away. */
  private missingPart(rule: BundleRule): Array<[string, number]> {
    const have = rule.parts.map((part) => this.cases(this.of([part.sku_id])));
    const sets =
      Math.min(...rule.parts.map((part, i) => Math.floor((have[i] ?? 0) / part.qty))) + 1;
    const lacking = rule.parts.flatMap((part, i): Array<[string, number]> => {
      const short = sets * part.qty - (have[i] ?? 0);
      return short > 0 ? [[part.sku_id, short]] : [];
    });
    return lacking.length === 1 && have.some(Boolean) ? lacking : [];
  }

  apply(rule: PriceRule): void {
    if (rule.type === "price_off") {
      for (const line of this.of(rule.sku_ids)) this.cheaper(line, rule, rule);
    } else if (rule.type === "bundle") {
      this.bundle(rule);
    } else if (rule.type === "order_level") {
      this.wholeOrder(rule);
    } else {
      for (const group of this.groups(rule)) this.reached(group, rule);
    }
  }

  private of(skuIds: readonly string[]): PricedLine[] {
    return this.lines.filter((line) => line.qty > 0 && skuIds.includes(line.sku_id));
  }

  /** Lines whose cases count together: of each SKU, or of all of a mix set. */
  private groups(rule: Counted): PricedLine[][] {
    const lines = this.of(rule.sku_ids);
    if (rule.pooled) return lines.length ? [lines] : [];
    const skus = [...new Set(lines.map((line) => line.sku_id))];
    return skus.map((skuId) => lines.filter((line) => line.sku_id === skuId));
  }

  /** Whole cases, SKU by SKU. */
  private cases(lines: readonly CartLine[]): number {
    const bottles = new Map<string, number>();
    for (const { sku_id, uom, qty } of lines) {
      const count = qty * (uom === "case" ? at(this.units, sku_id) : 1);
      bottles.set(sku_id, (bottles.get(sku_id) ?? 0) + count);
    }
    return sum([...bottles], ([skuId, count]) => Math.floor(count / at(this.units, skuId)));
  }

  /** A lower case price: a percentage is rounded there, once, before anything is multiplied. */
  private cheaper(line: PricedLine, off: Off, rule: PriceRule): void {
    const before = this.caseFen.get(line.line_id) ?? 0;
    const after =
      off.off_per_mille == null
        ? Math.max(0, before - (off.off_fen ?? 0))
        : halfUp(before * (1000 - off.off_per_mille), 1000);
    this.caseFen.set(line.line_id, after);
    line.price_fen = unitPrice(line.uom, after, at(this.units, line.sku_id));
    const was = line.amount_fen;
    line.amount_fen = line.qty * line.price_fen;
    this.because(line, rule, was - line.amount_fen, { before, after });
  }

  /** Gifts, or a lower price, for so many cases. */
  private reached(group: PricedLine[], rule: Counted): void {
    const cases = this.cases(group);
    let free = 0;
    if (rule.type === "tier") {
      let left = cases;
      for (const step of [...rule.steps].sort((a, b) => b.from - a.from)) {
        if (left < step.from) continue;
        if (step.off_per_mille != null) {
          for (const line of group) this.cheaper(line, step, rule);
          return;
        }
        const times = rule.repeat ? Math.floor(left / step.from) : 1;
        free += times * (step.get ?? 0);
        left -= times * step.from;
        if (!rule.repeat) break;
      }
    } else {
      free = Math.floor(cases / rule.buy) * rule.get;
    }
    if (rule.cap != null) free = Math.min(free, rule.cap);
    const [first] = group;
    if (first && free > 0) this.give(first, rule, free, cases);
  }

  private give(line: PricedLine, rule: Counted, qty: number, cases: number): void {
    const item = rule.type === "gift_item" ? rule.item : null;
    const skuId = rule.type === "gift_item" ? null : rule.gift_sku_id || line.sku_id;
    const each = rule.type === "gift_item" ? rule.worth_fen : (this.prices[skuId ?? ""] ?? 0);
    this.gifts.push({
      gift_of_line: line.line_id,
      rule_id: rule.id,
      sku_id: skuId,
      item,
      qty,
      worth_fen: qty * each,
    });
    this.because(line, rule, 0, { cases, gift: qty });
  }

  private bundle(rule: BundleRule): void {
    const each = rule.parts.map((part) =>
      Math.floor(this.cases(this.of([part.sku_id])) / part.qty),
    );
    const sets = Math.min(...each, rule.cap ?? Infinity);
    const lines = this.of(rule.parts.map((part) => part.sku_id));
    if (sets > 0) this.spread(lines, rule, sets * rule.off_fen, { sets });
  }

  private wholeOrder(rule: OrderRule): void {
    const total = sum(this.lines, (line) => line.amount_fen);
    if (total === 0 || total < rule.from_fen) return;
    const off =
      rule.off_per_mille == null
        ? (rule.off_fen ?? 0)
        : total - halfUp(total * (1000 - rule.off_per_mille), 1000);
    this.spread(
      this.lines.filter((line) => line.qty > 0),
      rule,
      off,
      { total },
    );
  }

  /**
   * Over lines by their amounts, to the fen: what is left goes to the largest remainders, of equal
   * ones to the earlier line. In BigInt: a product of two amounts outgrows a double.
   */
  private spread(
    lines: readonly PricedLine[],
    rule: PriceRule,
    wanted: number,
    why: Partial<Reason>,
  ): void {
    const total = sum(lines, (line) => line.amount_fen);
    const off = Math.min(wanted, total);
    if (off <= 0) return;
    const shares = lines.map((line, place) => {
      const share = BigInt(off) * BigInt(line.amount_fen);
      return { line, place, part: Number(share / BigInt(total)), rest: share % BigInt(total) };
    });
    let left = off - sum(shares, ({ part }) => part);
    const byRest = [...shares].sort((a, b) =>
      a.rest === b.rest ? a.place - b.place : a.rest > b.rest ? -1 : 1,
    );
    for (const share of byRest) {
      if (left-- <= 0) break;
      share.part += 1;
    }
    for (const { line, part } of shares) {
      line.amount_fen -= part;
      this.because(line, rule, part, why);
    }
  }

  private because(line: PricedLine, rule: PriceRule, off: number, why: Partial<Reason>): void {
    this.reasons += 1;
    line.reasons.push({ rule_id: rule.id, type: rule.type, off_fen: off, ...why });
  }
}

export function sum<T>(all: readonly T[], of: (one: T) => number): number {
  let total = 0;
  for (const one of all) total += of(one);
  return total;
}

export function at(numbers: BySku, skuId: string): number {
  const found = numbers[skuId];
  if (found === undefined) throw new RangeError(`nothing is known of ${skuId}`);
  return found;
}

export function byId(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
