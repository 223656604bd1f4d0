/** What SKUs are called on a screen that knows them by their ids alone, or by a paper. */

import { all } from "../device/records";
import { database } from "../ui/app.svelte";
import { live } from "../ui/live.svelte";
import { named } from "./named";

export interface Names {
  /** With its pack. `told`: the name a paper bears, which stays; alone, where nobody knows the SKU. */
  of: (id: string | null | undefined, told?: string | null) => string;
  /** What it is called in every system; empty, where nobody knows the SKU. */
  code: (id: string) => string;
}

/** Call while a component is being made. */
export function skuNames(): Names {
  const held = live(
    async () => new Map((await all(database(), "sku")).map((sku) => [sku.id, sku])),
    ["sku"],
  );
  return {
    of: (id, told) => {
      const sku = held.value?.get(id ?? "");
      return named(sku && { ...sku, name: told || sku.name }, told || (id ?? ""));
    },
    code: (id) => held.value?.get(id)?.code ?? "",
  };
}
