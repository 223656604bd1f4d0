/** What the screens of one visit read: the visit, its store, and what belongs to it. */

import { sold } from "../catalogue/rules";
import type { Database } from "../device/database";
import { standing } from "../device/log";
import { ofVisit } from "../device/photos";
import { all, byStore, one, some, type Held } from "../device/records";
import { dayOf, inCompanyTime, nowMs } from "../device/time";
import { ordersNow } from "../orders/now";
import { tasksNow } from "../planning/now";
import { dueThen, promotionsNow } from "../promotions/now";
import { lastVisit, onDay, visitsNow, type VisitNow } from "./now";
import { displayScore, displaysRequired, type Scored, type Shelf } from "./score-rules";
import { shelfAnswered } from "./shelf-rules";
import { visitPlan } from "./steps";
import type { Plan } from "./template-rules";

interface Who {
  id: string;
  name: string;
}

/** null: no such visit on this device. */
export async function visitPage(db: Database, id: string, me: Who) {
  const log = await standing(db);
  const found = visitsNow(await some(db, "visit", [id]), log, me).get(id);
  if (!found) return null;
  const visit = onDay(found, dayOf(new Date(nowMs())));
  const [store, photos, orders, tasks, skus, visits, plans, executions] = await Promise.all([
    one(db, "store", visit.store_id),
    ofVisit(db, id, visit.store_id),
    byStore(db, "sales_order", visit.store_id),
    all(db, "task"),
    all(db, "sku"),
    byStore(db, "visit", visit.store_id),
    all(db, "promotion"),
    byStore(db, "promotion_execution", visit.store_id),
  ]);
  const must = store?.must_stock_list_id
    ? await one(db, "must_stock_list", store.must_stock_list_id)
    : undefined;
  const template = visit.template_id
    ? await one(db, "visit_template", visit.template_id)
    : undefined;
  const ordersHere = [...ordersNow(orders, log).values()].filter(
    (order) => order.store_id === visit.store_id,
  );
  const visitsHere = [...visitsNow(visits, log, me).values()].filter(
    (one) => one.store_id === visit.store_id,
  );
  const known = store && {
    plans,
    executions,
    log,
    store,
    me,
    visits: new Set(visitsHere.map((one) => one.id)),
  };
  const now = inCompanyTime(new Date().toISOString());
  return {
    visit,
    store,
    promotions: known ? promotionsNow(known, visit.day, now) : [],
    due: known ? dueThen(known, visit.day, visit.checked_in_at) : new Set<string>(),
    visitsHere,
    template,
    photos,
    last: lastVisit(visitsHere, visit.store_id, id),
    orders: ordersHere.filter((order) => order.visit_id === id && order.doc_state !== "cancelled"),
    ordersHere,
    before: ordersHere
      .filter((order) => order.visit_id !== id)
      .sort((a, b) => b.submitted_at.localeCompare(a.submitted_at))[0],
    // What follows from a check is a matter of that check, S6.
    tasks: tasksNow(tasks, log).filter((task) => task.store_id === visit.store_id && !task.source),
    skus: skus
      .filter((sku) => sold(sku, store?.channel_type ?? "", visit.day))
      .sort((a, b) => a.sort - b.sort),
    must: must?.sku_ids ?? [],
    listed: shelfList(must?.sku_ids, skus, visit),
  };
}

export type VisitPage = NonNullable<Awaited<ReturnType<typeof visitPage>>>;

/** SKUs to look for: the must-stock list; without one, every active SKU. */
function shelfList(
  must: readonly string[] | undefined,
  skus: readonly Held<"sku">[],
  visit: VisitNow,
): Set<string> {
  const seen = visit.observations.map((one) => one.sku_id);
  return new Set([...(must ?? skus.filter((sku) => sku.active).map((sku) => sku.id)), ...seen]);
}

/** Listed SKUs that this visit has an answer for, and whether that is enough. */
export function observed(page: VisitPage): { answered: number; complete: boolean } {
  return shelfAnswered(page.listed, page.visit.observations);
}

/** The display score of this visit, as this phone works it out; `change`: what is not said yet. */
export function scoreOf(page: VisitPage, change: Partial<Shelf> = {}): Scored {
  const { visit, must, template } = page;
  return displayScore({
    must_stock: must,
    observations: visit.observations,
    categories: visit.categories ?? [],
    displays: visit.displays ?? null,
    displays_required: displaysRequired(template?.steps ?? []),
    outside: visit.outside ?? null,
    merchandise: visit.merchandise ?? null,
    ...change,
  });
}

/** Its steps as they stand; the reason for no order may still be a draft. */
export function planOf(page: VisitPage, noOrderReason: string): Plan {
  return visitPlan({
    ...page,
    checked: observed(page).complete,
    orders: page.orders.length,
    noOrderReason,
  });
}
