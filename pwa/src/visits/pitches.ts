/** What there is to offer in a store: the products of the selling cards that hold today. */

import { skusOf } from "../catalogue/named";
import { holding } from "../coaching/cards";
import type { Database } from "../device/database";
import { all, type Held } from "../device/records";
import type { Pitch } from "../protocol";

export const RESULTS = ["ordered", "agreed", "thinking", "refused"] as const;
export const OBJECTIONS = [
  "price", "sells_slowly", "no_space", "has_rival", "stock_left", "payment", "other",
] as const satisfies readonly NonNullable<Pitch["objection"]>[]; // prettier-ignore

export interface Offer {
  sku: Held<"sku">;
  /** Whose talk track goes with it. */
  card: string;
}

export async function offered(db: Database, day: string): Promise<Offer[]> {
  const cards = holding(await all(db, "field_card"), day).filter((one) => one.kind === "selling");
  const cardOf = new Map(cards.flatMap((card) => card.sku_ids.map((sku) => [sku, card.code])));
  const skus = await skusOf(db, [...cardOf.keys()]);
  return skus
    .map((sku) => ({ sku, card: cardOf.get(sku.id) ?? "" }))
    .sort((a, b) => a.sku.sort - b.sku.sort);
}

export interface Typed {
  result: string;
  objection: string;
  samples: number;
  next: string;
  note: string;
}
export const UNTOUCHED: Typed = { result: "", objection: "", samples: 0, next: "", note: "" };

/** As it was said before, to go on with. */
export function typedOf(said: Pitch | undefined): Typed {
  if (!said) return { ...UNTOUCHED };
  return {
    result: said.result,
    objection: said.objection ?? "",
    samples: said.sample_units,
    next: said.next_on ?? "",
    note: said.note ?? "",
  };
}

/** A refusal without its reason is no answer yet. */
export function lacks(typed: Typed): boolean {
  return typed.result === "refused" && typed.objection === "";
}

/** What was answered; a product nobody spoke of is not among it. */
export function pitchesOf(
  typed: Readonly<Record<string, Typed>>,
  contact: string,
  today: string,
): Pitch[] {
  return Object.entries(typed).flatMap(([sku_id, one]) => {
    if (!one.result || lacks(one)) return [];
    const open = one.result === "thinking" || one.result === "refused";
    return [
      {
        sku_id,
        result: one.result as Pitch["result"],
        objection: open && one.objection ? (one.objection as Pitch["objection"]) : null,
        contact_name: contact.trim() || null,
        sample_units: one.samples,
        next_on: one.result !== "ordered" && one.next >= today ? one.next : null,
        note: one.note.trim() || null,
      },
    ];
  });
}

/** Said to be ordered, and in no order of this visit: forgotten, or written elsewhere. */
export function notOrdered(
  pitches: readonly Pick<Pitch, "sku_id" | "result">[],
  orders: readonly { lines: readonly { sku_id: string }[] }[],
): string[] {
  const bought = new Set(orders.flatMap((order) => order.lines.map((line) => line.sku_id)));
  return pitches
    .filter((one) => one.result === "ordered" && !bought.has(one.sku_id))
    .map((one) => one.sku_id);
}
