/** By which price lists a store buys, as its record names them: the most special first. */

import type { Database } from "../device/database";
import { inScope, type Held } from "../device/records";
import type { Store } from "../protocol";
import { priceListOn } from "./rules";

type Dated = Held<"price_list">;

export function codesOf(store: Pick<Store, "price_list_code" | "price_list_codes">): string[] {
  return store.price_list_codes ?? (store.price_list_code ? [store.price_list_code] : []);
}

/** The versions that hold on that day, of those on this phone. */
export async function listsOn(db: Database, store: Store, day: string): Promise<Dated[]> {
  const found = await Promise.all(
    codesOf(store).map(async (code) =>
      priceListOn(await inScope(db, `prices:${code}`, "price_list"), day),
    ),
  );
  return found.filter((one) => one !== null);
}

/** Case prices by SKU: of several lists that name one, the most special says it. */
export function pricesBy(lists: ReadonlyArray<Pick<Dated, "lines">>): Map<string, number> {
  return new Map(
    lists
      .toReversed()
      .flatMap((one) => one.lines.map((line) => [line.sku_id, line.case_price_fen] as const)),
  );
}
