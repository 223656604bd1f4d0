/** The partner's stock from what this device holds. */

import { renamed, skusOf } from "../catalogue/named";
import { standing } from "../device/log";
import { all } from "../device/records";
import { nowMs } from "../device/time";
import { notesNow } from "../partner/now";
import { returnsNow } from "../returns/now";
import { app, database } from "../ui/app.svelte";
import { purchasesNow, type PurchaseNow } from "./purchases-now";
import { countDue, countsNow, receiptsNow, stockRows, type CountDue, type StockRow } from "./now";
import type { Held } from "../device/records";

export interface HeldStock {
  rows: StockRow[];
  due: CountDue;
  /** Whatever is sold, in the catalogue's order. */
  skus: Held<"sku">[];
}

export async function heldStock(): Promise<HeldStock> {
  const db = database();
  const [skus, stocks, receipts, notes, returns, log] = await Promise.all([
    skusOf(db),
    all(db, "partner_stock"),
    all(db, "stock_receipt"),
    all(db, "delivery_note"),
    all(db, "return_note"),
    standing(db),
  ]);
  const counts = countsNow(stocks, log);
  const now = new Date(nowMs()).toISOString();
  return {
    rows: stockRows(
      skus,
      counts,
      notesNow(notes, log),
      receiptsNow(receipts, log),
      now,
      app.today,
      returnsNow(returns, log),
    ),
    due: countDue(skus, counts, now),
    skus: skus
      .filter((sku) => sku.active || counts.has(sku.id))
      .sort((a, b) => a.sort - b.sort || a.code.localeCompare(b.code)),
  };
}

/** Purchase orders from what this device holds, the latest first. */
export async function heldPurchases(): Promise<PurchaseNow[]> {
  const db = database();
  const [held, skus, log] = await Promise.all([
    all(db, "purchase_order"),
    skusOf(db),
    standing(db),
  ]);
  const found = purchasesNow(held, log, new Map(skus.map((sku) => [sku.id, sku])));
  const orders = [...found.values()].map((one) => ({
    ...one,
    lines: renamed(one.lines, skus),
    lots: renamed(one.lots, skus),
  }));
  return orders.sort(
    (a, b) => b.submitted_at.localeCompare(a.submitted_at) || b.no.localeCompare(a.no),
  );
}
