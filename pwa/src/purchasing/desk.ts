/** What the office and the order desk decide about purchase orders. Pure but for types. */

import type { PurchaseAsk, PurchaseOrder, PurchaseState } from "../protocol";

/** A purchase order as the office is told of it. */
export type PurchaseRow = PurchaseOrder & {
  id: string;
  version: number;
  payment: "prepaid" | "credit" | null;
  funds_fen: number | null;
  /** A line is more than 30 % off the proposal. */
  deviates: boolean;
};

/** Whose turn it is, by state. */
const TURN: Partial<Record<PurchaseState, string>> = {
  submitted: "office_supervisor",
  reviewed: "order_desk",
  audited: "order_desk",
  allocated: "order_desk",
  diff_claimed: "order_desk",
};
export const turnOf = (state: PurchaseState): string | undefined => TURN[state];

export const FILTERS: Record<string, readonly PurchaseState[]> = {
  mine: [],
  open: ["submitted", "returned", "reviewed", "audited", "allocated"],
  coming: ["in_transit", "received", "received_diff", "diff_claimed", "settled"],
  done: ["closed", "rejected", "cancelled"],
};

export const inFilter = (row: PurchaseRow, filter: string, role: string): boolean =>
  filter === "mine" ? turnOf(row.state) === role : (FILTERS[filter] ?? []).includes(row.state);

/** Yuan as somebody types them, in fen; null: that is no amount. No float touches it. */
export function fenOf(typed: string): number | null {
  const found = /^(\d{1,10}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,2}))?$/.exec(typed.trim());
  if (!found) return null;
  return Number(found[1]?.replaceAll(",", "")) * 100 + Number((found[2] ?? "").padEnd(2, "0"));
}

/** What a step still lacks, in the order it is asked for; "": nothing. */
export type Lack =
  | ""
  | "price"
  | "no_amount"
  | "bad_amount"
  | "funds"
  | "over"
  | "note"
  | "same"
  | "nothing"
  | "quantity"
  | "produced"
  | "future"
  | "paper"
  | "day";

export function auditLack(value_fen: number | null, typed: string): Lack {
  const fen = fenOf(typed);
  if (value_fen === null) return "price";
  if (!typed.trim()) return "no_amount";
  if (fen === null) return "bad_amount";
  return fen < value_fen ? "funds" : "";
}

/** Nothing typed is all of the claim. */
export function settleLack(claim_fen: number, typed: string, note: string | null): Lack {
  const fen = typed.trim() ? fenOf(typed) : claim_fen;
  if (fen === null) return "bad_amount";
  if (fen > claim_fen) return "over";
  return fen < claim_fen && !note ? "note" : "";
}

export function sendLack(
  lines: ReadonlyArray<{ sku_id: string; allocated_cases: number | null }>,
  lots: ReadonlyArray<{ sku_id: string; produced_on: string; cases: number }>,
  paper: string,
  day: string,
  today: string,
): Lack {
  const sent = (sku: string): number =>
    lots.filter((lot) => lot.sku_id === sku).reduce((sum, lot) => sum + lot.cases, 0);
  if (lots.some((lot) => lot.cases && lot.produced_on > today)) return "future";
  if (lines.some((line) => sent(line.sku_id) !== line.allocated_cases)) return "quantity";
  if (lots.some((lot) => lot.cases && !lot.produced_on)) return "produced";
  if (!paper.trim()) return "paper";
  return day < today ? "day" : "";
}

/** Its lines with other quantities, by SKU; what he needs besides stays his word. */
export function amendedOf(
  lines: PurchaseRow["lines"],
  typed: Readonly<Record<string, number>>,
): PurchaseAsk[] {
  return lines.map(({ sku_id, proposed_cases, promo_cases, launch_cases, cases }) => ({
    sku_id,
    proposed_cases,
    ...(promo_cases && { promo_cases }),
    ...(launch_cases && { launch_cases }),
    cases: typed[sku_id] ?? cases,
  }));
}
