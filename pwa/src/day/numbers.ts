/** What the numbers of a period are made of on this phone, the log laid over the company's word. */

import type { Database } from "../device/database";
import { standing } from "../device/log";
import { packAt } from "../device/meta";
import { all, byDay, some } from "../device/records";
import { daysBefore } from "../device/time";
import { ordersNow } from "../orders/now";
import { planNow, tasksNow } from "../planning/now";
import { visitsNow } from "../visits/now";
import { measures } from "./measures";

export const PERIODS = ["1", "7", "28"] as const;

interface Who {
  id: string;
  name: string;
}

/** `days`: so many, today the last of them. */
export async function numbersOf(db: Database, me: Who, today: string, days: number) {
  const from = daysBefore(today, days - 1);
  const [plan, visits, orders, tasks, stores, lists, spots, log, pack] = await Promise.all([
    byDay(db, "planned_visit", from, today),
    byDay(db, "visit", from, today),
    byDay(db, "sales_order", from, today),
    all(db, "task"),
    all(db, "store"),
    all(db, "must_stock_list"),
    all(db, "spot_check"),
    standing(db),
    packAt(db),
  ]);
  const names = await some(
    db,
    "store",
    plan.map((stop) => stop.store_id),
  );
  const known = new Map(names.map((store) => [store.id, store]));
  return {
    from,
    to: today,
    pack,
    measures: measures({
      meId: me.id,
      from,
      to: today,
      plan: planNow(plan, log, known, me.id),
      visits: [...visitsNow(visits, log, me).values()],
      orders: [...ordersNow(orders, log).values()],
      tasks: tasksNow(tasks, log),
      stores,
      spots,
      mustStock: new Map(lists.map((list) => [list.id, list.sku_ids])),
    }),
  };
}

export function daysOf(period: string): number {
  return (PERIODS as readonly string[]).includes(period) ? Number(period) : 7;
}
