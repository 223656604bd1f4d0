/** What a draft promotion would have done to past orders, as the server counts it. Pure. */

import type { LogLine } from "../device/log";
import type { RuleType } from "../protocol";
import { daysBetween } from "../ui/words/index.svelte";
import type { Listed } from "./api";
import { notIn } from "./board";

interface Other {
  promotion_id: string;
  name: string;
  orders: number;
  worth_fen: number;
}
export interface Below {
  rule_no: number;
  type: RuleType;
  /** Cases, the set, or of a rule of the whole order fen. */
  step: number;
  orders: number;
  lacking: number;
}
export interface ReplayRow {
  id: string;
  promotion_id: string;
  first: string;
  last: string;
  state: "running" | "done" | "stopped";
  asked_by_name: string;
  asked_at: string;
  as_now: boolean;
  only_major: boolean;
  days: number;
  days_done: number;
  stores: number;
  orders: number;
  holding: number;
  stores_holding: number;
  unpriced: number;
  got: number;
  stores_got: number;
  cases: number;
  off_fen: number;
  gift_fen: number;
  replaced_fen: number;
  replaced: Other[];
  stood_back: Other[];
  below: Below[];
  top: {
    order_id: string;
    no: string;
    day: string;
    store_name: string;
    fen: number;
    replaced_fen: number;
  }[];
}
export type Replays = Listed<ReplayRow>;

export const NUMBERS = ["stores", "orders", "holding", "got", "cases"] as const;
export const MONEY = ["off_fen", "gift_fen", "replaced_fen", "cost_fen"] as const;
const LONGEST_DAYS = 366;

export function moneyOf(row: ReplayRow, of: (typeof MONEY)[number]): number {
  return of === "cost_fen" ? row.off_fen + row.gift_fen - row.replaced_fen : row[of];
}

/** Of how many stores the orders of a number are; null: it is no number of orders of some. */
export function storesOf(row: ReplayRow, of: (typeof NUMBERS)[number]): number | null {
  return of === "holding" ? row.stores_holding : of === "got" ? row.stores_got : null;
}

/** Days that can be asked for: up to today, a year at most. */
export function daysFit(first: string, last: string, today: string): boolean {
  return first !== "" && first <= last && last <= today && daysBetween(first, last) < LONGEST_DAYS;
}

/** Asked for here, and not among the answers yet. */
export function awaited(
  said: readonly LogLine[],
  rows: readonly ReplayRow[],
  promotionId: string,
  askedAt: string,
): boolean {
  return said.some(
    (line) =>
      line.kind === "replay.ask" &&
      line.args.promotion_id === promotionId &&
      notIn(line, askedAt) &&
      !rows.some((row) => row.id === line.id),
  );
}

/** The rows with what was stopped here since they were asked for. */
export function replaysNow(
  rows: readonly ReplayRow[],
  said: readonly LogLine[],
  askedAt: string,
): ReplayRow[] {
  const stopped = new Set(
    said
      .filter((line) => line.kind === "replay.stop" && notIn(line, askedAt))
      .map((line) => line.id),
  );
  return rows.map((row) =>
    row.state === "running" && stopped.has(row.id) ? { ...row, state: "stopped" } : row,
  );
}
