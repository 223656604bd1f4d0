/** Notes as this device knows them, with what it said laid on top. */

import { renamed, skusOf } from "../catalogue/named";
import { standing } from "../device/log";
import { all } from "../device/records";
import { ordersNow } from "../orders/now";
import { database } from "../ui/app.svelte";
import { notesNow, type NoteNow } from "./now";

/** Every note; those made here are whole at once, from the orders they were made of. */
export async function heldNotes(): Promise<NoteNow[]> {
  const db = database();
  const [notes, log, orders, people, skus] = await Promise.all([
    all(db, "delivery_note"),
    standing(db),
    all(db, "sales_order"),
    all(db, "person"),
    skusOf(db),
  ]);
  const driver = new Map(people.map((one) => [one.id, one.name]));
  const sku = new Map(skus.map((one) => [one.id, one.name]));
  const found = notesNow(notes, log, {
    orders: ordersNow(orders, log),
    driverName: (id) => driver.get(id) ?? id,
    skuName: (id) => sku.get(id) ?? id,
  });
  return found.map((note) => ({ ...note, lines: renamed(note.lines, skus) }));
}
