/** What the partner's people see: orders by deadline, notes with what was said since. */

import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import type { OrderNow } from "../orders/now";
import type { DeliveryNote, SalesLine } from "../protocol";

export type NoteNow = DeliveryNote & { id: string; version: number; waiting: boolean };

/** Notes with this device's own words laid on top. */
export function notesNow(
  confirmed: readonly Held<"delivery_note">[],
  standing: readonly LogLine[],
): NoteNow[] {
  const said = new Map<string, LogLine>();
  for (const line of standing)
    if (line.kind === "note.load" || line.kind === "note.deliver") said.set(line.id, line);
  return confirmed.map((note) => {
    const line = said.get(note.id);
    if (line?.kind === "note.load")
      return {
        ...note,
        state: note.state === "prepared" ? "in_transit" : note.state,
        waiting: true,
      };
    if (line?.kind === "note.deliver") {
      const taken = new Map(line.args.lines.map((one) => [one.line_id, one]));
      const lines = note.lines.map((one) => ({
        ...one,
        accepted_qty: taken.get(one.line_id)?.accepted_qty ?? 0,
        reason: taken.get(one.line_id)?.reason ?? null,
      }));
      const full = lines.every((one) => one.accepted_qty === one.qty);
      const state =
        line.args.outcome === "delivered"
          ? full
            ? "delivered_full"
            : "delivered_partial"
          : line.args.outcome;
      return {
        ...note,
        lines,
        state,
        signer_name: line.args.signer_name,
        delivered_at: line.made_at,
        waiting: true,
      };
    }
    return { ...note, waiting: false };
  });
}

export interface Desk {
  toConfirm: OrderNow[];
  toShip: OrderNow[];
  done: OrderNow[];
}

/** The clerk's orders: to confirm (oldest first), accepted and not yet on a note, the rest. */
export function deskNow(orders: Iterable<OrderNow>): Desk {
  const desk: Desk = { toConfirm: [], toShip: [], done: [] };
  for (const order of orders) {
    if (order.doc_state === "audited" && order.exec_state === "none") desk.toConfirm.push(order);
    else if (order.doc_state === "audited" && order.lines.some((line) => openQty(line) > 0))
      desk.toShip.push(order);
    else desk.done.push(order);
  }
  desk.toConfirm.sort((a, b) =>
    (a.audited_at ?? a.submitted_at).localeCompare(b.audited_at ?? b.submitted_at),
  );
  desk.toShip.sort((a, b) => (a.promised_on ?? "").localeCompare(b.promised_on ?? ""));
  desk.done.sort((a, b) => b.submitted_at.localeCompare(a.submitted_at));
  return desk;
}

/** Accepted and on no note yet. */
export function openQty(line: SalesLine): number {
  return Math.max(0, (line.accepted_qty ?? 0) - line.noted_qty);
}

/** Hours a store has waited for the partner's answer. */
export function ageHours(order: OrderNow, now: number): number {
  return Math.max(
    0,
    Math.floor((now - Date.parse(order.audited_at ?? order.submitted_at)) / 3_600_000),
  );
}

/** The next working day: not Saturday, not Sunday. */
export function nextWorkingDay(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  do date.setUTCDate(date.getUTCDate() + 1);
  while (date.getUTCDay() === 0 || date.getUTCDay() === 6);
  return date.toISOString().slice(0, 10);
}
