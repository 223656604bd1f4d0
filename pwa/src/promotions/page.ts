/** What the page of one promotion in one store reads. */

import { skusOf } from "../catalogue/named";
import type { Database } from "../device/database";
import { standing } from "../device/log";
import { all, byStore, one } from "../device/records";
import { dayOf, inCompanyTime, nowMs } from "../device/time";
import { recentVisits } from "../visits/arrival";
import { openVisit, visitsNow } from "../visits/now";
import { promotionsNow } from "./now";

interface Who {
  id: string;
  name: string;
}

/** The promotions of a store as they are now, and the visit she is in there; null: not her store. */
export async function storePromotions(db: Database, storeId: string, me: Who) {
  const [store, plans, executions, visits, log] = await Promise.all([
    one(db, "store", storeId),
    all(db, "promotion"),
    byStore(db, "promotion_execution", storeId),
    byStore(db, "visit", storeId),
    standing(db),
  ]);
  if (!store) return null;
  const today = dayOf(new Date(nowMs()));
  const here = [...visitsNow(visits, log, me).values()].filter(
    (visit) => visit.store_id === storeId,
  );
  const known = {
    plans,
    executions,
    log,
    store,
    visits: new Set(here.map((visit) => visit.id)),
    me,
  };
  const now = inCompanyTime(new Date().toISOString());
  return {
    store,
    visitsHere: here,
    promotions: promotionsNow(known, today, now),
    open: openVisit(here, me.id, today),
  };
}

/** null: no such promotion in this store. */
export async function promotionPage(db: Database, id: string, storeId: string, me: Who) {
  const [found, picture, skus] = await Promise.all([
    storePromotions(db, storeId, me),
    one(db, "promotion_standard", id),
    skusOf(db),
  ]);
  const promotion = found?.promotions.find((one) => one.plan.id === id);
  if (!found || !promotion) return null;
  const { plan } = promotion;
  const agreements = found.promotions.flatMap(({ plan: other, execution, state }) =>
    other.id !== id && execution?.agreement && state !== "taken_down" ? [execution.agreement] : [],
  );
  return {
    ...found,
    promotion,
    jpeg: picture?.jpeg,
    skus: skus.filter((sku) => plan.sku_ids.includes(sku.id)).sort((a, b) => a.sort - b.sort),
    agreements,
  };
}

/** Her stores that one promotion concerns, those with something to do first; null: no such one. */
export async function promotionStores(db: Database, id: string, today: string, me: Who) {
  const [plan, stores, executions, log, recent] = await Promise.all([
    one(db, "promotion", id),
    all(db, "store"),
    all(db, "promotion_execution"),
    standing(db),
    recentVisits(db, today),
  ]);
  if (!plan) return null;
  const visits = [...visitsNow(recent, log, me).values()];
  const at = inCompanyTime(new Date().toISOString());
  const rows = stores
    .filter((store) => store.active)
    .flatMap((store) => {
      const here = new Set(visits.filter((one) => one.store_id === store.id).map((one) => one.id));
      const of = executions.filter((one) => one.promotion_id === id && one.store_id === store.id);
      const known = { plans: [plan], executions: of, log, store, visits: here, me };
      const [now] = promotionsNow(known, today, at);
      return now ? [{ store, now }] : [];
    })
    .sort(
      (a, b) => Number(!a.now.due) - Number(!b.now.due) || (a.store.code < b.store.code ? -1 : 1),
    );
  return { plan, rows };
}

export type PromotionPage = NonNullable<Awaited<ReturnType<typeof promotionPage>>>;
