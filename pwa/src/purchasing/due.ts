/** What is due at the partner's: orders to confirm, notes to make, proofs missing, goods of the company, a count. */

import { skusOf } from "../catalogue/named";
import { standing } from "../device/log";
import { all } from "../device/records";
import { nowMs } from "../device/time";
import { minutesLeft } from "../partner/confirm";
import { heldDesk, heldNotes, OPEN } from "../partner/held";
import { lateOf } from "../partner/now";
import { app, database } from "../ui/app.svelte";
import { heldPurchases } from "./held";
import { countDue, countsNow } from "./now";
import type { PurchaseNow } from "./purchases-now";

export interface Due {
  what: "confirm" | "notes" | "proofs" | "returned" | "receive" | "claim" | "count";
  n: number;
  path: string;
  /** Should have been done already. */
  late: boolean;
}

/** What waits of the orders from the company: sent back, to be received, differing and not claimed. */
export function bought(purchases: readonly PurchaseNow[], now: string): Due[] {
  const returned = purchases.filter((one) => one.state === "returned");
  const coming = purchases.filter((one) => one.state === "in_transit" && !one.waiting);
  const due = coming.filter((one) => (one.arrives_on ?? "") <= app.today);
  const differs = purchases.filter(
    (one) => one.state === "received_diff" && (one.claim_until ?? now) >= now,
  );
  const path = (some: readonly PurchaseNow[]): string =>
    some.length === 1 ? `/stock/purchases/${some[0]?.id ?? ""}` : "/stock/purchases";
  return [
    { what: "returned", n: returned.length, path: path(returned), late: false },
    {
      what: "receive",
      n: due.length,
      path: path(due),
      late: due.some((one) => (one.arrives_on ?? "") < app.today),
    },
    { what: "claim", n: differs.length, path: path(differs), late: false },
  ];
}

/** Only what there is to do. */
export async function dueNow(): Promise<Due[]> {
  const db = database();
  const [desk, notes, log, skus, stocks, purchases] = await Promise.all([
    heldDesk(0),
    heldNotes(OPEN),
    standing(db),
    skusOf(db),
    all(db, "partner_stock"),
    heldPurchases(),
  ]);
  const now = nowMs();
  const overdue = desk.toConfirm.some(
    (order) => minutesLeft(order.audited_at ?? order.submitted_at, now) < 0,
  );
  const stores = new Set(desk.toShip.map((order) => order.store_id));
  const promised = desk.toShip.some((order) => (order.promised_on ?? app.today) < app.today);
  const proofs = notes.filter((note) => lateOf(note, app.today));
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
    ...bought(purchases, new Date(now).toISOString()),
    { what: "count", n: Number(count.due), path: "/stock/count", late: count.last !== null },
  ];
  return due.filter((one) => one.n > 0);
}
