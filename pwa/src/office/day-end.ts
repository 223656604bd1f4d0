/** How a rep ended her day, as the office is told (F62; DaySummaryTold of the server). */

export interface DaySummary {
  rep_id: string;
  name: string;
  ended_at: string;
  /** The day was over before she ended it. */
  auto_closed: boolean;
  /** As they stood when she ended her day. */
  planned: number;
  visited: number;
  orders: number;
  value_fen: number;
  /** As of now. */
  valid: number;
  productive: number;
  placed: number;
  set_up: number;
  tickets_opened: number;
  tickets_closed: number;
  rivals: number;
  unsent: number;
  unsent_reason: string | null;
  /** A store out of reach has no name here. */
  missed: { store_code: string | null; store_name: string | null; reason: string }[];
  note: string | null;
}

export interface DaySummaries {
  as_of: string;
  day: string;
  rows: DaySummary[];
}

/** Counted of now, in the order of domain.md 3.6. */
export const COUNTS = [
  "valid",
  "productive",
  "placed",
  "set_up",
  "tickets_opened",
  "tickets_closed",
  "rivals",
] as const;
