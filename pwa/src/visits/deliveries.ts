/** The delivery check of the next visit (F77): of which lines of a note how much was missing or broken. Pure. */

import type { DeliveryAsked, DeliveryDiffers, DeliveryNote, Uom } from "../protocol";

type Note = Pick<DeliveryNote, "no" | "deliver_on" | "lines" | "gifts"> & { id: string };
export interface Differs {
  short: number;
  damaged: number;
}
export interface SignedFor {
  line_id: string;
  sku_id: string;
  name: string;
  qty: number;
  uom: Uom;
  gift: boolean;
}

/** What was signed for of a note, gifts that are products with it. What was not taken went back. */
export function signedFor(note: Note): SignedFor[] {
  const lines = note.lines.map((line) => ({
    line_id: line.line_id,
    sku_id: line.sku_id,
    name: line.sku_name,
    qty: line.accepted_qty ?? line.qty,
    uom: line.uom,
    gift: false,
  }));
  const gifts = (note.gifts ?? []).flatMap((gift) =>
    gift.sku_id === null
      ? []
      : {
          line_id: gift.line_id,
          sku_id: gift.sku_id,
          name: gift.name,
          qty: gift.accepted_qty ?? gift.qty,
          uom: "case" as const,
          gift: true,
        },
  );
  return [...lines, ...gifts].filter((one) => one.qty > 0);
}

/** As it is said: of a delivery that did not come at all everything is missing. `counts` by line. */
export function asked(
  note: Note,
  received: DeliveryAsked["received"],
  counts: Readonly<Record<string, Differs>>,
): DeliveryAsked {
  const lines = signedFor(note)
    .map((one): DeliveryDiffers => {
      const { short, damaged } =
        received === "no"
          ? { short: one.qty, damaged: 0 }
          : (counts[one.line_id] ?? { short: 0, damaged: 0 });
      const { line_id, sku_id, uom } = one;
      return { line_id, sku_id, uom, short_qty: short, damaged_qty: damaged };
    })
    .filter((one) => one.short_qty + one.damaged_qty > 0);
  const differs = received === "yes" ? {} : { lines };
  return { note_id: note.id, received, note_no: note.no, deliver_on: note.deliver_on, ...differs };
}

/** Short, and nothing counted yet: whoever is to look for it must know what. */
export function uncounted(
  note: Note,
  received: string | undefined,
  counts: Readonly<Record<string, Differs>>,
): boolean {
  return received === "short" && !asked(note, "short", counts).lines?.length;
}

/** What was said before, to be gone on with. */
export function countsOf(one: DeliveryAsked): Record<string, Differs> {
  return Object.fromEntries(
    (one.lines ?? []).map((line) => [
      line.line_id,
      { short: line.short_qty, damaged: line.damaged_qty },
    ]),
  );
}
