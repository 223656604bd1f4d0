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
  folder: string | null;
  folder_problem: string | null;
  expected: Record<string, string>;
  late: string[];
  waiting: string[];
}

export interface Systems {
  as_of: string;
  rows: System[];
  partners: { id: string; name: string }[];
  /** Which may be called. */
  hosts: string[];
  /** Whether files can be exchanged at all. */
  files: boolean;
}

/** Row 0: the file as a whole. */
export interface FileProblem {
  row: number;
  column: string;
  reason: string;
  detail: string;
  /** What may stand there: a word, and its limits behind colons. */
  allowed: string;
}

export interface ExchangeFile {
  direction: "out" | "in";
  kind: string;
  number: number;
  name: string;
  size: number;
  lines: number;
  sha256: string;
  state: "writing" | "written" | "lost" | "taken" | "refused";
  at: string;
  problems: FileProblem[];
}

export interface Files {
  as_of: string;
  rows: ExchangeFile[];
  waiting: { name: string; why: string; number: number | null }[];
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
  "stock_count",
  "stock_receipt",
] as const;
/** What may come in, of the company's systems and of a partner's. */
export const INCOMING = { company: ["products", "prices", "customers"], partner: ["stock"] };
export const PATH = "/exchange/v1/systems";
