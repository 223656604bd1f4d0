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
  const found = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(typed.trim());
  if (!found) return null;
  return Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0"));
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
