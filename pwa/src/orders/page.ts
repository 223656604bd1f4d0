/** What writing an order needs: prices of this day, must-stock, what lacks, what was ordered last. */

import { listsOn, pricesBy } from "../catalogue/prices";
import type { Database } from "../device/database";
import { byDay, byStore, one } from "../device/records";
import { daysAfter } from "../ui/words/index.svelte";
import { standing } from "../device/log";
import { dayOf, inCompanyTime, nowMs } from "../device/time";
import { lastOrder, shelfList, storePage, visitPage } from "../visits/page";
import { creditOf } from "./hints";
import { marketOf } from "./deal";
import { needsOf, type Need } from "./needs";
import type { OrderNow } from "./now";
import { mustStockGaps } from "./rules";

/** How far ahead plans are on the phone. */
const PLANNED_DAYS = 31;

interface Who {
  id: string;
  name: string;
}

/** Where an order is written: in a visit, or at the telephone. */
export type Place = { visit: string } | { store: string };

/** null: no such visit, or its store is not here. */
export async function orderPage(db: Database, place: Place, me: Who) {
  const held =
    "visit" in place ? await visitPage(db, place.visit, me) : await onThePhone(db, place.store, me);
  if (!held?.store) return null;
  const { store, visit, before, skus, listed } = held;
  const day = visit?.day ?? dayOf(new Date(nowMs()));
  const lists = await listsOn(db, store, day);
  const partner = store.partner_id;
  const [owed, supply] = await Promise.all([
    byStore(db, "receivable", store.id),
    partner ? one(db, "partner_supply", partner) : undefined,
  ]);
  const from = new Map(
    lists.toReversed().flatMap((list) => list.lines.map((line) => [line.sku_id, list] as const)),
  );
  const prices = pricesBy(lists);
  const units = new Map(skus.map((sku) => [sku.id, sku.units_per_case]));
  const now = inCompanyTime(new Date().toISOString());
  const split = new Set(skus.filter((sku) => sku.split_sale).map((sku) => sku.id));
  return {
    market: marketOf(
      prices,
      units,
      held.promotions,
      store,
      day,
      now,
      held.ordersHere.filter(stands),
    ),
    /** null: by telephone. */
    visit: visit?.id ?? null,
    /** She has left: only an order she had begun is finished. */
    over: visit !== null && visit.state !== "in_progress",
    day,
    store,
    // By which it is handed in; the smallest order of any of them counts.
    list: lists[0]
      ? { ...lists[0], min_order_fen: Math.max(...lists.map((one) => one.min_order_fen)) }
      : null,
    from,
    /** As far as the partner shares it. */
    credit: creditOf(owed.filter((one) => one.partner_id === partner)),
    counted: new Map((supply?.lines ?? []).map((line) => [line.sku_id, line])),
    skus,
    must: listed,
    mine: held.orders,
    last: new Map((before?.lines ?? []).map((line) => [line.sku_id, line])),
    prices,
    units,
    names: new Map(skus.map((sku) => [sku.id, sku])),
    // Nobody counted over the telephone, so nothing is suggested.
    needs: visit
      ? needsOf({
          visit,
          before: held.visitsHere
            .filter((one) => one.id !== visit.id && one.state === "completed")
            .sort((a, b) => b.checked_in_at.localeCompare(a.checked_in_at)),
          orders: held.ordersHere,
          returns: await byStore(db, "return_note", store.id),
          nextDay: await nextPlanned(db, store.id, day),
          must: new Set(held.must),
          skus: skus.filter((sku) => prices.has(sku.id)),
          split: (sku) => store.split_sale && split.has(sku),
        })
      : new Map<string, Need>(),
    gaps: new Set(visit ? mustStockGaps([...listed], visit.observations) : []),
  };
}

function stands(order: OrderNow): boolean {
  return order.doc_state !== "rejected" && order.doc_state !== "cancelled";
}

/** The store as it is today, and what was ordered by telephone today. */
async function onThePhone(db: Database, storeId: string, me: Who) {
  const today = dayOf(new Date(nowMs()));
  const here = await storePage(db, storeId, today, me, await standing(db));
  const called = (order: OrderNow): boolean => order.visit_id === null && order.day === today;
  return {
    ...here,
    visit: null,
    before: lastOrder(here.ordersHere, (order) => !called(order)),
    orders: here.ordersHere.filter((order) => called(order) && order.doc_state !== "cancelled"),
    listed: shelfList(here.must, here.skus),
  };
}

async function nextPlanned(db: Database, storeId: string, day: string): Promise<string | null> {
  const ahead = daysAfter(day, PLANNED_DAYS);
  const plans = (await byDay(db, "planned_visit", daysAfter(day, 1), ahead)).filter(
    (stop) => stop.store_id === storeId && stop.state === "planned",
  );
  return plans.map((stop) => stop.day).sort()[0] ?? null;
}

export type OrderPage = NonNullable<Awaited<ReturnType<typeof orderPage>>>;
