/** What the office is told of visits to look at, and what it has just decided, laid on top. */

import type { LogLine } from "../device/log";
import { notIn } from "../office/board";
import type { OperationArgs, OperationKind } from "../protocol";
import type { Evidence, Named, Rule } from "./sentences";

export interface FlagRow {
  id: string;
  version: number;
  code: string;
  level: string;
  visit_id: string | null;
  store_name: string | null;
  rep_id: string;
  rep_name: string;
  day: string;
  evidence: Evidence;
  state: string;
  raised_at: string;
  hers_until: string;
  answer: string | null;
  answered_at: string | null;
  decided_by_name: string | null;
  decided_at: string | null;
  decided_note: string | null;
  ripe: boolean;
}

export interface ReviewRow {
  id: string;
  version: number;
  store_code: string;
  store_name: string;
  customer_class: string;
  rep_id: string;
  rep_name: string | null;
  day: string;
  checked_in_at: string;
  validity: string;
  counts: boolean;
  rules: Rule[];
  rules_version: number;
  why: string[];
  listed: boolean;
  flags: FlagRow[];
  hers_until: string | null;
  review: {
    state: string;
    reason: string | null;
    note: string | null;
    by_name: string | null;
    at: string | null;
  } | null;
  appeal: {
    state: string;
    text: string | null;
    at: string | null;
    note: string | null;
    by_name: string | null;
    decided_at: string | null;
  } | null;
  may_review: boolean;
  may_settle: boolean;
}

export interface ReviewInFull extends ReviewRow {
  as_of: string;
  visit: {
    state: string;
    checked_out_at: string | null;
    received_at: string;
    fence_result: string;
    exception_reason: string | null;
    no_order_reason: string | null;
    note: string | null;
    skips: { step: string; reason: string }[];
  };
  photos: {
    id: string;
    type: string;
    taken_at: string;
    present: boolean;
    capture_mode: string;
    review_state: string | null;
  }[];
  named: Record<string, Named & { day: string }>;
}

export type DayFlag = FlagRow & { stores: { id: string; name: string }[] };

export const REASONS = ["not_there", "too_short", "photos", "answers", "steps", "other"] as const;
export type Reason = (typeof REASONS)[number];
export const STATES = ["open", "appeal", "decided", "all"] as const;
export const SAID: OperationKind[] = ["visit.review", "visit.settle_appeal", "flag.decide"];
export const CODES = [
  "G01", "G02", "G03", "G04", "G05", "G06", "G07", "G08", "G09", "G10", "G11", "G12", "G13",
  "G16", "V8",
] as const; // prettier-ignore

/** What this device has decided since the answer was asked for, by what it was about. */
export function decidedSince(said: readonly LogLine[], askedAt: string): Map<string, LogLine> {
  return new Map(
    said
      .filter((line) => SAID.includes(line.kind) && notIn(line, askedAt))
      .map((line) => [line.id, line]),
  );
}

/** His verdict on it that was not taken, for somebody was first: until it is settled in the outbox
 *  what stands is shown, and not to be decided on from here. */
export function refusedOf(said: readonly LogLine[], id: string): LogLine | undefined {
  return said.find(
    (line) => line.id === id && line.kind === "visit.review" && line.state === "attention",
  );
}

/** Who decided it after what this window was shown, and when; null: what it shows is so. `said`: by
 *  this device, in any of its windows, since then. */
export function decidedMeanwhile(
  shown: ReviewRow,
  now: ReviewRow | null,
  said: LogLine | undefined,
  me: string,
): { name: string; at: string } | null {
  const after = now?.review;
  if (after?.at && after.at !== shown.review?.at)
    return { name: after.by_name ?? "", at: after.at };
  return said?.kind === "visit.review" ? { name: me, at: said.made_at } : null;
}

/** A row with what was decided here on top: it waits no more. */
export function withDecision(
  row: ReviewRow,
  line: LogLine | undefined,
): ReviewRow & { waiting: boolean } {
  if (line?.kind === "visit.review") {
    const { state, reason, note } = line.args;
    return {
      ...row,
      review: { state, reason, note, by_name: null, at: line.made_at },
      listed: false,
      may_review: false,
      waiting: true,
    };
  }
  if (line?.kind === "visit.settle_appeal" && row.appeal) {
    const appeal = { ...row.appeal, state: line.args.state, note: line.args.note };
    return { ...row, appeal, listed: false, may_settle: false, waiting: true };
  }
  return { ...row, waiting: false };
}

/** What stands by now of a decision: an appeal that was granted turns it. */
export function outcome(row: ReviewRow): "accepted" | "rejected" | null {
  if (!row.review) return null;
  return row.review.state === "accepted" || row.appeal?.state === "reversed"
    ? "accepted"
    : "rejected";
}

/** Nothing may be held against her yet. */
export function tooEarly(row: ReviewRow): boolean {
  return row.hers_until !== null;
}

/** What is to be said of a decision; flags that are not named stand for nothing. */
export function decisionOf(
  accepted: boolean,
  reason: Reason | null,
  note: string,
  stands: Readonly<Record<string, boolean>>,
  flags: readonly FlagRow[],
): OperationArgs["visit.review"] {
  const upheld = flags
    .filter((flag) => flag.state !== "withdrawn" && (stands[flag.id] ?? !accepted))
    .map((flag) => flag.id);
  return {
    state: accepted ? "accepted" : "rejected",
    reason: accepted ? null : reason,
    note: note.trim() || null,
    upheld,
  };
}
