/** What the orders are now, and what an order being written comes to. */

import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import { occurredAt } from "../device/time";
import type {
  Amendment,
  OrderGift,
  OrderLine,
  OrderSubmit,
  SalesGift,
  SalesLine,
  SalesOrder,
  Uom,
} from "../protocol";
import { giftFor, qtyBase, totalFen } from "./rules";

export type OrderNow = SalesOrder & { id: string; version: number; waiting: boolean };

/** Orders by id: confirmed ones, and those this phone has said and the feed does not show yet. */
export function ordersNow(
  confirmed: readonly Held<"sales_order">[],
  standing: readonly LogLine[],
): Map<string, OrderNow> {
  const found = new Map<string, OrderNow>();
  for (const order of confirmed) found.set(order.id, { ...order, waiting: false });
  for (const line of standing) {
    const before = found.get(line.id);
    const waiting = before?.waiting || line.state !== "received";
    if (line.kind === "order.submit" && !before) {
      const { args } = line;
      found.set(line.id, {
        id: line.id,
        version: 0,
        no: args.no,
        store_id: args.store_id,
        store_code: "",
        store_name: "",
        rep_id: "",
        rep_name: "",
        visit_id: args.visit_id,
        partner_id: null,
        partner_name: null,
        day: args.day,
        doc_state: "submitted",
        exec_state: "none",
        lines: args.lines.map((one) => ({
          ...one,
          qty_base: 0,
          accepted_qty: null,
          short_reason: null,
          noted_qty: 0,
          received_qty: null,
        })),
        total_fen: args.total_fen,
        wanted_on: args.wanted_on,
        promised_on: null,
        note: args.note,
        partner_note: null,
        reason: null,
        flags: [],
        submitted_at: occurredAt(line),
        audited_at: null,
        accepted_at: null,
        signed: args.signature_photo_id !== null,
        ...(args.unsigned_reason ? { unsigned_reason: args.unsigned_reason } : {}),
        gifts: (args.gifts ?? []).map(promised),
        ...listed(args.lines),
        waiting,
      });
    } else if (line.kind === "order.cancel" && before) {
      found.set(line.id, {
        ...before,
        doc_state: "cancelled",
        reason: line.args.reason,
        waiting,
      });
    } else if (line.kind === "order.accept" && before) {
      const said = new Map(line.args.lines.map((one) => [one.line_id, one]));
      const ships = (one: { line_id: string }): number => said.get(one.line_id)?.qty ?? 0;
      found.set(line.id, {
        ...before,
        exec_state: "accepted",
        promised_on: line.args.promised_on,
        lines: before.lines.map((one) => ({
          ...one,
          accepted_qty: ships(one),
          short_reason: said.get(one.line_id)?.reason ?? null,
        })),
        gifts: giftsWith(before, ships),
        reaccept: false,
        waiting,
      });
    } else if (before) {
      const said = changedBy(before, line);
      if (said) found.set(line.id, { ...said, waiting });
    }
  }
  return found;
}

/** What was said of an order that is there, as far as this phone can know: prices and quantities of an
 * amendment are the company's to work out. */
function changedBy(order: OrderNow, line: LogLine): OrderNow | null {
  const at = occurredAt(line);
  const ofLines = (ids: readonly string[], more: Partial<SalesLine>): OrderNow => ({
    ...order,
    lines: order.lines.map((one) => (ids.includes(one.line_id) ? { ...one, ...more } : one)),
  });
  switch (line.kind) {
    case "order.hold":
      return { ...order, doc_state: "on_hold", hold: { ...line.args, by_id: "", by_name: "", at } };
    case "order.release": {
      const { hold: _, ...rest } = order;
      return { ...rest, doc_state: order.audited_at ? "audited" : "submitted" };
    }
    case "order.close_line":
      return ofLines(line.args.line_ids, {
        close_asked: { reason: line.args.reason, by_name: "", at },
      });
    case "order.redeliver":
      return ofLines(line.args.line_ids, { back_order_until: line.args.until_on });
    case "order.amend": {
      const old = new Map(order.lines.map((one) => [one.line_id, one.qty]));
      const asked: Amendment = {
        id: line.args.amendment_id,
        state: "asked",
        by_id: "",
        by_name: "",
        at,
        reason: line.args.reason,
        lines: line.args.lines.map((one) => ({
          ...one,
          old_qty: old.get(one.line_id) ?? 0,
          became: null,
        })),
        decided_by_name: null,
        decided_at: null,
        note: null,
      };
      const others = (order.amendments ?? []).filter((one) => one.id !== asked.id);
      return { ...order, amendments: [...others, asked] };
    }
    default:
      return null;
  }
}

/** A gift as she said it: the company has its rule and its worth. */
function promised(gift: OrderGift): SalesGift {
  const open = { accepted_qty: null, noted_qty: 0, received_qty: null };
  return { ...gift, promotion_name: "", worth_fen: 0, ...open };
}

function listed(lines: readonly OrderLine[]): { list_total_fen?: number } {
  const amounts = lines.map((line) => line.list_price_fen && line.qty * line.list_price_fen);
  return amounts.every((one) => one !== undefined) ? { list_total_fen: totalFen(amounts) } : {};
}

