/** Goods as a warehouse speaks of them. */

import { quantity } from "../ui/words/index.svelte";

/** 12 cases 3 bottles; a whole number of cases without bottles; nothing is no cases. */
export function inCases(units: number, unitsPerCase: number): string {
  const cases = Math.floor(units / unitsPerCase);
  const rest = units % unitsPerCase;
  const parts = cases || !rest ? [quantity(cases, "case")] : [];
  return [...parts, ...(rest ? [quantity(rest, "bottle")] : [])].join(" ");
}
