/** What the store check still owes, in words. */

import { t } from "../ui/words/index.svelte";
import type { Owed } from "./shelf";

export function owedWords({ dates, prices }: Owed): string[] {
  return [
    ...(dates.length ? [t("shelf.undated", { n: dates.length })] : []),
    ...(prices.length ? [t("shelf.unpriced", { n: prices.length })] : []),
  ];
}
