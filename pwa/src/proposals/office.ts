/** What the office is told of stores that reps found and of merged stores, and what it has just said
 *  of them, laid on top. */

import type { Why } from "../customers/rules";
import type { LogLine } from "../device/log";
import { notIn } from "../office/board";
import type {
  ChangeItem,
  FieldDecision,
  Lack,
  OperationArgs,
  OperationKind,
  PointLearnt,
  StoreField,
} from "../protocol";

export interface AlikeRow {
  store_id: string;
  code: string;
  name: string;
  address: string;
  phone: string | null;
  licence_no: string | null;
  stage: string | null;
  rep_name: string | null;
  lat_e7: number;
  lon_e7: number;
  distance_m: number;
  score: number;
  why: (Why | "picture")[];
  denied: boolean;
  photo_id: string | null;
  visits: number;
}

export interface FoundRow {
  id: string;
  version: number;
  code: string;
  name: string;
  address: string;
  channel_type: string;
  tier: string;
  contact_name: string | null;
  phone: string | null;
  licence_no: string | null;
  lat_e7: number;
  lon_e7: number;
  accuracy_m: number;
  radius_m: number;
  rep_name: string;
  found_at: string;
  photo_id: string | null;
  note: string | null;
  state: "pending" | "approved" | "returned" | "merged";
  reason: string | null;
  decided_note: string | null;
  decided_by_name: string | null;
  decided_at: string | null;
  into_code: string | null;
  into_name: string | null;
  visits: number;
  orders: number;
  alike: AlikeRow[];
}

export interface FoundStores {
  as_of: string;
  rows: FoundRow[];
  next: string | null;
  customers: { id: string; name: string }[];
  partners: { id: string; name: string }[];
  price_lists: { id: string; name: string }[];
}

export interface MergedRow {
  id: string;
  version: number;
  code: string;
  name: string;
  into_id: string;
  into_code: string;
  into_name: string;
  state: "merged" | "undone";
  note: string | null;
  by_name: string;
  at: string;
  undone_by_name: string | null;
  undone_at: string | null;
  undone_note: string | null;
  moved: number;
}

export const SAID: OperationKind[] = [
  "store.approve",
  "store.return",
  "store.merge",
  "store.unmerge",
];
export const RETURNS = ["no_store", "not_ours", "too_little"] as const;

/** What was said of each store since the answer was asked for: the last word. */
export function saidSince(lines: readonly LogLine[], askedAt: string): Map<string, LogLine> {
  const said = new Map<string, LogLine>();
  for (const line of lines) {
    if (SAID.includes(line.kind) && notIn(line, askedAt)) said.set(line.id, line);
  }
  return said;
}

/** What is said; null while the code is missing or the fence is no number of metres it may have. */
export function approvalOf(fields: {
  code: string;
  tier: string;
  customer: string;
  partner: string;
  prices: string;
  radius: string;
}): OperationArgs["store.approve"] | null {
  const radius_m = Math.round(Number(fields.radius));
  const code = fields.code.trim();
  if (!code || !Number.isFinite(radius_m) || radius_m < 10 || radius_m > 5000) return null;
  return {
    code,
    tier: fields.tier as OperationArgs["store.approve"]["tier"],
    customer_id: fields.customer || null,
    partner_id: fields.partner || null,
    price_list_code: fields.prices || null,
    radius_m,
  };
}

export interface FieldRow {
  what: StoreField;
  saw: string | null;
  value: string | null;
  /** What stood there when it was decided. */
  was: string | null;
  now: string | null;
  set_by_name: string | null;
  set_at: string | null;
  stands: "fresh" | "same" | "clash";
  state: ChangeItem["state"];
  reason: string | null;
  note: string | null;
  by_name: string | null;
  at: string | null;
  also: string[];
}

export interface Point {
  lat_e7: number;
  lon_e7: number;
}

/** Where check-ins say the door is, and those it rests on. */
export type PointShown = PointLearnt & {
  seen: (Point & { visit_id: string; day: string; accuracy_m: number; used: boolean })[];
};

export interface MarkedStores {
  as_of: string;
  rows: {
    id: string;
    store_code: string;
    store_name: string;
    tier: string;
    rep_name: string | null;
    asked: number;
    missing: number;
    lacks: Lack[];
    alike: { id: string; name: string }[];
    learnt: PointLearnt | null;
  }[];
  counts: Record<string, number>;
  stores: number;
  next: string | null;
}

export interface ChangeRow {
  id: string;
  version: number;
  store_id: string;
  store_code: string;
  store_name: string;
  customer_class: string;
  origin: "rep" | "learnt" | "fence";
  by_name: string;
  said_at: string;
  due_on: string | null;
  items: FieldRow[];
  lat_e7: number | null;
  lon_e7: number | null;
  accuracy_m: number | null;
  away_m: number | null;
  photo_id: string | null;
  front_id: string | null;
  note: string | null;
  evidence: PointShown | null;
  state: "pending" | "decided";
  decides: boolean;
  store_lat_e7: number;
  store_lon_e7: number;
  radius_m: number;
}

export const CHANGE_RETURNS = ["not_so", "show_it", "not_hers", "other"] as const;

/** What is said of the fields somebody decided on; null while there is none, or a reason is missing. */
export function decisionsOf(
  open: readonly Pick<FieldRow, "what" | "now">[],
  chosen: {
    state: Record<string, string>;
    reason: Record<string, string>;
    note: Record<string, string>;
  },
): FieldDecision[] | null {
  const items = open.flatMap(({ what, now }): FieldDecision[] => {
    const state = chosen.state[what];
    if (state !== "approved" && state !== "returned") return [];
    const reason = state === "returned" ? (chosen.reason[what] ?? "") : "";
    const note = state === "returned" ? chosen.note[what]?.trim() || null : null;
    return [{ what, state, now, reason: (reason || null) as FieldDecision["reason"], note }];
  });
  // "Other" says nothing by itself.
  const whole = items.every(
    (one) => one.state === "approved" || (one.reason && (one.reason !== "other" || one.note)),
  );
  return items.length && whole ? items : null;
}

/** Who decides about a change that its reader may not decide (domain.md 2.2): a role beside the manager,
 *  who may always; null: it is his own word, which another judges. */
export function deciderOf(row: Pick<ChangeRow, "customer_class">, reader: string): string | null {
  const role = row.customer_class === "C1" ? "special_channel_specialist" : "office_supervisor";
  return reader === role || reader === "ops_manager" ? null : role;
}
