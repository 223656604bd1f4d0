/** What stores owe the partner: the company's list with what was said here since on top. Pure. */

import type { LogLine } from "../device/log";
import type { OperationArgs } from "../protocol";
import type { ReadFile, ReadRow } from "../purchasing/file";

export type Which = "all" | "over" | "overdue" | "unsaid";
export const WHICH: readonly Which[] = ["all", "over", "overdue", "unsaid"];
export type Line = OperationArgs["receivable.say"]["lines"][number];

export interface OwedRow {
  store_id: string;
  store_code: string;
  store_name: string;
  address: string;
  /** He delivers there now. */
  supplied: boolean;
  limit_fen: number | null;
  open_fen: number;
  overdue_fen: number;
  /** null: nothing said yet. */
  as_of: string | null;
  said_by_name: string | null;
  said_at: string | null;
}

export interface Sums {
  stores: number;
  said: number;
  open_fen: number;
  overdue_fen: number;
  over: number;
  oldest: string | null;
}

/** What a store owes a partner who lets the company see it. */
export interface SharedRow {
  store_id: string;
  store_code: string;
  store_name: string;
  partner_id: string;
  partner_name: string;
  limit_fen: number | null;
  open_fen: number;
  overdue_fen: number;
  as_of: string;
}

export type SharedWhich = Exclude<Which, "unsaid">;
export const SHARED_WHICH: readonly SharedWhich[] = ["all", "over", "overdue"];

export interface Owed {
  as_of: string;
  next: string | null;
  rows: OwedRow[];
  /** Of all his stores. */
  sums: Sums;
  shared: boolean;
}

export type OwedNow = OwedRow & { waiting: boolean };

/** Of one store the latest day stands, and of one day what was said last: as the company takes it. */
export function owedNow(rows: readonly OwedRow[], log: readonly LogLine[]): OwedNow[] {
  const said = new Map<string, Line>();
  for (const line of log) {
    if (line.kind !== "receivable.say") continue;
    for (const one of (line.args as OperationArgs["receivable.say"]).lines) {
      if ((said.get(one.store_id)?.as_of ?? "") <= one.as_of) said.set(one.store_id, one);
    }
  }
  return rows.map((row) => {
    const mine = said.get(row.store_id);
    return mine && (row.as_of ?? "") <= mine.as_of
      ? { ...row, ...mine, waiting: true }
      : { ...row, waiting: false };
  });
}

/** Whether the company sees it, once it has heard what was said here. */
export function sharedNow(held: boolean, log: readonly LogLine[]): boolean {
  const last = log.findLast((line) => line.kind === "receivable.share");
  return last ? (last.args as OperationArgs["receivable.share"]).receivables : held;
}

/** More than may be owed. */
export function isOver(row: Pick<OwedRow, "limit_fen" | "open_fen">): boolean {
  return row.limit_fen !== null && row.open_fen > row.limit_fen;
}

/** A row of a file of what stores owe. */
export interface OwedFileRow extends ReadRow {
  store_id: string | null;
  store_name: string | null;
  limit_fen: number | null;
  open_fen: number;
  overdue_fen: number;
  as_of: string | null;
  /** Open by what he said last. */
  before_fen: number | null;
}

export interface OwedFile extends ReadFile<OwedFileRow> {
  /** They owe by what he said last, and the file does not name them. */
  left: Array<{ store_id: string; store_name: string; open_fen: number; as_of: string }>;
}

/** What he confirms: what is new or different. */
export function linesOf(rows: readonly OwedFileRow[]): Line[] {
  return rows.flatMap(({ what, store_id, as_of, limit_fen, open_fen, overdue_fen }) =>
    (what === "add" || what === "change") && store_id && as_of
      ? [{ store_id, limit_fen, open_fen, overdue_fen, as_of }]
      : [],
  );
}
