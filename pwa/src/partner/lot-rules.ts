/**
 * Which lots go on a delivery note (R-SH-2, domain.md 3.7, 4.5). Pure, whole numbers only.
 *
 * Twin: backend/shipments/lot_rules.py. Both must pass sync_protocol/vectors/rules/shipments.*.json.
 */

import { freshness } from "../catalogue/rules";
import type { NoteLot } from "../protocol";

/**
 * Their stores take goods with a third of their life behind them at most, unless their terms say
 * another share or somebody says why not.
 */
export const YOUNG_CLASSES: readonly string[] = ["C1", "C2"];

/** What is left of a lot and on no other note, in base units. */
export interface FreeLot {
  lot: string;
  produced_on: string;
  good: number;
}

export interface LotsFor {
  /** Quantities in the line's unit. */
  lots: NoteLot[];
  lacking: number;
  /** Taken of goods too old for the store, or, where they may not go, what they could fill. */
  old: number;
}

/**
 * Whether goods of that day may go out: `old` only where somebody says why; `never`: near their end
 * or past it on the day of delivery, or not produced by then. `mostPerMille`: how much of their life
 * may be over by then, by the terms (F19); null: they do not say, and `young` decides.
 */
export function lotFits(
  producedOn: string,
  lifeDays: number,
  deliverOn: string,
  young: boolean,
  mostPerMille: number | null = null,
): "yes" | "old" | "never" {
  const found = freshness(producedOn, lifeDays, deliverOn);
  if (!found || found.zone === "critical" || found.zone === "expired") return "never";
  if (mostPerMille !== null) {
    const used = lifeDays - found.days_left;
    return Math.floor((used * 1000) / Math.max(1, lifeDays)) > mostPerMille ? "old" : "yes";
  }
  return young && found.zone !== "fresh" ? "old" : "yes";
}

const first = (a: FreeLot | NoteLot, b: FreeLot | NoteLot): number => {
  const [x, y] = [`${a.produced_on} ${a.lot}`, `${b.produced_on} ${b.lot}`];
  return x < y ? -1 : Number(x > y);
};

/** Of one SKU for a line of a note, the first to expire first; whole cases of a lot only. */
export function lotsFor(
  lots: readonly FreeLot[],
  qty: number,
  units: number,
  lifeDays: number,
  deliverOn: string,
  young: boolean,
  older: boolean,
  mostPerMille: number | null = null,
): LotsFor {
  const taken: NoteLot[] = [];
  let lacking = qty;
  let old = 0;
  for (const wanted of ["yes", "old"] as const) {
    const may = wanted === "yes" || older;
    for (const { lot, produced_on, good } of [...lots].sort(first)) {
      if (lotFits(produced_on, lifeDays, deliverOn, young, mostPerMille) !== wanted) continue;
      const much = Math.min(may ? lacking : lacking - old, Math.floor(good / units));
      if (much <= 0) continue;
      if (wanted === "old") old += much;
      if (!may) continue;
      lacking -= much;
      taken.push({ lot, produced_on, qty: much });
    }
  }
  return { lots: taken.sort(first), lacking, old };
}
