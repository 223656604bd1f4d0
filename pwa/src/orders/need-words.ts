/** What is suggested of a SKU, in words. */

import { quantity, t } from "../ui/words/index.svelte";
import type { Need } from "./needs";

/** "建议 3 箱", or that somebody has to count again. */
export function needWords(need: Need, unitsPerCase: number): string {
  const { units } = need.suggestion;
  if (units === null) return t("need.recount");
  return t("need.short", { qty: inPacks(units, unitsPerCase) });
}

/** Whole cases as cases, anything else as single bottles. */
export function inPacks(units: number, unitsPerCase: number): string {
  return units % unitsPerCase === 0
    ? quantity(units / unitsPerCase, "case")
    : quantity(units, "bottle");
}
