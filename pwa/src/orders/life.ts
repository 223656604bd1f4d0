/** What may be done with an order that was handed in, by whom, and in which state (domain.md 3.7). */

import type { Amendment, SalesGift, SalesLine, SalesOrder } from "../protocol";
import type { Wanted } from "./now";
import { openQty } from "./rules";

export type Side = "rep" | "clerk" | "office";
export type Act =
  "amend" | "hold" | "release" | "un_audit" | "close" | "recall" | "open" | "cancel";
/** Who wants back what of it is on the road; the office alone is shown it. */
export interface Recalled {
  by_name: string;
  reason: string;
  at: string;
}
type Order = Pick<
  SalesOrder,
  "doc_state" | "exec_state" | "hold" | "accepted_at" | "lines" | "amendments"
> & { recall?: Recalled | null };

/** The server judges; here is only what it would take. `me`: whose hold is his own to end. */
export function actsOf(order: Order, side: Side, me: string): Act[] {
  const { doc_state, exec_state, hold, accepted_at } = order;
  const alive = ["submitted", "audited", "on_hold"].includes(doc_state);
  const still = exec_state === "none" || exec_state === "accepted";
  const acts: Act[] = [];
  if (side !== "office" && alive) acts.push("amend");
  if (side === "rep") return acts;
  if (hold && (side === "office" || hold.by_id === me)) acts.push("release");
  if (still && (doc_state === "audited" || (doc_state === "submitted" && side === "office")))
    acts.push("hold");
  if (side === "clerk") return acts;
  if (doc_state === "audited" && exec_state === "none" && !accepted_at) acts.push("un_audit");
  if (doc_state === "audited") acts.push("close");
  if (["audited", "on_hold"].includes(doc_state) && !order.recall && onTheRoad(order.lines))
    acts.push("recall");
  if (doc_state === "closed") acts.push("open");
  return acts;
}

/** Whether something was loaded that no store has answered for. Twin: backend/orders/rules.py. */
function onTheRoad(lines: readonly (SalesLine & { shipped_qty?: number })[]): boolean {
  return lines.some((line) => (line.shipped_qty ?? 0) > (line.received_qty ?? 0));
}

/** A supervisor's, of any order of the office, until goods are on the road (K4). */
export function mayCancel(order: Order, role: string): boolean {
  const { doc_state, exec_state } = order;
  const alive = ["submitted", "audited", "on_hold"].includes(doc_state);
  return role === "office_supervisor" && alive && ["none", "accepted"].includes(exec_state);
}

/** Lines a delivery has left something of, which nobody has given up. */
export function restOf(order: Order): SalesLine[] {
  if (order.doc_state !== "audited") return [];
  return order.lines.filter((line) => line.back_order_until && openQty(line) > 0);
}

/** Those that wait for the office's word. */
export function askedOf(order: Order): Amendment[] {
  return (order.amendments ?? []).filter((one) => one.state === "asked");
}

/** Gifts as they are and as they would be, by what is given; all of them, changed or not. */
export function giftsBeside(
  before: readonly SalesGift[],
  after: readonly SalesGift[],
): { key: string; sku_id: string | null; item: string; was: number; now: number }[] {
  const found = new Map<string, ReturnType<typeof giftsBeside>[number]>();
  const add = (gifts: readonly SalesGift[], side: "was" | "now"): void => {
    for (const { sku_id, item, qty } of gifts) {
      const key = sku_id ?? `item ${item}`;
      const one = found.get(key) ?? { key, sku_id, item: item ?? "", was: 0, now: 0 };
      found.set(key, { ...one, [side]: one[side] + qty });
    }
  };
  add(before, "was");
  add(after, "now");
  return [...found.values()];
}

/** Lines with the quantities typed, as order.amend wants them; only what is another. */
export function changed(
  lines: readonly SalesLine[],
  typed: Readonly<Record<string, number>>,
): { line_id: string; qty: number }[] {
  return lines
    .map((line) => ({ line_id: line.line_id, qty: typed[line.line_id] ?? line.qty, was: line.qty }))
    .filter((one) => one.qty !== one.was)
    .map(({ line_id, qty }) => ({ line_id, qty }));
}

/** What she wanted of an order that had come to its end meanwhile (K1), by SKU; null: nothing. */
export function refusedOf(order: Order): Record<string, Wanted> | null {
  const last = (order.amendments ?? []).findLast((one) => one.state === "refused");
  if (!last || ["submitted", "audited", "on_hold"].includes(order.doc_state)) return null;
  const wanted = new Map(last.lines.map((line) => [line.line_id, line.qty]));
  const lines = order.lines.map((line) => ({ ...line, qty: wanted.get(line.line_id) ?? line.qty }));
  return Object.fromEntries(
    lines.filter(({ qty }) => qty > 0).map(({ sku_id, qty, uom }) => [sku_id, { qty, uom }]),
  );
}
