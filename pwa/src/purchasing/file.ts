/** Files, as the server read them: what is said when he confirms, and what goes back to him. Pure. */

import type { OperationArgs } from "../protocol";

export type What = "add" | "change" | "same" | "skip" | "fail";
export const WHATS: readonly What[] = ["fail", "add", "change", "same", "skip"];

/** A row of any file. */
export interface ReadRow {
  /** Its number in the file; the first is 1. */
  row: number;
  what: What;
  problems: Array<{ column: string; reason: string }>;
  /** As they stood, where the file of what failed needs them. */
  cells: string[];
}

/** Any file. `problem`: why it cannot be read at all; `column`: the one it lacks. */
export interface ReadFile<R extends ReadRow> {
  encoding: string | null;
  problem: string | null;
  column: string | null;
  header: string[];
  rows: R[];
}

/** A row of a file of stock; base units. */
export interface FileRow extends ReadRow {
  /** Another row of the same SKU fails, so nothing of it is written. */
  beside_fail: boolean;
  sku_id: string | null;
  sku_name: string | null;
  units_per_case: number;
  lot: string;
  produced_on: string | null;
  good: number;
  damaged: number;
  /** As it was counted last. */
  was: { good: number; damaged: number } | null;
  /** The file has a column of cases. */
  in_cases: boolean;
  /** So much more than there was that it is rather a mistake. */
  jump: boolean;
}

export interface StockFile extends ReadFile<FileRow> {
  /** Lots of the last count that it does not name. */
  gone: Array<{
    sku_id: string;
    sku_name: string;
    units_per_case: number;
    lot: string;
    produced_on: string;
    good: number;
    damaged: number;
  }>;
}

export function countOf(rows: readonly ReadRow[]): Record<What, number> {
  const counts = { add: 0, change: 0, same: 0, skip: 0, fail: 0 };
  for (const row of rows) counts[row.what] += 1;
  return counts;
}

/** The count he confirms: every lot that can be read, those that are as before, too. */
export function fileArgs(
  rows: readonly FileRow[],
  counter: string,
  at: string,
): OperationArgs["stock.count"] {
  return {
    counted_at: at,
    counter_name: counter.trim(),
    witness_name: null,
    from_file: true,
    absent: [],
    lines: rows.flatMap(({ what, sku_id, lot, produced_on, good, damaged }) =>
      (what === "add" || what === "change" || what === "same") && sku_id && produced_on
        ? [{ sku_id, lot, produced_on, good, damaged }]
        : [],
    ),
  };
}

/** A row of CSV. What a spreadsheet would take for a formula is made text. */
function csvLine(cells: readonly string[]): string {
  return cells
    .map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell))
    .map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(",");
}

/** With a mark at its begin, so that spreadsheets read it as UTF-8. */
export function csv(rows: ReadonlyArray<readonly string[]>): string {
  return `\uFEFF${rows.map(csvLine).join("\r\n")}\r\n`;
}

/** Rows nothing is written of, as they stood, each behind its number and why. */
export function errorFile<R extends ReadRow>(
  { header }: Pick<ReadFile<R>, "header">,
  failed: readonly R[],
  titles: readonly [string, string],
  why: (row: R) => string,
): string {
  return csv([
    [...titles, ...header],
    ...failed.map((row) => [String(row.row), why(row), ...row.cells]),
  ]);
}
