/** A number in words, and what it is made of. */

import { duration, percent, t, yuan } from "../ui/words/index.svelte";
import { valueOf, type Kind, type Measure } from "./measures";

export function said(measure: Measure): string {
  const value = valueOf(measure);
  if (value === null) return t("numbers.none");
  return worded(measure.kind, value);
}

/** What waits to be sent, as it stands in the number. */
export function waitingOf(measure: Measure): string {
  const { kind, waiting } = measure;
  return kind === "fen" || kind === "minutes" ? worded(kind, waiting) : String(waiting);
}

/** Its two parts, as they are divided. */
export function partsOf(measure: Measure): string {
  const { kind, numerator, denominator } = measure;
  const above = kind === "fen" ? yuan(numerator) : String(numerator);
  return kind === "minutes"
    ? t("numbers.visits", { n: denominator })
    : t("numbers.parts", { above, below: denominator });
}

/** One row's share of it. */
export function shareOf(kind: Kind, row: { numerator: number; denominator: number }): string {
  if (kind === "fen") return yuan(row.numerator);
  if (kind === "minutes") return duration(row.numerator);
  if (kind === "mean") return String(row.numerator);
  if (row.denominator > 1) return t("numbers.of", { above: row.numerator, below: row.denominator });
  return row.numerator ? t("numbers.yes") : t("numbers.no");
}

function worded(kind: Kind, value: number): string {
  if (kind === "rate") return percent(value);
  if (kind === "fen") return yuan(value);
  return kind === "mean" ? (value / 10).toFixed(1) : duration(value);
}
