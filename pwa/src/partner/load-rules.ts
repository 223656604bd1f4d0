/**
 * A note counted onto the truck, and what notes hold together. Pure, whole numbers only.
 *
 * Twin: backend/shipments/rules.py. Both must pass sync_protocol/vectors/rules/shipments.*.json.
 */

import type { DeliveryLine, DeliveryNote, LoadedLine, NoteLot, Uom } from "../protocol";

/** Why less is loaded than the note says. */
export const LOAD_REASONS = ["not_found", "damaged", "too_old", "no_room"] as const;

/** A line of a note that remembers what the note said, while the loading can be taken back. */
export type CountedLine = DeliveryLine & { noted_lots?: NoteLot[]; noted_fen?: number };

/** The note's lines as they are on the truck; of its lots the last to expire stay behind. */
export function countedLines(
  lines: readonly DeliveryLine[],
  said: readonly LoadedLine[],
): CountedLine[] {
  const of = new Map(said.map((one) => [one.line_id, one]));
  return lines.map((line) => {
    const one = of.get(line.line_id);
    return !one || one.qty >= line.qty ? { ...line } : short(line, one.qty, one.reason ?? "");
  });
}

function short(line: DeliveryLine, qty: number, reason: string): CountedLine {
  const { lots, ...rest } = line;
  const now: CountedLine = { ...rest, qty, noted_qty: line.qty, load_reason: reason };
  if (line.amount_fen !== undefined) {
    now.noted_fen = line.amount_fen;
    now.amount_fen = partFen(line.amount_fen, qty, line.qty);
  }
  if (lots) {
    now.noted_lots = lots;
    const taken = firstOf(lots, qty);
    if (taken.length) now.lots = taken;
  }
  return now;
}

function firstOf(lots: readonly NoteLot[], qty: number): NoteLot[] {
  let left = qty;
  return lots.flatMap((lot) => {
    const much = Math.min(lot.qty, left);
    left -= much;
    return much > 0 ? [{ ...lot, qty: much }] : [];
  });
}

/** A line as the note said it, whatever of it was loaded. */
export function asNoted(line: CountedLine): DeliveryLine {
  const { noted_qty, noted_lots, noted_fen, load_reason: _, ...rest } = line;
  return {
    ...rest,
    qty: noted_qty ?? rest.qty,
    ...(noted_lots ? { lots: noted_lots } : {}),
    ...(noted_fen === undefined ? {} : { amount_fen: noted_fen }),
  };
}

const partFen = (fen: number, qty: number, of: number): number =>
  Math.floor((2 * fen * qty + of) / (2 * of));

/** What a line is worth: what was brought, or once delivered what was taken; halves up. */
export function takenFen(line: {
  qty: number;
  accepted_qty: number | null;
  amount_fen?: number;
}): number {
  const fen = line.amount_fen ?? 0;
  const took = line.accepted_qty;
  return took === null || took >= line.qty ? fen : partFen(fen, took, line.qty);
}

/** What the goods of a note are worth; undefined where it bears no prices, being older. */
export function worthOf(note: Pick<DeliveryNote, "lines">): number | undefined {
  const priced = note.lines.every((line) => line.amount_fen !== undefined);
  return priced ? note.lines.reduce((sum, line) => sum + takenFen(line), 0) : undefined;
}

/** What notes hold of one SKU in one unit. */
export interface LoadRow {
  key: string;
  sku_id: string | null;
  name: string;
  uom: Uom;
  /** That go along for nothing. */
  gift: boolean;
  qty: number;
  /** By lot, the first to expire first; what no note names by lot is the rest. */
  lots: NoteLot[];
  /** On which notes, by how much. */
  of: { note_id: string; line_id: string; qty: number }[];
}

type Holding = Pick<DeliveryNote, "lines" | "gifts"> & { id: string };

/** What all these notes hold together: goods, and behind them what goes along for nothing. */
export function loadRows(notes: readonly Holding[], sortOf: (sku: string) => number): LoadRow[] {
  const rows = new Map<string, LoadRow>();
  const row = (of: Omit<LoadRow, "qty" | "lots" | "of">): LoadRow => {
    const held = rows.get(of.key) ?? { ...of, qty: 0, lots: [], of: [] };
    rows.set(of.key, held);
    return held;
  };
  for (const note of notes) {
    for (const line of note.lines) {
      const { sku_id, uom, line_id, qty } = line;
      if (!qty) continue;
      const held = row({ key: `${sku_id} ${uom}`, sku_id, name: line.sku_name, uom, gift: false });
      held.qty += qty;
      held.of.push({ note_id: note.id, line_id, qty });
      for (const lot of line.lots ?? []) addLot(held.lots, lot);
    }
    for (const gift of note.gifts ?? []) {
      const { sku_id, name, line_id, qty } = gift;
      const held = row({ key: `gift ${sku_id ?? name}`, sku_id, name, uom: "case", gift: true });
      held.qty += qty;
      held.of.push({ note_id: note.id, line_id, qty });
      for (const lot of gift.lots ?? []) addLot(held.lots, lot);
    }
  }
  const place = (one: LoadRow): number => sortOf(one.sku_id ?? "");
  for (const one of rows.values())
    one.lots.sort(
      (a, b) => a.produced_on.localeCompare(b.produced_on) || a.lot.localeCompare(b.lot),
    );
  return [...rows.values()].sort(
    (a, b) => Number(a.gift) - Number(b.gift) || place(a) - place(b) || a.key.localeCompare(b.key),
  );
}

function addLot(lots: NoteLot[], lot: NoteLot): void {
  const held = lots.find((one) => one.lot === lot.lot && one.produced_on === lot.produced_on);
  if (held) held.qty += lot.qty;
  else lots.push({ ...lot });
}

/** What was typed of a line that is short. */
export interface Short {
  qty: number;
  reason: string;
}
export const shortKey = (noteId: string, lineId: string): string => `${noteId} ${lineId}`;

/** As note.load wants a note's lines: every one as it was counted. */
export function loadedLines(note: Holding, typed: Readonly<Record<string, Short>>): LoadedLine[] {
  return note.lines.map(({ line_id, qty }) => {
    const said = typed[shortKey(note.id, line_id)];
    const now = Math.max(0, Math.min(qty, Math.trunc(said?.qty ?? qty) || 0));
    return { line_id, qty: now, reason: now < qty ? (said?.reason ?? "") : null };
  });
}

/** The loading may be taken back: nobody has been at a door of this trip since. */
export function canUnload(note: OnTrip, all: readonly OnTrip[]): boolean {
  const since = note.loaded_at;
  if (note.state !== "in_transit" || note.recall || !since) return false;
  return !all.some(
    (one) =>
      one.driver_id === note.driver_id &&
      one.deliver_on === note.deliver_on &&
      one.delivered_at !== null &&
      one.delivered_at >= since,
  );
}
type OnTrip = Pick<
  DeliveryNote,
  "state" | "recall" | "loaded_at" | "driver_id" | "deliver_on" | "delivered_at"
>;
