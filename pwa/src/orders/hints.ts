/** What speaks against an order, with its age: what the store owes, and whether the goods were there.
 *  Hints only; nothing is refused for them (K16). Pure. */

import { dayOf } from "../device/time";
import { daysBetween, t } from "../ui/words/index.svelte";

/** What a store owes the partner, as he said it; in fen. */
export interface Credit {
  /** null: he sets none. */
  limit_fen: number | null;
  open_fen: number;
  overdue_fen: number;
  as_of: string;
}

/**
 * What a store owes with those merged into it (K6): as old as the oldest, and without a limit where one
 * has none. Twin: backend/receivables/lists.py, SUMS.
 */
export function creditOf(owed: readonly Credit[]): Credit | undefined {
  return owed.length === 0
    ? undefined
    : owed.reduce((a, b) => ({
        limit_fen: a.limit_fen === null || b.limit_fen === null ? null : a.limit_fen + b.limit_fen,
        open_fen: a.open_fen + b.open_fen,
        overdue_fen: a.overdue_fen + b.overdue_fen,
        as_of: a.as_of < b.as_of ? a.as_of : b.as_of,
      }));
}

/** By how much this order would pass the limit; 0: it does not. What was paid, delivered or ordered
 *  since that day is not known, and not guessed. */
export function overFen({ limit_fen: limit, open_fen: open }: Credit, total: number): number {
  return limit === null ? 0 : Math.max(0, open + total - limit);
}

/** Fit to be sold at the last count; base units. */
export interface Counted {
  saleable: number;
  counted_at: string;
}

/** Against what is wanted of it, in base units. */
export function stockHint(
  { saleable, counted_at }: Counted,
  wanted: number,
  today: string,
): { level: "in" | "short" | "none"; age: string } {
  const level = saleable === 0 ? "none" : saleable < wanted ? "short" : "in";
  return { level, age: ago(dayOf(new Date(counted_at)), today) };
}

/** How long ago that day is; one to come, by a clock that is behind, is today. */
export function ago(day: string, today: string): string {
  const n = daysBetween(day, today);
  return n > 0 ? t("hint.ago", { n }) : t("date.today");
}
