/** What the engine takes and gives; backend/pricing/rules.py says what each field means. */

import type { Uom } from "../protocol";

export interface CartLine {
  line_id: string;
  sku_id: string;
  qty: number;
  uom: Uom;
}

/** A lower price: so much a case (or set, or order), or so many per mille. */
export interface Off {
  off_fen?: number | null;
  off_per_mille?: number | null;
}
export interface Named {
  id: string;
  promotion_id: string;
  priority: number;
  stackable: boolean;
  /** What the store had before counts: see promotions/price-rules. */
  per_store?: number | null;
  first_order?: boolean | null;
}
export interface Counting {
  sku_ids: readonly string[];
  /** A mix set: the cases of all SKUs together. */
  pooled: boolean;
  /** Gifts at most; what others have used of it is taken off already. */
  cap?: number | null;
}
export interface TierStep {
  from: number;
  get?: number | null;
  off_per_mille?: number | null;
}
export type PriceRule = Named &
  (
    | ({ type: "price_off"; sku_ids: readonly string[] } & Off)
    | (Counting & { type: "buy_n_get_m"; buy: number; get: number; gift_sku_id?: string | null })
    | (Counting & {
        type: "tier";
        repeat: boolean;
        steps: readonly TierStep[];
        gift_sku_id?: string | null;
      })
    | (Counting & { type: "gift_item"; buy: number; get: number; item: string; worth_fen: number })
    | {
        type: "bundle";
        parts: ReadonlyArray<{ sku_id: string; qty: number }>;
        off_fen: number;
        cap?: number | null;
      }
    | ({ type: "order_level"; from_fen: number } & Off)
  );
export type Counted = Extract<PriceRule, { buy: number } | { steps: unknown }>;
export type BundleRule = Extract<PriceRule, { type: "bundle" }>;
export type OrderRule = Extract<PriceRule, { type: "order_level" }>;

export interface Reason {
  rule_id: string;
  type: PriceRule["type"];
  off_fen: number;
  before?: number;
  after?: number;
  cases?: number;
  gift?: number;
  sets?: number;
  total?: number;
}
export interface PricedLine extends CartLine {
  list_price_fen: number;
  list_amount_fen: number;
  price_fen: number;
  amount_fen: number;
  reasons: Reason[];
}
export interface Gift {
  gift_of_line: string;
  rule_id: string;
  sku_id: string | null;
  item: string | null;
  qty: number;
  worth_fen: number;
}
export interface Priced {
  lines: PricedLine[];
  gifts: Gift[];
  list_total_fen: number;
  total_fen: number;
  gift_value_fen: number;
  /** A rule that may not stand beside another, which is worth more. */
  left_out: Array<{ rule_id: string; for: string; worth_fen: number }>;
}
export interface NextStep {
  rule_id: string;
  sku_id: string | null;
  more_cases: number | null;
  more_fen: number;
  gain_fen: number;
}
export interface PriceSource {
  list_id: string;
  list_version: number;
  kind: string;
  prices: Record<string, number>;
}
export type BySku = Readonly<Record<string, number>>;
