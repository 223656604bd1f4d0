/** The display score in words. */

import type { DisplayScore, ScoredItem } from "../protocol";
import { t, word } from "../ui/words/index.svelte";
import { MIN_FACINGS, PASS, TARGET_SHARE_PCT } from "./score-rules";

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
