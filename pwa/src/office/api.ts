/**
 * Asking the office: GET /office/v1 with the session's token, typed, with a time limit. An answer
 * says of when it is (`as_of`); when none comes the last one is kept and says so itself.
 */

import type { Counted, Credit } from "../orders/hints";
import type { Recalled } from "../orders/life";
import type {
  CategoryFacings,
  DeviceReport,
  DisplaysSeen,
  Greeting,
  Merchandise,
  Observation,
  LeftSaid,
  OutsideCheck,
  Pitch,
  PromotionStep,
  RivalSeen,
  Pause,
  SalesGift,
  SuggestedSku,
  SalesOrder,
  StepSkip,
  Store,
  VisitScore,
} from "../protocol";
import { Refused } from "../refused";
import { ask } from "../session";
import { t, when, word } from "../ui/words/index.svelte";
import type { Plan } from "../visits/template-rules";

const PATIENCE_MS = 15_000;
const KEPT = 40;
const PAGES = 25;

/** Rows of a list, and the key to ask on with. */
export interface Listed<R> {
  as_of: string;
  rows: R[];
  next: string | null;
}

export interface StoreRow {
  id: string;
  code: string;
  name: string;
  address: string;
  tier: string;
  channel_type: string;
  customer_class: string;
  customer_id: string;
  customer_name: string;
  partner_id: string | null;
  org_unit_id: string;
  phone: string | null;
  lat_e7: number;
  lon_e7: number;
  active: boolean;
  rep_id: string | null;
  rep_name: string | null;
}

type PriceKind = "terms" | "class" | "channel" | "branch";
export interface StoreOnDay {
  as_of: string;
  day: string;
  lists: {
    list_id: string;
    list_version: number;
    kind: PriceKind;
    name: string;
    valid_from: string;
    valid_until: string | null;
    min_order_fen: number;
  }[];
  prices: { sku_id: string; case_price_fen: number; list_id: string; kind: PriceKind }[];
  /** With a price there, but of other channels, or not sold on the day. */
  not_sold: string[];
  must_stock: { id: string; name: string; sku_ids: string[] } | null;
  promotions: { id: string; name: string; starts_on: string; ends_on: string; in_force: boolean }[];
}

export interface RepRow {
  rep_id: string;
  name: string;
  login: string;
  org_unit_id: string;
  org_unit_name: string;
}

export interface TaskRow {
  id: string;
  version: number;
  store_id: string;
  store_code: string;
  store_name: string;
  rep_id: string;
  rep_name: string | null;
  title: string;
  text: string;
  due_on: string;
  priority: string;
  evidence: string;
  state: string;
  answer: string | null;
  photo_ids: string[];
  assigned_by_name: string;
  assigned_at: string;
  answered_at: string | null;
  withdraw_note: string | null;
}

export type OrderRow = SalesOrder & {
  id: string;
  version: number;
  customer_class: string;
  list_total_fen: number | null;
  /** What the company reckons: by the list and the promotions of that day. */
  due_total_fen: number | null;
  due_gifts: SalesGift[];
  suggestions: SuggestedSku[];
  unsigned_reason: string | null;
  recall?: Recalled | null;
};

export interface VisitRow {
  id: string;
  day: string;
  store_id: string;
  store_name: string;
  rep_id: string;
  rep_name: string;
  state: string;
  checked_in_at: string;
  checked_out_at: string | null;
  fence_result: string;
  late: boolean;
  received_at: string;
}

export interface PhotoOfVisit {
  id: string;
  type: string;
  taken_at: string;
  present: boolean;
  capture_mode: string;
}

export interface VisitAnswer extends VisitRow {
  as_of: string;
  planned_visit_id: string | null;
  unplanned_reason: string | null;
  distance_m: number | null;
  exception_reason: string | null;
  stay_s: number | null;
  fail_reason: string | null;
  no_order_reason: string | null;
  note: string | null;
  next_promise: string | null;
  off_assignment: boolean;
  /** The version it was begun under; null: the built-in steps. */
  template: { id: string; code: string; template_version: number; name: string } | null;
  /** Its steps as the company works them out; null: it could not be made. */
  plan: Plan | null;
  skips: StepSkip[];
  outside: OutsideCheck | null;
  categories: CategoryFacings[] | null;
  displays: DisplaysSeen | null;
  merchandise: Merchandise | null;
  greet: Greeting | null;
  /** null: nobody looked. */
  promotion: PromotionStep | null;
  /** The promotions checked, by name. */
  promotions: { id: string; name: string; price_fen: number | null }[];
  rivals: RivalSeen[] | null;
  pitches: Pitch[] | null;
  /** Frozen when she left; null: not left yet, or nothing to score. */
  score: VisitScore | null;
  pauses: Pause[];
  left_said: LeftSaid | null;
  position: { lat_e7: number; lon_e7: number; accuracy_m: number } | null;
  store: Store & { id: string };
  rep: { id: string; name: string };
  photos: PhotoOfVisit[];
  orders: OrderRow[];
  observations: (Observation & { sku_name: string })[];
}

