/** What writing an order needs: prices of this day, must-stock, what lacks, what was ordered last. */

import { listsOn, pricesBy } from "../catalogue/prices";
import type { Database } from "../device/database";
import { byDay } from "../device/records";
import { daysAfter } from "../ui/words/index.svelte";
import { inCompanyTime } from "../device/time";
import { visitPage } from "../visits/page";
import { marketOf } from "./deal";
import { needsOf } from "./needs";
import { mustStockGaps } from "./rules";

/** How far ahead plans are on the phone. */
const PLANNED_DAYS = 31;

interface Who {
  id: string;
  name: string;
}

/** null: no such visit, or its store is not here. */
export async function orderPage(db: Database, visitId: string, me: Who) {
  const held = await visitPage(db, visitId, me);
  if (!held?.store) return null;
  const { store, visit, before, skus, listed } = held;
  const lists = await listsOn(db, store, visit.day);
  const from = new Map(
    lists.toReversed().flatMap((one) => one.lines.map((line) => [line.sku_id, one] as const)),
  );
  const prices = pricesBy(lists);
  const units = new Map(skus.map((sku) => [sku.id, sku.units_per_case]));
  const now = inCompanyTime(new Date().toISOString());
  const ahead = daysAfter(visit.day, PLANNED_DAYS);
  const plans = (await byDay(db, "planned_visit", daysAfter(visit.day, 1), ahead)).filter(
    (stop) => stop.store_id === store.id && stop.state === "planned",
  );
  const split = new Set(skus.filter((sku) => sku.split_sale).map((sku) => sku.id));
  return {
    market: marketOf(prices, units, held.promotions, store, visit.day, now),
    visit,
    store,
    // By which it is handed in; the smallest order of any of them counts.
    list: lists[0]
      ? { ...lists[0], min_order_fen: Math.max(...lists.map((one) => one.min_order_fen)) }
      : null,
    from,
    skus,
    must: listed,
    mine: held.orders,
    last: new Map((before?.lines ?? []).map((line) => [line.sku_id, line])),
    prices,
    units,
    names: new Map(skus.map((sku) => [sku.id, sku])),
    needs: needsOf({
      visit,
      before: held.visitsHere
        .filter((one) => one.id !== visit.id && one.state === "completed")
        .sort((a, b) => b.checked_in_at.localeCompare(a.checked_in_at)),
      orders: held.ordersHere,
      nextDay: plans.map((stop) => stop.day).sort()[0] ?? null,
      must: new Set(held.must),
      skus: skus.filter((sku) => prices.has(sku.id)),
      split: (sku) => store.split_sale && split.has(sku),
    }),
    gaps: new Set(mustStockGaps([...listed], visit.observations)),
  };
}

export type OrderPage = NonNullable<Awaited<ReturnType<typeof orderPage>>>;
