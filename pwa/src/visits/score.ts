/** The display score in words. */

import type { DisplayScore, ScoredItem } from "../protocol";
import { t, word } from "../ui/words/index.svelte";
import { MIN_FACINGS, PASS, TARGET_SHARE_PCT, type Scored } from "./score-rules";

/** Tenths as people write them: 89, 47.6. */
export function tenths(n: number): string {
  return (n / 10).toFixed(1).replace(/\.0$/, "");
}

/** Hundredths of a point, without noughts at the end. */
export function points(hundredths: number): string {
  return (hundredths / 100).toFixed(2).replace(/\.?0+$/, "");
}

/** What one part counted, or why it counts for nothing. */
export function howOf(one: ScoredItem): string {
  if (one.den === 0) return word("scorena", one.item);
  const pct = Math.round((100 * one.num) / one.den);
  return t(`scorehow.${one.item}`, {
    num: one.num,
    den: one.den,
    pct,
    target: TARGET_SHARE_PCT,
    min: MIN_FACINGS,
  });
}

/** The whole formula with its numbers. */
export function formulaOf(score: DisplayScore): string {
  const counted = score.items.filter((one) => one.den > 0);
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, n) => all + n, 0);
  return t("score.formula", {
    got: points(sum(counted.map((one) => one.got_100))),
    points: sum(counted.map((one) => one.points)),
    score: tenths(score.score_10),
    mark: PASS,
  });
}

/**
 * Must-stock SKUs that no work on the shelf brings back, `gone`: what the store does not have is no
 * fix, and still costs points. And those nobody looked at, `unlooked`: they count as not there until
 * somebody does. null: none, or all of them are among the fixes.
 */
export function lacking(
  { after, fixes }: Scored,
  unlooked = 0,
): { gone: Missed | null; unlooked: Missed | null } {
  const part = after?.items.find((one) => one.item === "availability");
  if (!after || !part) return { gone: null, unlooked: null };
  const of = after.items.reduce((all, one) => all + (one.den > 0 ? one.points : 0), 0);
  const missed = (n: number): Missed | null =>
    n > 0 ? { n, worth_10: Math.round((part.points * n * 1000) / (part.den * of)) } : null;
  const fillable = fixes.find((one) => one.fix === "fill_shelf")?.sku_ids.length ?? 0;
  const unseen = Math.min(unlooked, part.den - part.num);
  return { gone: missed(part.den - part.num - fillable - unseen), unlooked: missed(unseen) };
}
interface Missed {
  n: number;
  worth_10: number;
}
