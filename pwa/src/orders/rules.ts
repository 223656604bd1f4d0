/**
 * Money and states of an order. Pure, whole fen only, so both languages agree to the last fen.
 *
 * Twin: backend/orders/rules.py. Both must pass sync_protocol/vectors/rules/orders.*.json.
 */

import { giftsAfter } from "../pricing/rules";
import { engineRules } from "../promotions/price-rules";
import type { SalesGift, Uom } from "../protocol";

const ABSENT: ReadonlySet<string> = new Set(["oos_store", "not_listed"]);
const ON_HAND: ReadonlySet<string> = new Set(["present", "oos_shelf"]);

const PACK_MS = 3 * 86_400_000;

/**
 * Whether what she sells by, prices and promotions, is older than three days (domain.md 4.13). Not
 * known is not old.
 */
export function oldPack(packAt: string | null, at: string): boolean {
  return packAt !== null && Date.parse(at) - Date.parse(packAt) > PACK_MS;
}

/** The case price is authoritative; a bottle is its share, halves up (domain.md 4.8.2). */
export function bottlePriceFen(casePriceFen: number, unitsPerCase: number): number {
  return Math.floor((2 * casePriceFen + unitsPerCase) / (2 * unitsPerCase));
}

/** Price of one order unit: case or bottle. */
export function priceFen(uom: Uom, casePriceFen: number, unitsPerCase: number): number {
  return uom === "case" ? casePriceFen : bottlePriceFen(casePriceFen, unitsPerCase);
}

/** Bottles or cans. */
export function qtyBase(qty: number, uom: Uom, unitsPerCase: number): number {
  return uom === "case" ? qty * unitsPerCase : qty;
}

export function lineAmountFen(qty: number, price: number): number {
  return qty * price;
}

export function totalFen(amountsFen: Iterable<number>): number {
  let total = 0;
  for (const amount of amountsFen) total += amount;
  return total;
}

/** Marked, not refused: the owner did order it. Exactly the minimum is enough. */
export function belowMinimum(total: number, minOrderFen: number): boolean {
  return total < minOrderFen;
}

/**
 * Must-stock SKUs found absent, in the list's order. On hand anywhere (shelf or back room) is no
 * gap; not checked or not seen is unknown, not a gap.
 */
export function mustStockGaps(
  mustStock: readonly string[],
  observations: Iterable<{ sku_id: string; presence: string }>,
): string[] {
  const absent = new Set<string>();
  const onHand = new Set<string>();
  for (const { sku_id, presence } of observations) {
    if (ABSENT.has(presence)) absent.add(sku_id);
    if (ON_HAND.has(presence)) onHand.add(sku_id);
  }
  return mustStock.filter((skuId) => absent.has(skuId) && !onHand.has(skuId));
}

interface Done {
  accepted_qty: number | null;
  shipped_qty: number;
  received_qty: number | null;
  noted_qty?: number;
  closed_reason?: string;
}

/** What may still be noted: accepted, on no note yet, and not given up. */
export function openQty(line: {
  accepted_qty: number | null;
  noted_qty: number;
  closed_reason?: string;
}): number {
  return line.closed_reason ? 0 : Math.max(0, (line.accepted_qty ?? 0) - line.noted_qty);
}

/** What is to come of a line: what was accepted; of one given up what is on notes. */
export function dueQty(line: Omit<Done, "shipped_qty" | "received_qty">): number {
  return (line.closed_reason ? line.noted_qty : line.accepted_qty) ?? 0;
}

/** How far the goods are, computed from the lines and never set by hand (domain.md 3.7). */
export function execState(lines: readonly Done[]): string {
  const answered = lines.filter((line) => line.accepted_qty !== null);
  if (answered.length === 0) return "none";
  const due = totalFen(answered.map(dueQty));
  const received = totalFen(answered.map((line) => line.received_qty ?? 0));
  const shipped = totalFen(answered.map((line) => line.shipped_qty));
  const whole = answered.every((line) => (line.received_qty ?? 0) >= dueQty(line));
  if (received) return whole ? "received" : "part_received";
  if (shipped) return shipped >= due ? "shipped" : "part_shipped";
  return "accepted";
}

export interface Counted {
  line_id: string;
  sku_id: string;
  qty: number;
  uom: Uom;
  units_per_case: number;
}
export type Given = Pick<SalesGift, "gift_of_line" | "rule_id" | "promotion_id" | "qty" | "rule">;

/**
 * How many of a gift go with these quantities: its rule anew, rounded down (R-SH-5), and never more
 * than was promised. A gift whose rule is not known stays while anything of its line does.
 */
export function giftFor(lines: readonly Counted[], gift: Given): number {
  const own = lines.find((line) => line.line_id === gift.gift_of_line);
  const { rule } = gift;
  if (!rule) return own?.qty ? gift.qty : 0;
  const counted = lines.filter(
    (line) => rule.sku_ids?.includes(line.sku_id) && (rule.pooled || line.sku_id === own?.sku_id),
  );
  const units = Object.fromEntries(counted.map((line) => [line.sku_id, line.units_per_case]));
  // What things cost decides nothing here: only rules that give are asked.
  const free = Object.fromEntries(counted.map((line) => [line.sku_id, 0]));
  const plan = { id: gift.promotion_id, priority: 0, stackable: true, rules: [rule] };
  const given = giftsAfter(counted, free, units, engineRules(plan));
  return Math.min(gift.qty, totalFen(given.map((one) => one.qty)));
}
