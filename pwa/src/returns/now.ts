/** Goods that go back, as this device knows them: what was heard, and what was said here. Pure. */

import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import { occurredAt } from "../device/time";
import type { DeliveryLine, DeliveryNote, ReturnLine, ReturnNote } from "../protocol";

export type ReturnNow = ReturnNote & { id: string; version: number; waiting: boolean };
type Request = Extract<LogLine, { kind: "return.request" }>;

/** What a request said here shows before the company has heard of it. */
export interface ReturnFacts {
  store: { name: string; code: string; address: string };
  skuName: (id: string) => string;
  by: string;
}

/** The latest first; what waits lies on top. */
export function returnsNow(
  held: readonly Held<"return_note">[],
  standing: readonly LogLine[],
  facts?: ReturnFacts,
): ReturnNow[] {
  const found = new Map<string, ReturnNow>();
  for (const one of held) found.set(one.id, { ...one, waiting: false });
  for (const line of standing) {
    const before = found.get(line.id);
    if (line.kind === "return.request" && !before && facts) found.set(line.id, made(line, facts));
    else if (!before) continue;
    else if (line.kind === "return.plan" && before.state === "approved")
      found.set(line.id, { ...before, ...line.args, driver_name: null, waiting: true });
    else if (line.kind === "return.collect" && before.state === "approved") {
      const qty = new Map(line.args.lines.map((one) => [one.line_id, one.qty]));
      found.set(line.id, {
        ...before,
        state: "collected",
        collected_at: occurredAt(line),
        lines: before.lines.map((one) => ({ ...one, collected_qty: qty.get(one.line_id) ?? 0 })),
        waiting: true,
      });
    } else if (line.kind === "return.post" && before.state === "collected") {
      const of = new Map(line.args.lines.map((one) => [one.line_id, one]));
      found.set(line.id, {
        ...before,
        state: "posted",
        posted_at: occurredAt(line),
        lines: before.lines.map((one) => ({
          ...one,
          good: of.get(one.line_id)?.good ?? 0,
          scrapped: of.get(one.line_id)?.scrapped ?? 0,
        })),
        waiting: true,
      });
    }
  }
  return [...found.values()].sort((a, b) => b.asked_at.localeCompare(a.asked_at));
}

function made(line: Request, { store, skuName, by }: ReturnFacts): ReturnNow {
  const { args } = line;
  return {
    id: line.id, version: 0, waiting: true, no: args.no, origin: "store", state: "requested",
    store_id: args.store_id, store_code: store.code, store_name: store.name,
    address: store.address, partner_id: "", delivery_note_id: args.delivery_note_id,
    delivery_note_no: null, driver_id: null, driver_name: null, collect_on: null,
    lines: args.lines.map((one) => ({
      ...one, sku_name: skuName(one.sku_id), gift: false, collected_qty: null, good: null,
      scrapped: null,
    })),
    photo_ids: args.photo_ids, note: args.note, asked_by_name: by, asked_at: occurredAt(line),
    decided_by_name: null, decided_at: null, decided_reason: null, collected_at: null,
    posted_at: null,
  }; // prettier-ignore
}

/** What the store still has of a delivered line: taken, less what went back or is asked for. */
export function returnable(
  noteId: string,
  line: DeliveryLine,
  returns: readonly ReturnNow[],
): number {
  const asked = returns
    .filter(
      (one) =>
        one.delivery_note_id === noteId && one.origin === "store" && one.state !== "rejected",
    )
    .flatMap((one) => one.lines)
    .filter((one) => one.note_line_id === line.line_id)
    .reduce((sum, one) => sum + (one.collected_qty ?? one.qty), 0);
  return Math.max(0, (line.accepted_qty ?? 0) - asked);
}

/** Notes from which something may go back, the latest first. */
export function returnableNotes<N extends DeliveryNote & { id: string }>(
  notes: readonly N[],
  since: string,
  returns: readonly ReturnNow[],
): N[] {
  return notes
    .filter((note) => note.delivered_at !== null && note.deliver_on >= since)
    .filter((note) => note.lines.some((line) => returnable(note.id, line, returns) > 0))
    .sort((a, b) => b.deliver_on.localeCompare(a.deliver_on) || b.no.localeCompare(a.no));
}

/** Of goods nobody can sell again nothing is put back, unless somebody says so. */
const SPOILT = new Set(["damaged", "expired", "too_old", "recall"]);

/** What the form begins with: all of it is there; and for sale again what is not spoilt. */
export function begins(note: Pick<ReturnNow, "state">, line: ReturnLine): number {
  if (note.state === "approved") return line.qty;
  return SPOILT.has(line.reason ?? "") ? 0 : (line.collected_qty ?? 0);
}

/** Whose trip of the day it is on, and what is left over from days before. */
export function toCollect(returns: readonly ReturnNow[], driver: string, day: string): ReturnNow[] {
  return returns.filter(
    (one) => one.state === "approved" && one.driver_id === driver && (one.collect_on ?? "9") <= day,
  );
}
