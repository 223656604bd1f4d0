/** What is due at the partner's: orders to confirm, notes to make, proofs missing, a count. */

import { standing } from "../device/log";
import { all } from "../device/records";
import { nowMs } from "../device/time";
import { ordersNow } from "../orders/now";
import { minutesLeft } from "../partner/confirm";
import { deskNow, lateOf, noted, notesNow } from "../partner/now";
import { app, database } from "../ui/app.svelte";
import { countDue, countsNow } from "./now";

export interface Due {
  what: "confirm" | "notes" | "proofs" | "count";
  n: number;
  path: string;
  /** Should have been done already. */
  late: boolean;
}

/** Only what there is to do. */
export async function dueNow(): Promise<Due[]> {
  const db = database();
  const [orders, notes, log, skus, stocks] = await Promise.all([
    all(db, "sales_order"),
    all(db, "delivery_note"),
    standing(db),
    all(db, "sku"),
    all(db, "partner_stock"),
  ]);
  const desk = deskNow(noted(ordersNow(orders, log).values(), notes, log));
  const now = nowMs();
  const overdue = desk.toConfirm.some(
    (order) => minutesLeft(order.audited_at ?? order.submitted_at, now) < 0,
  );
  const stores = new Set(desk.toShip.map((order) => order.store_id));
  const promised = desk.toShip.some((order) => (order.promised_on ?? app.today) < app.today);
  const proofs = notesNow(notes, log).filter((note) => lateOf(note, app.today));
  const count = countDue(skus, countsNow(stocks, log), new Date(now).toISOString());
  const due: Due[] = [
    {
      what: "confirm",
      n: desk.toConfirm.length,
      path: `/orders/${desk.toConfirm[0]?.id ?? ""}`,
      late: overdue,
    },
    { what: "notes", n: stores.size, path: "/notes/new", late: promised },
    { what: "proofs", n: proofs.length, path: "/notes", late: true },
    { what: "count", n: Number(count.due), path: "/stock/count", late: count.last !== null },
  ];
  return due.filter((one) => one.n > 0);
}
