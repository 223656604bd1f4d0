/** A stock file, as the server read it: what is said when he confirms, and what goes back to him. Pure. */

import type { OperationArgs } from "../protocol";

export type What = "add" | "change" | "same" | "skip" | "fail";
export const WHATS: readonly What[] = ["fail", "add", "change", "same", "skip"];

export interface FileRow {
  /** Its number in the file; the first is 1. */
  row: number;
  what: What;
  /** Another row of the same SKU fails, so nothing of it is written. */
  beside_fail: boolean;
  sku_id: string | null;
  sku_name: string | null;
  lot: string;
  produced_on: string | null;
  good: number;
  damaged: number;
  problems: Array<{ column: string; reason: string }>;
  cells: string[];
}

export interface StockFile {
  encoding: string | null;
  problem: string | null;
  column: string | null;
  header: string[];
  rows: FileRow[];
  gone: Array<{
    sku_id: string;
    sku_name: string;
    lot: string;
    produced_on: string;
    good: number;
    damaged: number;
  }>;
}

export function countOf(rows: readonly FileRow[]): Record<What, number> {
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

/** The rows nothing is written of, as they stood, each behind its number and why. */
export function errorFile(
  file: StockFile,
  titles: readonly [string, string],
  why: (row: FileRow) => string,
): string {
  const rows = file.rows.filter((row) => row.what === "fail" || row.beside_fail);
  return csv([
    [...titles, ...file.header],
    ...rows.map((row) => [String(row.row), why(row), ...row.cells]),
  ]);
}
