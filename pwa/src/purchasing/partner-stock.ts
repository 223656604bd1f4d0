/** A partner's stock as the office is told of it. Pure. */

import type { Lasting, LotNow } from "./stock-rules";
import { BAND } from "./now";

export interface PartnerStockRow extends Lasting {
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
  /** Base units that left in the last 28 days. */
  gone: number;
}

/** Less than it should last (domain.md 2.8). */
export const few = (row: PartnerStockRow): boolean => (row.days ?? BAND[0]) < BAND[0];

const NEAR = new Set<string | null>(["act", "critical", "expired"]);
export const near = (row: PartnerStockRow): boolean =>
  row.lots.some((lot) => lot.good > 0 && NEAR.has(lot.zone));
