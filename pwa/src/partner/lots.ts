/** Lots for what is to go on notes, from the stock this device holds. Pure. */

import { openQty } from "../orders/rules";
import type { GiftLots, NoteLot } from "../protocol";
import type { StockRow } from "../purchasing/now";
import { carried } from "../purchasing/stock-rules";
import { lotsFor, YOUNG_CLASSES, type FreeLot, type LotsFor } from "./lot-rules";
import { openGifts, type Load, type NoteNow } from "./now";

/** A line's key: its order's id and its own. */
export const lineKey = (orderId: string, lineId: string): string => `${orderId} ${lineId}`;

/** A gift's key: no line of an order has it. */
export const giftKey = (orderId: string, lineId: string): string => `${orderId} gift ${lineId}`;

/** What is in the warehouse and on no note that has not left yet, by SKU. */
export function freeLots(
  rows: readonly StockRow[],
  notes: readonly NoteNow[],
): Map<string, FreeLot[]> {
  const free = new Map<string, FreeLot[]>();
  for (const { sku, now } of rows)
    free.set(
      sku.id,
      now.lots.map(({ lot, produced_on, good }) => ({ lot, produced_on, good })),
    );
  const units = new Map(rows.map(({ sku }) => [sku.id, sku.units_per_case]));
  for (const note of notes) {
    if (note.state !== "prepared") continue;
    for (const { sku_id, uom, lots } of carried(note))
      take(free.get(sku_id) ?? [], lots ?? [], uom === "case" ? (units.get(sku_id) ?? 1) : 1);
  }
  return free;
}

function take(free: FreeLot[], lots: readonly NoteLot[], units: number): void {
  for (const { lot, produced_on, qty } of lots) {
    const held = free.find((one) => one.lot === lot && one.produced_on === produced_on);
    if (held) held.good = Math.max(0, held.good - qty * units);
  }
}

/**
 * By line and gift, store after store: nothing is proposed twice. A SKU that was never counted has
 * none.
 * `older`: for which stores goods may go that are too old for them.
 */
export function proposedLots(
  loads: readonly Load[],
  rows: readonly StockRow[],
  notes: readonly NoteNow[],
  day: string,
  older: (storeId: string) => boolean,
): Map<string, LotsFor> {
  const free = freeLots(rows, notes);
  const skus = new Map(rows.map(({ sku }) => [sku.id, sku]));
  const found = new Map<string, LotsFor>();
  for (const load of loads)
    for (const order of load.orders) {
      const young = YOUNG_CLASSES.includes(order.customer_class ?? "");
      const old = older(load.store_id);
      const most = order.freshness_per_mille ?? null;
      for (const { key, sku_id, qty, uom } of goodsOf(order)) {
        const sku = skus.get(sku_id);
        const there = free.get(sku_id);
        if (!sku || !there || qty <= 0) continue;
        const units = uom === "case" ? sku.units_per_case : 1;
        const lots = lotsFor(there, qty, units, sku.shelf_life_days, day, young, old, most);
        take(there, lots.lots, units);
        found.set(key, lots);
      }
    }
  return found;
}

/** What goes out of an order now, gifts last: they are there for what is paid. */
function goodsOf(
  order: Load["orders"][number],
): Array<{ key: string; sku_id: string; qty: number; uom: "case" | "bottle" }> {
  const paid = order.lines.map(({ line_id, sku_id, uom, ...line }) => ({
    key: lineKey(order.id, line_id),
    sku_id,
    uom,
    qty: openQty(line),
  }));
  const free = openGifts(order).flatMap(({ line_id, sku_id, qty }) =>
    sku_id === null ? [] : [{ key: giftKey(order.id, line_id), sku_id, qty, uom: "case" as const }],
  );
  return [...paid, ...free];
}

/** Of the gifts that go along, those whose lots are known. */
export function saidGiftLots(
  load: Load,
  lots: ReadonlyMap<string, LotsFor>,
  reason: string,
): { gift_lots?: GiftLots[] } {
  const found = load.orders.flatMap((order) =>
    openGifts(order).flatMap(({ line_id }) => {
      const { lots: named, ...more } = saidLots(lots.get(giftKey(order.id, line_id)), reason);
      return named ? [{ order_id: order.id, line_id, lots: named, ...more }] : [];
    }),
  );
  return found.length ? { gift_lots: found } : {};
}

/** As a note's line says them: whole or not at all, and why goods are older than the store takes. */
export function saidLots(
  found: LotsFor | undefined,
  reason: string,
): { lots?: NoteLot[]; older_reason?: string } {
  if (!found || found.lacking > 0 || !found.lots.length) return {};
  return { lots: found.lots, ...(found.old > 0 ? { older_reason: reason } : {}) };
}