/** The gifts that go with so much of each line (R-SH-5). */
export function giftsWith(
  order: Pick<SalesOrder, "lines" | "gifts">,
  ships: (line: SalesLine) => number,
): SalesGift[] {
  const cart = order.lines.map((line) => ({
    ...line,
    units_per_case: line.units_per_case ?? 1,
    qty: ships(line),
  }));
  return (order.gifts ?? []).map((gift) => ({ ...gift, accepted_qty: giftFor(cart, gift) }));
}

export interface Mark {
  id: "written" | "received" | "audited" | "accepted" | "shipped" | "arrived";
  at: string | null;
  done: boolean;
}

/** How far an order is, from the pen to the shelf. */
export function marksOf(order: OrderNow): Mark[] {
  const { exec_state, audited_at, accepted_at, submitted_at, waiting } = order;
  const shipped = ["part_shipped", "shipped", "part_received", "received"].includes(exec_state);
  const arrived = ["part_received", "received"].includes(exec_state);
  const heard = order.version > 0 || !waiting;
  const again = answersAnew(order);
  return [
    { id: "written", at: submitted_at, done: true },
    { id: "received", at: null, done: heard },
    { id: "audited", at: audited_at, done: audited_at !== null },
    again
      ? { id: "accepted", at: null, done: false }
      : { id: "accepted", at: accepted_at, done: accepted_at !== null || exec_state !== "none" },
    { id: "shipped", at: null, done: shipped },
    { id: "arrived", at: null, done: arrived },
  ];
}

/** The one word for where an order stands: its document's, until the partner has taken it up. */
/** Of an order, what says where it stands. */
export type Standing = Pick<
  OrderNow,
  "doc_state" | "exec_state" | "lines" | "waiting" | "reaccept"
>;

/** Amended since the partner confirmed it, and nothing of it has left: he confirms it anew. */
export function answersAnew({
  exec_state,
  reaccept,
}: Pick<SalesOrder, "exec_state" | "reaccept">): boolean {
  return !!reaccept && exec_state === "accepted";
}

export function standOf(order: Standing): { group: "doc" | "exec"; code: string; tone: string } {
  const { doc_state, exec_state, lines } = order;
  if (doc_state === "cancelled" || doc_state === "rejected")
    return { group: "doc", code: doc_state, tone: "bad" };
  if (doc_state === "on_hold") return { group: "doc", code: doc_state, tone: "warn" };
  if (exec_state === "none" || answersAnew(order))
    return {
      group: doc_state === "submitted" ? "doc" : "exec",
      code: doc_state === "submitted" ? doc_state : "none",
      tone: "warn",
    };
  const short = lines.some((line) => line.accepted_qty !== null && line.accepted_qty < line.qty);
  return { group: "exec", code: exec_state, tone: short ? "warn" : "good" };
}

/** Something is still to come of it. */
export function isOpen({
  doc_state,
  exec_state,
}: Pick<OrderNow, "doc_state" | "exec_state">): boolean {
  return !["closed", "cancelled", "rejected"].includes(doc_state) && exec_state !== "received";
}

export interface Wanted {
  qty: number;
  uom: Uom;
}

type Goods = Pick<OrderLine, "sku_id" | "qty" | "uom" | "amount_fen">;

const MOST_CASES = 200;

/** A slip of the thumb, perhaps: three times the last order, or more than a small shop has room for. */
export function isMuch(wanted: Wanted, last: Wanted | undefined, units: number): boolean {
  const bottles = ({ qty, uom }: Wanted): number => qtyBase(qty, uom, units);
  const now = bottles(wanted);
  return (
    now > MOST_CASES * units || (last !== undefined && last.qty > 0 && now > 3 * bottles(last))
  );
}

/** What this draft was handed in as before: killed behind the save, or by another tab. It must not
 * become a second order, unless something else is wanted by now. */
export function handedIn(said: readonly LogLine[], orderId: string): OrderSubmit | null {
  const line = said.find((one) => one.kind === "order.submit" && one.id === orderId);
  return line?.kind === "order.submit" ? line.args : null;
}

/** The same goods, packs and amounts. */
export function sameGoods(one: readonly Goods[], other: readonly Goods[]): boolean {
  const said = (cart: readonly Goods[]): string =>
    JSON.stringify(cart.map((line) => [line.sku_id, line.qty, line.uom, line.amount_fen]));
  return said(one) === said(other);
}

/** An order number two offline phones never share and a person can read out: device, day, count. */
export function orderNumber(replicaId: string, day: string, count: number): string {
  const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  const hex = replicaId.replaceAll("-", "").slice(-10);
  let value = Number.parseInt(hex, 16);
  let device = "";
  for (let i = 0; i < 6; i += 1) {
    device += letters[value % letters.length];
    value = Math.floor(value / letters.length);
  }
  return `${device}-${day.slice(5, 7)}${day.slice(8, 10)}-${String(count).padStart(2, "0")}`;
}
