/** Confirming an order: what can be shipped, what it comes to, and by when the store wants to know. */

import { daysBefore } from "../device/time";
import { shareFen } from "../orders/coming";
import { totalFen } from "../orders/rules";
import type { AcceptLine, SalesLine } from "../protocol";

export const SHORT_REASONS = [
  "out_of_stock",
  "near_expiry_only",
  "credit",
  "no_vehicle",
  "outside_window",
  "minimum_order",
] as const;

/** What the clerk typed for one line; what is not typed is shipped as ordered. */
export interface Typed {
  qty: number;
  reason: string;
}

export interface ConfirmLine extends SalesLine {
  can: number;
  why: string;
  /** Less than ordered. */
  short: boolean;
  can_fen: number;
}

export interface Confirmation {
  lines: ConfirmLine[];
  ordered_fen: number;
  can_fen: number;
  short: boolean;
  /** Line ids that are short without a reason. */
  lacking: string[];
  nothing: boolean;
}

/** The order's lines with the clerk's answer beside them. Never more than ordered, never less than is
 * on notes, which an amended order may have. */
export function confirmationOf(
  lines: readonly SalesLine[],
  typed: Readonly<Record<string, Typed>>,
): Confirmation {
  const answered = lines.map((line): ConfirmLine => {
    const said = typed[line.line_id];
    const can = Math.max(
      line.noted_qty,
      Math.min(line.qty, Math.trunc(said?.qty ?? line.qty) || 0),
    );
    const short = can < line.qty;
    const can_fen = can === line.qty ? line.amount_fen : shareFen(line.amount_fen, can, line.qty);
    return { ...line, can, why: short ? (said?.reason ?? "") : "", short, can_fen };
  });
  return {
    lines: answered,
    ordered_fen: totalFen(answered.map((line) => line.amount_fen)),
    can_fen: totalFen(answered.map((line) => line.can_fen)),
    short: answered.some((line) => line.short),
    lacking: answered.filter((line) => line.short && !line.why).map((line) => line.line_id),
    nothing: answered.every((line) => line.can === 0),
  };
}

/** As order.accept wants it. */
export function acceptLines(confirmation: Confirmation): AcceptLine[] {
  return confirmation.lines.map(({ line_id, can, short, why }) => ({
    line_id,
    qty: can,
    reason: short ? why : null,
  }));
}

/** The next working day: not Saturday, not Sunday. */
export function nextWorkingDay(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  do date.setUTCDate(date.getUTCDate() + 1);
  while (date.getUTCDay() === 0 || date.getUTCDay() === 6);
  return date.toISOString().slice(0, 10);
}

const AHEAD_DAYS = 365;

/** The last day that goods are promised for, or put on a note; later is a slip of the finger. */
export function lastDelivery(today: string): string {
  return daysBefore(today, -AHEAD_DAYS);
}

/** Not in the past, which the company refuses, nor without a day at all. */
export function canPromise(day: string, today: string): boolean {
  return day.length === today.length && day >= today && day <= lastDelivery(today);
}

const OPENS_MIN = 8 * 60 + 30;
const CLOSES_MIN = 17 * 60 + 30;
const ANSWER_MIN = 4 * 60;
const ZONE_MS = 8 * 3_600_000;

/**
 * By when the partner answers: 4 working hours after the audit (domain.md 3.11), counted from 08:30
 * to 17:30 in Asia/Shanghai, Monday to Friday.
 */
export function answerBy(auditedAt: string): string {
  const at = new Date(Date.parse(auditedAt) + ZONE_MS); // its UTC fields read as Shanghai's clock
  let left = ANSWER_MIN;
  for (;;) {
    const minute = at.getUTCHours() * 60 + at.getUTCMinutes();
    const weekend = at.getUTCDay() === 0 || at.getUTCDay() === 6;
    const begin = Math.max(minute, OPENS_MIN);
    if (!weekend && begin + left <= CLOSES_MIN) {
      const exact = begin > minute ? 0 : at.getUTCSeconds() * 1000 + at.getUTCMilliseconds();
      at.setUTCHours(0, begin + left, 0, exact);
      return new Date(at.getTime() - ZONE_MS).toISOString();
    }
    if (!weekend) left -= Math.max(0, CLOSES_MIN - begin);
    at.setUTCDate(at.getUTCDate() + 1);
    at.setUTCHours(0, 0, 0, 0);
  }
}

/** Minutes until the answer is due; below zero when it is overdue. */
export function minutesLeft(auditedAt: string, now: number): number {
  return Math.floor((Date.parse(answerBy(auditedAt)) - now) / 60_000);
}
