/** What is due at the partner's: orders to confirm, notes to make, proofs missing, returns to put back, tickets,
 *  goods of the company, the stock. */

import { skusOf } from "../catalogue/named";
import { standing } from "../device/log";
import { inState } from "../device/by-state";
import { all } from "../device/records";
import { nowMs } from "../device/time";
import { minutesLeft } from "../partner/confirm";
import { heldDesk, heldNotes, OPEN } from "../partner/held";
import { lateOf } from "../partner/now";
import { returnsNow, type ReturnNow } from "../returns/now";
import { isLate, OPEN as UNSOLVED, ticketsNow, type TicketNow } from "../tickets/now";
import { app, database } from "../ui/app.svelte";
import { heldPurchases, heldStock } from "./held";
import { countDue, countsNow, type StockRow } from "./now";
import type { PurchaseNow } from "./purchases-now";

export interface Due {
  what:
    | "confirm"
    | "notes"
    | "proofs"
    | "returns"
    | "tickets"
    | "returned"
    | "receive"
    | "transit"
    | "claim"
    | "count"
    | "recount"
    | "expired";
  n: number;
  /** Since when the oldest waits. */
  since?: string;
  /** By when the first should be solved. */
  until?: string;
  path: string;
  /** Should have been done already. */
  late: boolean;
}

/** Goods that came back are put in stock within a day (domain.md 3.7, post). */
const POST_MS = 86_400_000;

export function cameBack(returns: readonly ReturnNow[], now: string): Due {
  const there = returns.filter((one) => one.state === "collected");
  const since = there.map((one) => one.collected_at ?? one.asked_at).sort()[0];
  return {
    what: "returns",
    n: there.length,
    path: there.length === 1 ? `/returns/${there[0]?.id ?? ""}` : "/returns",
    late: since !== undefined && Date.parse(now) - Date.parse(since) > POST_MS,
    ...(since ? { since } : {}),
  };
}

/** Those whose turn is his. */
export function complained(tickets: readonly TicketNow[], now: string): Due {
  const his = tickets.filter((one) => one.holder === "partner" && UNSOLVED.has(one.state));
  const until = his.flatMap((one) => one.solve_by || []).sort()[0];
  return {
    what: "tickets",
    n: his.length,
    path: his.length === 1 ? `/tickets/${his[0]?.id ?? ""}` : "/tickets",
    late: his.some((one) => isLate(one, now)),
    ...(until ? { until } : {}),
  };
}

/** Products to be counted again, and whole cases of what is past its last day. */
export function inStock(rows: readonly StockRow[]): Due[] {
  const again = rows.filter((row) => row.recount || row.now.missing > 0);
  const cases = rows.reduce((sum, row) => {
    const gone = row.now.lots.filter((lot) => lot.zone === "expired");
    const units = gone.reduce((all, lot) => all + lot.good, 0);
    return sum + Math.ceil(units / row.sku.units_per_case);
  }, 0);
  return [
    { what: "recount", n: again.length, path: "/stock?show=recount", late: false },
    { what: "expired", n: cases, path: "/stock?show=near", late: true },
  ];
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
    {
      what: "transit",
      n: coming.length - due.length,
      path: path(coming.filter((one) => !due.includes(one))),
      late: false,
    },
    { what: "claim", n: differs.length, path: path(differs), late: false },
  ];
}

/** Only what there is to do. */
export async function dueNow(): Promise<Due[]> {
  const db = database();
  const [desk, notes, log, skus, stocks, purchases, returns, tickets] = await Promise.all([
    heldDesk(0),
    heldNotes(OPEN),
    standing(db),
    skusOf(db),
    all(db, "partner_stock"),
    heldPurchases(),
    inState(db, "return_note", "state", ["approved", "collected"]),
    inState(db, "ticket", "state", [...UNSOLVED]),
  ]);
  const now = nowMs();
  const at = new Date(now).toISOString();
  const around = { storeOf: () => undefined, name: "" };
  const overdue = desk.toConfirm.some(
    (order) => minutesLeft(order.audited_at ?? order.submitted_at, now) < 0,
  );
  const stores = new Set(desk.toShip.map((order) => order.store_id));
  const promised = desk.toShip.some((order) => (order.promised_on ?? app.today) < app.today);
  const proofs = notes.filter((note) => lateOf(note, app.today));
  const count = countDue(skus, countsNow(stocks, log), at);
  const due: Due[] = [
    {
      what: "confirm",
      n: desk.toConfirm.length,
      path: `/orders/${desk.toConfirm[0]?.id ?? ""}`,
      late: overdue,
    },
    { what: "notes", n: stores.size, path: "/notes/new", late: promised },
    { what: "proofs", n: proofs.length, path: "/notes", late: true },
    cameBack(returnsNow(returns, log), at),
    complained(ticketsNow(tickets, log, around), at),
    ...bought(purchases, at),
    { what: "count", n: Number(count.due), path: "/stock/count", late: count.last !== null },
  ];
  return due.filter((one) => one.n > 0);
}

/** What the stock asks for. It takes every note since the counts: asked once the page is there. */
export async function dueInStock(): Promise<Due[]> {
  return inStock((await heldStock()).rows).filter((one) => one.n > 0);
}
