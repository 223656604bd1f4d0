/** How well a partner serves his stores: fill rate (M20), on time, and both (M21), days of stock (M22). Pure. */

import type { SalesLine } from "../protocol";
import type { StockRow } from "./now";
import { MEAN_DAYS } from "./stock-rules";

/** A delivery fills an order when it comes so many days after the promised one at the latest. */
const GRACE_DAYS = 2;

/** Parts, never a bare rate: of nothing there is none. */
export interface Share {
  part: number;
  whole: number;
}

/** In percent with one decimal, never rounded up: what lacks something is not whole. A dash: of nothing. */
export function rateOf({ part, whole }: Share): string {
  return whole ? `${Math.floor((part * 1000) / whole) / 10}%` : "–";
}

export interface Service {
  /** Base units taken in time, of those ordered; orders whose days of grace are over. */
  fill: Share;
  orders: number;
  /** Deliveries that came on the promised day or before; and those that came whole besides. */
  onTime: Share;
  inFull: Share;
  /** Saleable base units; what left in the last 28 days, and how many of them the mean is of; null: too few. */
  saleable: number;
  gone: number;
  over_days: number | null;
}

interface Order {
  id: string;
  doc_state: string;
  promised_on: string | null;
  lines: readonly SalesLine[];
}
interface Note {
  order_ids: readonly string[];
  deliver_on: string;
  delivered_at: string | null;
  state: string;
  lines: ReadonlyArray<{
    order_id: string;
    line_id: string;
    /** Of a note that joins several orders; else it is the line's own. */
    order_line_id?: string;
    sku_id: string;
    uom: string;
    qty: number;
    accepted_qty: number | null;
  }>;
}
export interface Calendar {
  today: string;
  after: (day: string, days: number) => string;
  dayOf: (instant: string) => string;
}

/** Why an office closes what the store does not want any more. */
const NOT_WANTED = "not_wanted";

/**
 * Of a line, what the customer cancelled before it was picked (M20 leaves it out): of what the partner
 * could send, since what he was short of is his.
 */
function cancelled(line: SalesLine, picked: number): number {
  if (line.closed_reason !== NOT_WANTED) return 0;
  return Math.max(0, (line.accepted_qty ?? line.qty) - picked);
}

/** Over the 28 days up to yesterday, by the promised day. What never came is not on time. */
export function service(
  orders: readonly Order[],
  notes: readonly Note[],
  stock: readonly StockRow[],
  units: ReadonlyMap<string, number>,
  { today, after, dayOf }: Calendar,
): Service {
  const base = (sku: string, uom: string, qty: number): number =>
    qty * (uom === "case" ? (units.get(sku) ?? 0) : 1);
  const since = after(today, -MEAN_DAYS);
  const promised = new Map<string, string>();
  const filled = new Map<string, number>();
  const picked = new Map<string, number>();
  for (const one of orders) if (one.promised_on) promised.set(one.id, one.promised_on);
  const found: Service = {
    fill: { part: 0, whole: 0 }, orders: 0, onTime: { part: 0, whole: 0 },
    inFull: { part: 0, whole: 0 }, saleable: 0, gone: 0,
    over_days: stock[0]?.last.over_days ?? null,
  }; // prettier-ignore
  for (const note of notes) {
    if (note.state === "void") continue;
    const came = note.delivered_at === null ? null : dayOf(note.delivered_at);
    const due = note.order_ids.map((id) => promised.get(id) ?? note.deliver_on).sort()[0];
    if (due !== undefined && since <= due && due < today) {
      const inTime = came !== null && came <= due;
      found.onTime.whole += 1;
      found.inFull.whole += 1;
      found.onTime.part += Number(inTime);
      found.inFull.part += Number(inTime && note.state === "delivered_full");
    }
    for (const line of note.lines) {
      const of = `${line.order_id} ${line.order_line_id ?? line.line_id}`;
      picked.set(of, (picked.get(of) ?? 0) + line.qty);
      const day = promised.get(line.order_id);
      if (came === null || day === undefined || came > after(day, GRACE_DAYS)) continue;
      const more = base(line.sku_id, line.uom, line.accepted_qty ?? 0);
      filled.set(line.order_id, (filled.get(line.order_id) ?? 0) + more);
    }
  }
  for (const order of orders) {
    if (order.promised_on === null || !["audited", "closed"].includes(order.doc_state)) continue;
    const over = after(order.promised_on, GRACE_DAYS);
    if (over < since || over >= today) continue;
    found.orders += 1;
    found.fill.part += filled.get(order.id) ?? 0;
    for (const line of order.lines) {
      const taken = picked.get(`${order.id} ${line.line_id}`) ?? 0;
      found.fill.whole += base(line.sku_id, line.uom, line.qty - cancelled(line, taken));
    }
  }
  for (const row of stock) {
    found.saleable += row.now.saleable;
    found.gone += row.gone;
  }
  return found;
}
