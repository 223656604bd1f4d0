/** M01 on the screen: periods, light, and the way from the branch down to one planned visit. */

import type { Row } from "../visits/steps";

export interface Parts {
  numerator: number;
  denominator: number;
  waived: number;
  rate_1e4: number | null;
}

export interface CompletionRow extends Parts {
  key: string;
  name: string;
}

export interface CompletionAnswer {
  from: string;
  to: string;
  as_of: string;
  total: Parts;
  next: string | null;
  completeness: {
    planned: number;
    heard: number;
    unheard_reps: { rep_id: string; name: string; last_heard_at: string | null }[];
  };
  rows: CompletionRow[];
}

/** A planned visit behind the number, with the visit that counts. */
export interface Behind {
  planned_visit_id: string;
  day: string;
  store_id: string;
  store_name: string;
  rep_id: string;
  rep_name: string | null;
  state: string;
  visit_id: string | null;
  checked_in_at: string | null;
}

export const PERIODS = ["today", "week", "7", "14", "month"] as const;
export type Period = (typeof PERIODS)[number];

/** Days of a period that ends today; a week begins on Monday. */
export function daysOf(period: Period, today: string): { from: string; to: string } {
  const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
  const back = { today: 0, week: weekday, "7": 6, "14": 13, month: Number(today.slice(8)) - 1 };
  return { from: shifted(today, -back[period]), to: today };
}

export function shifted(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** From the branch down to one store. */
export type Level = "office" | "rep" | "store";

interface Place {
  key: string;
  name: string;
}

/** Where the manager stands: nothing chosen, an office, a rep in it, a store of hers. */
export interface Drill {
  office?: Place;
  rep?: Place;
  store?: Place;
}

/** What the rows are at this place. */
export function levelOf(drill: Drill): Level {
  if (drill.rep || drill.store) return "store";
  return drill.office ? "rep" : "office";
}

/** One step down. */
export function into(drill: Drill, level: Level, row: Place): Drill {
  return { ...drill, [level]: { key: row.key, name: row.name } };
}

/** What the questions about it are narrowed to. */
export function narrowed(drill: Drill): Record<string, string> {
  return {
    office: drill.office?.key ?? "",
    rep_id: drill.rep?.key ?? "",
    store_id: drill.store?.key ?? "",
  };
}

export const TARGET_1E4 = 9500;

/** open: below the target only because today is not over. */
export type Light = "good" | "warn" | "bad" | "none" | "open";

/**
 * The light of a number of which so much is still to come today. The number counts it as due; but
 * nobody has missed it yet, so it alone makes nothing amber or red.
 */
export function lightOf(parts: Parts, open = 0): Light {
  const light = lightOfWhole(parts);
  if (!open || light === "good" || light === "none") return light;
  const over = lightOfWhole(rated(parts.numerator, parts.denominator - open, 0));
  return over === "good" || over === "none" ? "open" : over;
}

/** Traffic light of M01 (domain.md 4.9): 95 % and more, 85 % and more, less; none when nothing was due. */
function lightOfWhole(parts: Parts): Light {
  if (parts.rate_1e4 === null) return "none";
  if (parts.rate_1e4 >= TARGET_1E4) return "good";
  return parts.rate_1e4 >= 8500 ? "warn" : "bad";
}

/** Due and not done: of today it is still to come, of another day it is missed. */
export function undone(parts: Parts): number {
  return parts.denominator - parts.numerator;
}

/** 92.2%, or a dash when nothing was due: never 0 and never 100. */
export function percent(parts: Parts): string {
  return parts.rate_1e4 === null ? "–" : `${(parts.rate_1e4 / 100).toFixed(1)}%`;
}

/** Rows summed into one: parts are added, rates never averaged; halves go up, as on the server. */
export function summed(rows: readonly Parts[]): Parts {
  const sum = (part: "numerator" | "denominator" | "waived"): number =>
    rows.reduce((total, row) => total + row[part], 0);
  return rated(sum("numerator"), sum("denominator"), sum("waived"));
}

function rated(numerator: number, denominator: number, waived: number): Parts {
  const rate = Math.floor((numerator * 20_000 + denominator) / (2 * denominator));
  return { numerator, denominator, waived, rate_1e4: denominator ? rate : null };
}

/** What a whole has beyond the rows shown of it, so that the rows always add up; null: nothing. */
export function restOf(whole: Parts, rows: readonly Parts[]): Parts | null {
  const shown = summed(rows);
  const due = whole.denominator - shown.denominator;
  const waived = whole.waived - shown.waived;
  return due || waived ? rated(whole.numerator - shown.numerator, due, waived) : null;
}

/** The planned visits behind a rep's number, added up by store or by day. */
export function grouped(
  due: readonly Behind[],
  waived: readonly Behind[],
  by: "store" | "day",
): CompletionRow[] {
  const rows = new Map<string, { name: string; parts: Parts[] }>();
  const add = (one: Behind, parts: Parts): void => {
    const key = by === "store" ? one.store_id : one.day;
    const row = rows.get(key) ?? { name: by === "store" ? one.store_name : one.day, parts: [] };
    row.parts.push(parts);
    rows.set(key, row);
  };
  for (const one of due) add(one, rated(Number(one.visit_id !== null), 1, 0));
  for (const one of waived) add(one, rated(0, 0, 1));
  return [...rows]
    .map(([key, { name, parts }]) => ({ key, name, ...summed(parts) }))
    .sort((a, b) => (a.rate_1e4 ?? 10_001) - (b.rate_1e4 ?? 10_001) || a.key.localeCompare(b.key));
}

/** Days of a list of visits: what is missed is over, what is still to come is of today; null: none. */
export function daysBehind(
  which: "missed" | "open",
  { from, to }: { from: string; to: string },
  today: string,
): { from: string; to: string } | null {
  const days =
    which === "open"
      ? { from: from > today ? from : today, to: to < today ? to : today }
      : { from, to: to < today ? to : shifted(today, -1) };
  return days.from <= days.to ? days : null;
}

export interface Column {
  key: string;
  /** Of the height of the chart; a day without anything due has no column. */
  tall: number | null;
  light: Light;
  parts: Parts;
}

/** One column a day, days without a row included, so that gaps in time are gaps on the chart. */
export function columnsOf(
  rows: readonly CompletionRow[],
  from: string,
  to: string,
  today: string,
): Column[] {
  const byDay = new Map(rows.map((row) => [row.key, row]));
  const none: Parts = { numerator: 0, denominator: 0, waived: 0, rate_1e4: null };
  const columns: Column[] = [];
  for (let day = from; day <= to; day = shifted(day, 1)) {
    const parts = byDay.get(day) ?? none;
    const tall = parts.rate_1e4 === null ? null : parts.rate_1e4 / 10_000;
    columns.push({
      key: day,
      tall,
      light: lightOf(parts, day === today ? undone(parts) : 0),
      parts,
    });
  }
  return columns;
}

/** Of what a visit's steps require: settled by a reason, and not done. */
export function excused(rows: readonly Pick<Row, "required" | "skipped" | "done">[]): number {
  return rows.filter((row) => row.required && row.skipped && !row.done).length;
}
