/** A count as it is being made: what is typed of each SKU, and what is said of it. Pure. */

import type { Held } from "../device/records";
import type { OperationArgs, PurchaseLot } from "../protocol";
import type { Lot, LotNow } from "./stock-rules";

/** Quantities as a warehouse counts them: whole cases, and the rest in base units. */
export interface TypedLot {
  lot: string;
  produced_on: string;
  cases: number;
  loose: number;
  damaged: number;
}

export interface TypedSku {
  /** Looked for, and there is nothing. */
  none: boolean;
  lots: TypedLot[];
}

export interface CountForm {
  counter: string;
  witness: string;
  skus: Record<string, TypedSku>;
}

/** The lots the books know, to be counted; nothing of them is counted yet. */
export function begun(known: readonly LotNow[]): TypedSku {
  const lots = known.map(({ lot, produced_on }) => ({
    lot,
    produced_on,
    cases: 0,
    loose: 0,
    damaged: 0,
  }));
  return { none: false, lots: lots.length ? lots : [emptyLot()] };
}

/** As the books have it: one tap when all is there. */
export function asBooked(known: readonly Lot[], unitsPerCase: number): TypedSku {
  return {
    none: false,
    lots: known.map((one) => ({
      lot: one.lot,
      produced_on: one.produced_on,
      cases: Math.floor(one.good / unitsPerCase),
      loose: one.good % unitsPerCase,
      damaged: one.damaged,
    })),
  };
}

export function emptyLot(): TypedLot {
  return { lot: "", produced_on: "", cases: 0, loose: 0, damaged: 0 };
}

export function goodOf(lot: TypedLot, unitsPerCase: number): number {
  return lot.cases * unitsPerCase + lot.loose;
}

const counted = (lot: TypedLot): boolean => lot.cases + lot.loose + lot.damaged > 0;

/** counted: it can be said. no_day, future_day: a lot lacks its production day, or it is to come. */
export type Standing = "open" | "counted" | "none" | "no_day" | "future_day" | "nothing";

export function standingOf(typed: TypedSku | undefined, today: string): Standing {
  if (!typed) return "open";
  if (typed.none) return "none";
  const lots = typed.lots.filter(counted);
  if (!lots.length) return "nothing";
  if (lots.some((lot) => !lot.produced_on)) return "no_day";
  return lots.some((lot) => lot.produced_on > today) ? "future_day" : "counted";
}

export type Lack = "counter" | "nothing" | "lots";

/** What still keeps the count from being said; a SKU begun and left empty is one of the lots. */
export function lackOf(form: CountForm, today: string): Lack | undefined {
  const standing = Object.values(form.skus).map((typed) => standingOf(typed, today));
  if (!standing.length) return "nothing";
  if (standing.some((one) => one !== "counted" && one !== "none")) return "lots";
  return form.counter.trim() ? undefined : "counter";
}

/** Goods that came in, as they are being typed. */
export interface ReceiveForm {
  receiver: string;
  paper: string;
  skus: Record<string, TypedSku>;
}

/** As if everything came as it was sent. */
export function asSentForm(lots: readonly PurchaseLot[]): Record<string, TypedSku> {
  const skus: Record<string, TypedSku> = {};
  for (const { sku_id, lot, produced_on, sent, units_per_case: per } of lots) {
    const typed = (skus[sku_id] ??= { none: false, lots: [] });
    const cases = Math.floor(sent / per);
    typed.lots.push({ lot, produced_on, cases, loose: sent - cases * per, damaged: 0 });
  }
  return skus;
}

export function receiveLack(form: ReceiveForm, today: string): Lack | undefined {
  return lackOf({ counter: form.receiver, witness: "", skus: form.skus }, today);
}

export function receiveArgs(
  form: ReceiveForm,
  skus: readonly Held<"sku">[],
  at: string,
): OperationArgs["stock.receive"] {
  const { lines } = countArgs({ counter: form.receiver, witness: "", skus: form.skus }, skus, at);
  const paper = form.paper.trim();
  return { came_at: at, receiver_name: form.receiver.trim(), paper_no: paper || null, lines };
}

export function countArgs(
  form: CountForm,
  skus: readonly Held<"sku">[],
  at: string,
): OperationArgs["stock.count"] {
  const lines = skus.flatMap((sku) => {
    const typed = form.skus[sku.id];
    if (!typed || typed.none) return [];
    return typed.lots.filter(counted).map((lot) => ({
      sku_id: sku.id,
      lot: lot.lot.trim().toUpperCase(),
      produced_on: lot.produced_on,
      good: goodOf(lot, sku.units_per_case),
      damaged: lot.damaged,
    }));
  });
  return {
    counted_at: at,
    counter_name: form.counter.trim(),
    witness_name: form.witness.trim() || null,
    from_file: false,
    lines,
    absent: skus.filter((sku) => form.skus[sku.id]?.none).map((sku) => sku.id),
  };
}