export interface DeviceRow {
  replica_id: string;
  person_id: string;
  person_name: string;
  device_name: string;
  app: string;
  last_seen_at: string | null;
  /** What its last contact was: push brought work, pull and sign_in only asked. */
  last_seen_kind: "push" | "pull" | "sign_in";
  /** When work last came from it, and when that was captured. */
  last_sent_at: string | null;
  work_until: string | null;
  /** What its holder last said was unsent, at the end of a day. */
  said_unsent: number | null;
  said_unsent_at: string | null;
  next_seq: number;
  acked_through: number;
  schema_version: number;
  lost_at: string | null;
  /** What it said of itself with a pull, and when the company heard it. */
  report: DeviceReport | null;
  reported_at: string | null;
}

export interface PersonRow {
  id: string;
  login: string;
  name: string;
  role: string | null;
  active: boolean;
  org_unit_id: string | null;
  partner_id: string | null;
  unit_name: string | null;
}

export interface AsideRow {
  op_id: string;
  kind: string;
  row_id: string;
  person_id: string;
  person_name: string;
  made_at: string;
  received_at: string;
  code: string | null;
  body: Record<string, unknown>;
}

/** An answer, and when it was asked for by this device's own clock. */
export interface Answer<T> {
  value: T;
  askedAt: string;
}

const kept = new Map<string, Answer<unknown>>();
let keptFor: string | null = null;

/** The last good answer to this question in this session, by the person who asked. */
export function lastAnswer<T>(personId: string, path: string): Answer<T> | null {
  if (keptFor !== personId) kept.clear();
  keptFor = personId;
  return (kept.get(path) as Answer<T> | undefined) ?? null;
}

/** Ask. Rejects with Refused, NoAnswer, or the signal's reason; waits no longer than 15 seconds. */
export async function askOffice<T>(
  personId: string,
  path: string,
  signal: AbortSignal,
): Promise<Answer<T>> {
  const askedAt = new Date().toISOString();
  const patience = new AbortController();
  const clock = setTimeout(() => patience.abort(), PATIENCE_MS);
  const stop = (): void => patience.abort(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  try {
    const answer = { value: await ask<T>(path, { signal: patience.signal }), askedAt };
    if (keptFor === personId) {
      kept.delete(path);
      kept.set(path, answer);
      const oldest = kept.keys().next().value;
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    }
    return answer;
  } finally {
    clearTimeout(clock);
    signal.removeEventListener("abort", stop);
  }
}

/** Ask for a list page by page and give it back as one; no more than so many pages. */
export async function askWhole<R>(
  personId: string,
  path: string,
  signal: AbortSignal,
  pages = PAGES,
): Promise<Answer<Listed<R>>> {
  const whole = await askOffice<Listed<R>>(personId, path, signal);
  const rows = [...whole.value.rows];
  let next = whole.value.next;
  for (let page = 1; next !== null && page < pages; page += 1) {
    const sign = path.includes("?") ? "&" : "?";
    const more: Listed<R> = (
      await askOffice<Listed<R>>(
        personId,
        `${path}${sign}after=${encodeURIComponent(next)}`,
        signal,
      )
    ).value;
    rows.push(...more.rows);
    next = more.next;
  }
  return { ...whole, value: { ...whole.value, rows, next } };
}

/** Why there is no newer answer, as a sentence; `asOf`: of when the one shown is, if there is one. */
export function sentence(error: unknown, asOf: string | undefined): string {
  if (error instanceof Refused) return word("problem", error.code);
  return asOf ? t("office.no_network", { at: when(asOf) }) : t("office.nothing_yet");
}

/** Why something could not be done at once. Without an answer nobody knows whether it was. */
export function whyNotDone(error: unknown): string {
  return error instanceof Refused ? word("problem", error.code) : t("office.not_answered");
}

/** What speaks against an order (K16); credit null: its partner shares nothing of the store. */
export interface HintsRow {
  order_id: string;
  partner_name: string;
  credit: Credit | null;
  stock: Array<Counted & { sku_id: string }>;
}
/** So many orders may be asked about at a time. */
export const HINTS_MOST = 100;

/** A path with what is asked for; empty values are left out. */
export function pathTo(what: string, asked: Record<string, string | number> = {}): string {
  const given = Object.entries(asked).filter(([, value]) => value !== "");
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return `/office/v1/${what}${query.size ? `?${query}` : ""}`;
}
