/** What a SKU is called: in English by its English name where it has one, and its pack with it. */

import type { Database } from "../device/database";
import { all, some, type Held } from "../device/records";
import { locale } from "../ui/words/index.svelte";

/** Words of packs; what else stands there (330 ml, PET) is the same everywhere. */
const PACKS: Readonly<Record<string, string>> = {
  罐: "can",
  听: "can",
  瓶: "bottle",
  玻璃瓶: "glass bottle",
  盒: "carton",
  袋: "pouch",
  桶: "jug",
  杯: "cup",
  连包: "pack",
  箱: "case",
};
const PACK = new RegExp(
  Object.keys(PACKS)
    .sort((a, b) => b.length - a.length)
    .join("|"),
  "g",
);

/** A SKU where its name stands alone: the same drink is sold in cans and in bottles. */
export function named(sku: { name: string; pack: string } | undefined, id: string): string {
  return sku ? `${sku.name} ${sku.pack}` : id;
}

/** The SKU as the language of the screen calls it. */
export function inWords<S extends { name: string; name_en: string; pack: string }>(sku: S): S {
  if (locale() !== "en") return sku;
  const pack = sku.pack.replace(PACK, (found) => PACKS[found] ?? found);
  return { ...sku, name: sku.name_en.trim() || sku.name, pack };
}

/** The SKUs this device holds, or those of `ids`, to be shown. */
export async function skusOf(db: Database, ids?: Iterable<string>): Promise<Array<Held<"sku">>> {
  return (ids ? await some(db, "sku", ids) : await all(db, "sku")).map(inWords);
}

/** Lines that bear the name a SKU was written down by; in English what it is called there. */
export function renamed<L extends { sku_id: string; sku_name: string }>(
  lines: readonly L[],
  skus: readonly { id: string; name: string }[],
): L[] {
  if (locale() !== "en") return [...lines];
  const names = new Map(skus.map((sku) => [sku.id, sku.name]));
  return lines.map((line) => ({ ...line, sku_name: names.get(line.sku_id) ?? line.sku_name }));
}
