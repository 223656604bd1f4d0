/** What the server says of other systems (backend/exchange/http.py). */

export interface System {
  id: string;
  name: string;
  partner_id: string | null;
  partner_name: string | null;
  entities: string[];
  made_at: string;
  revoked_at: string | null;
  read_at: string | null;
  url: string | null;
  state: "on" | "off" | "failing";
  tries: number;
  failing_since: string | null;
  next_at: string;
}

export interface Systems {
  as_of: string;
  rows: System[];
  partners: { id: string; name: string }[];
  /** Which may be called. */
  hosts: string[];
}

export interface Call {
  id: string;
  made_at: string;
  changes: number;
  replayed: boolean;
  state: "sent" | "waiting" | "given_up";
  tries: number;
  tried_at: string | null;
  status: number | null;
  problem: string | null;
  took_ms: number | null;
}

export const ENTITIES = [
  "sales_order",
  "delivery_note",
  "sku",
  "price_list",
  "must_stock_list",
  "partner",
] as const;
export const PATH = "/exchange/v1/systems";
