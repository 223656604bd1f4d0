/** A partner's stock as the office is told of it. Pure. */

import type { LotNow } from "./stock-rules";
import { BAND } from "./now";

export interface PartnerStockRow {
  partner_id: string;
  partner_name: string;
  sku_id: string;
  sku_name: string;
  units_per_case: number;
  counted_at: string;
  lots: LotNow[];
  good: number;
  saleable: number;
  damaged: number;
  missing: number;
  unplaced: number;
  /** Base units a day, times 1000, on the mean of 28 days. */
  daily_milli: number;
}

/** M22; null: nothing left, nobody can say. */
export const daysLeft = (row: PartnerStockRow): number | null =>
  row.daily_milli ? Math.floor((row.saleable * 1000) / row.daily_milli) : null;

/** Less than it should last (domain.md 2.8). */
export const few = (row: PartnerStockRow): boolean => (daysLeft(row) ?? BAND[0]) < BAND[0];

const NEAR = new Set<string | null>(["act", "critical", "expired"]);
export const near = (row: PartnerStockRow): boolean =>
  row.lots.some((lot) => lot.good > 0 && NEAR.has(lot.zone));
