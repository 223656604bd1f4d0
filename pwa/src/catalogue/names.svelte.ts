/** What SKUs are called on a screen that knows them by their ids alone, or by a paper. */

import { database } from "../ui/app.svelte";
import { live } from "../ui/live.svelte";
import { locale } from "../ui/words/index.svelte";
import { named, skusOf } from "./named";

export interface Names {
  /** With its pack. `told`: the name a paper bears, which stays, but not in English; alone, where
   *  nobody knows the SKU. */
  of: (id: string | null | undefined, told?: string | null) => string;
  /** What it is called in every system; empty, where nobody knows the SKU. */
  code: (id: string) => string;
}

/** Call while a component is being made. */
export function skuNames(): Names {
  const held = live(
    async () => new Map((await skusOf(database())).map((sku) => [sku.id, sku])),
    ["sku"],
  );
  return {
    of: (id, told) => {
      const sku = held.value?.get(id ?? "");
      const english = locale() === "en";
      return named(sku && { ...sku, name: (!english && told) || sku.name }, told || (id ?? ""));
    },
    code: (id) => held.value?.get(id)?.code ?? "",
  };
}
