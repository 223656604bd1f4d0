/** Finding a store by what a person types: Chinese, full pinyin, initials, code. */

import type { Held } from "../device/records";

export interface Searchable {
  store: Held<"store">;
  text: string;
}

/** One lower-cased string a store; made once, scanned at every keystroke. */
export function searchable(stores: readonly Held<"store">[]): Searchable[] {
  return stores
    .map((store) => ({
      store,
      text: `${store.name}\n${store.pinyin}\n${store.initials}\n${store.code}`.toLowerCase(),
    }))
    .sort((a, b) => a.store.code.localeCompare(b.store.code));
}

/** Every word typed must be found; spaces inside a pinyin word do not matter. */
export function matching(all: readonly Searchable[], query: string, tier: string): Searchable[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return all.filter(
    ({ store, text }) =>
      (!tier || store.tier === tier) && words.every((word) => text.includes(word)),
  );
}
