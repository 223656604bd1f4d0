/** What the screens of one visit read: the visit, its store, and what belongs to it. */

import { skusOf } from "../catalogue/named";
import { mustStockFor, sold } from "../catalogue/rules";
import type { Database } from "../device/database";
import { standing, type LogLine } from "../device/log";
import { serverKnows } from "../device/meta";
import { ofVisit } from "../device/photos";
import { all, byStore, one, some, type Held } from "../device/records";
import { dayOf, inCompanyTime, nowMs } from "../device/time";
import { isOpen, ordersNow, type OrderNow } from "../orders/now";
import { tasksNow } from "../planning/now";
import { displaysThen, dueThen, promotionsNow } from "../promotions/now";
import { lastVisit, onDay, visitsNow, type VisitNow } from "./now";
import { displayScore, displaysRequired, type Scored, type Shelf } from "./score-rules";
import { cellsOf, owedBy, type Owed } from "./shelf";
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
  const [here, photos, tasks] = await Promise.all([
    storePage(db, visit.store_id, visit.day, me, log),
    ofVisit(db, id, visit.store_id),
    all(db, "task"),
  ]);
  const { known, ordersHere, visitsHere } = here;
  const template = visit.template_id
    ? await one(db, "visit_template", visit.template_id)
    : undefined;
  return {
    ...here,
    visit,
    due: known ? dueThen(known, visit.day, visit.checked_in_at) : new Set<string>(),
    agreedDisplays: known ? displaysThen(known, visit.day, visit.checked_in_at) : 0,
    template,
    /** She is asked why a required step was not done. A server that knows no templates knows of no
     *  reasons either (shapes before 6). */
    excusable: template !== undefined || (await serverKnows(db, 6)),
    photos,
    last: lastVisit(visitsHere, visit.store_id, id),
    orders: ordersHere.filter((order) => order.visit_id === id && order.doc_state !== "cancelled"),
    before: lastOrder(ordersHere, (order) => order.visit_id !== id && isOpen(order)),
    // What follows from a check is a matter of that check, S6.
    tasks: tasksNow(tasks, log).filter((task) => task.store_id === visit.store_id && !task.source),
    listed: shelfList(here.must, here.skus, visit.observations),
  };
}

/** What is so in a store on a day, with or without a visit. */
export async function storePage(
  db: Database,
  storeId: string,
  day: string,
  me: Who,
  log: readonly LogLine[],
) {
  const [store, orders, skus, visits, plans, executions] = await Promise.all([
    one(db, "store", storeId),
    byStore(db, "sales_order", storeId),
    skusOf(db),
    byStore(db, "visit", storeId),
    all(db, "promotion"),
    byStore(db, "promotion_execution", storeId),
  ]);
  const must = store && (await mustStockOf(db, store));
  const ordersHere = [...ordersNow(orders, log).values()].filter((one) => one.store_id === storeId);
  const visitsHere = [...visitsNow(visits, log, me).values()].filter(
    (one) => one.store_id === storeId,
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
    store,
    known,
    promotions: known ? promotionsNow(known, day, now) : [],
    visitsHere,
    ordersHere,
    skus: skus
      .filter((sku) => sold(sku, store?.channel_type ?? "", day))
      .sort((a, b) => a.sort - b.sort),
    must: must?.sku_ids,
  };
}

/** The newest that she may want to repeat. */
export function lastOrder(
  orders: readonly OrderNow[],
  fits: (order: OrderNow) => boolean = () => true,
): OrderNow | undefined {
  return orders.filter(fits).sort((a, b) => b.submitted_at.localeCompare(a.submitted_at))[0];
}

export type VisitPage = NonNullable<Awaited<ReturnType<typeof visitPage>>>;

/** Its list; of a store she found and the server has not shown yet, the one it will be given. */
async function mustStockOf(
  db: Database,
  store: Held<"store">,
): Promise<Held<"must_stock_list"> | null | undefined> {
  if (store.must_stock_list_id) return one(db, "must_stock_list", store.must_stock_list_id);
  if (store.version) return null;
  return mustStockFor(await all(db, "must_stock_list"), store.tier, store.channel_type);
}

/** SKUs to look for: the must-stock list; without one, every active SKU. */
export function shelfList(
  must: readonly string[] | undefined,
  skus: readonly Held<"sku">[],
  observations: VisitNow["observations"] = [],
): Set<string> {
  return new Set([
    ...(must ?? skus.map((sku) => sku.id)),
    ...observations.map((one) => one.sku_id),
  ]);
}

/** Listed SKUs that this visit has an answer for, and whether that is enough. */
export function observed(page: VisitPage): { answered: number; complete: boolean } {
  return shelfAnswered(page.listed, page.visit.observations);
}

/**
 * Dates and prices the store check still owes: given, or a reason why not, before she leaves. Of a
 * visit that is over nothing: nobody goes back for it, and what was asked then is in its skips.
 */
export function owedOf({ visit, store, listed, template }: VisitPage): Owed {
  if (visit.state !== "in_progress" || !template) return { dates: [], prices: [] };
  return owedBy([...listed], cellsOf(visit.observations ?? []), store?.tier ?? "P3");
}

/** The display score of this visit, as this phone works it out; `change`: what is not said yet. */
export function scoreOf(page: VisitPage, change: Partial<Shelf> = {}): Scored {
  const { visit, must, template } = page;
  return displayScore({
    must_stock: must ?? [],
    observations: visit.observations,
    categories: visit.categories ?? [],
    displays: visit.displays ?? null,
    displays_required: Math.max(displaysRequired(template?.steps ?? []), page.agreedDisplays),
    outside: visit.outside ?? null,
    merchandise: visit.merchandise ?? null,
    ...change,
  });
}

/** Must-stock SKUs that nobody looked at yet: the score counts them as not there. */
export function unlooked({ must, visit }: VisitPage): number {
  const seen = new Set(visit.observations.map((one) => one.sku_id));
  return (must ?? []).filter((sku) => !seen.has(sku)).length;
}

/** Its steps as they stand; the reason for no order may still be a draft. */
export function planOf(page: VisitPage, noOrderReason: string): Plan {
  const { dates, prices } = owedOf(page);
  return visitPlan({
    ...page,
    checked: observed(page).complete && !dates.length && !prices.length,
    orders: page.orders.length,
    noOrderReason,
  });
}
