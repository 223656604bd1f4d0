/** Notes and orders as this device knows them, with what it said laid on top. A partner's phone holds
 * thousands of them: read is what is open, or asked for. */

import { renamed, skusOf } from "../catalogue/named";
import type { LogLine } from "../device/log";
import { standing } from "../device/log";
import { inState, latest } from "../device/by-state";
import { all, count, some, type Held } from "../device/records";
import { ordersNow, type OrderNow } from "../orders/now";
import { database } from "../ui/app.svelte";
import { deskNow, noted, notesNow, type Desk, type NoteNow } from "./now";

/** States of notes that are still to be handed over. */
export const OPEN = ["prepared", "in_transit"] as const;
/** Of those of which not all was taken. */
export const DIFFER = ["delivered_partial", "refused", "failed"] as const;

/** These notes; without `states` every one. Those made here are whole at once, from their orders. */
export async function heldNotes(states?: readonly string[]): Promise<NoteNow[]> {
  const db = database();
  const held = states ? inState(db, "delivery_note", "state", states) : all(db, "delivery_note");
  return withSaid(await held);
}

/** One note, or undefined: not on this device. */
export async function heldNote(id: string): Promise<NoteNow | undefined> {
  return (await withSaid(await some(database(), "delivery_note", [id]))).find(
    (note) => note.id === id,
  );
}

async function withSaid(notes: Held<"delivery_note">[]): Promise<NoteNow[]> {
  const db = database();
  const log = await standing(db);
  const made = log.flatMap((line) => (line.kind === "note.make" ? [line] : []));
  const skus = await skusOf(db);
  const inWords = (found: NoteNow[]): NoteNow[] =>
    found.map((note) => ({ ...note, lines: renamed(note.lines, skus) }));
  // Names are looked up only where something said here needs them.
  if (!made.length && !log.some((line) => line.kind === "note.assign"))
    return inWords(notesNow(notes, log));
  const [known, orders, people] = await Promise.all([
    some(
      db,
      "delivery_note",
      made.map((line) => line.id),
    ),
    some(
      db,
      "sales_order",
      made.flatMap((line) => line.args.order_ids),
    ),
    all(db, "person"),
  ]);
  // A note the company has heard of is as it says, in whatever state that is.
  const heard = new Set(known.map((note) => note.id));
  const driver = new Map(people.map((one) => [one.id, one.name]));
  const sku = new Map(skus.map((one) => [one.id, one.name]));
  return inWords(
    notesNow(
      notes,
      log.filter((line) => line.kind !== "note.make" || !heard.has(line.id)),
      {
        orders: ordersNow(orders, log),
        driverName: (id) => driver.get(id) ?? id,
        skuName: (id) => sku.get(id) ?? id,
      },
    ),
  );
}

/** Orders with what is on notes made here that the company has not heard of, and without what is on
 * those taken back here. */
export async function withNotes(
  orders: readonly Held<"sales_order">[],
  log: readonly LogLine[],
): Promise<OrderNow[]> {
  const said = log.filter((line) => line.kind === "note.make" || line.kind === "note.cancel");
  const ids = said.map((line) => line.id);
  const notes = await some(database(), "delivery_note", new Set(ids));
  return noted(ordersNow(orders, log).values(), notes, log);
}

export interface HeldDesk extends Desk {
  /** How many are over; `done` has the latest of them. */
  doneCount: number;
}

/** Orders by what is to be done next. `over`: at least so many of those that are over. */
export async function heldDesk(over: number): Promise<HeldDesk> {
  const db = database();
  const [audited, done, total, log] = await Promise.all([
    inState(db, "sales_order", "doc_state", ["audited"]),
    over === Infinity
      ? all(db, "sales_order").then((orders) => orders.filter(isOver))
      : latest(db, "sales_order", over, isOver),
    count(db, "sales_order"),
    standing(db),
  ]);
  const desk = deskNow(await withNotes([...audited, ...done], log));
  return { ...desk, doneCount: total - audited.length - done.length + desk.done.length };
}

const isOver = (order: { doc_state: string }): boolean => order.doc_state !== "audited";
