/** The search itself: one lower-cased string per store, scanned. 10,000 take a few milliseconds. */

import type { Found, Query, StoreHit } from "./search";

interface Entry {
  text: string;
  store: StoreHit;
}

const LIMIT = 50;

export class StoreIndex {
  readonly #entries: Entry[];

  constructor(stores: StoreHit[]) {
    this.#entries = stores
      .filter((store) => store.active)
      .sort((a, b) => (a.code < b.code ? -1 : 1))
      .map((store) => ({
        text: `\n${folded(store.name)}\n${store.pinyin}\n${store.initials}\n${folded(store.code)}\n`,
        store,
      }));
  }

  find(query: Query): Found {
    const words = folded(query.text).split(/\s+/).filter(Boolean);
    const only = query.ids ? new Set(query.ids) : null;
    const without = new Set(query.without);
    const matches = this.#entries.filter(
      ({ text, store }) =>
        (!only || only.has(store.id)) &&
        !without.has(store.id) &&
        (!query.tier || store.tier === query.tier) &&
        words.every((word) => text.includes(word)),
    );
    const ordered = query.near
      ? byDistance(matches, query.near)
      : words.length
        ? byFit(matches, words[0] ?? "")
        : matches;
    const from = query.offset ?? 0;
    return {
      total: matches.length,
      stores: ordered.slice(from, from + (query.limit ?? LIMIT)).map((entry) => entry.store),
    };
  }
}

/** What stands at the beginning of a name, its pinyin, initials or code comes first. */
function byFit(matches: Entry[], word: string): Entry[] {
  const first: Entry[] = [];
  const rest: Entry[] = [];
  for (const entry of matches) (entry.text.includes(`\n${word}`) ? first : rest).push(entry);
  return [...first, ...rest];
}

function byDistance(matches: Entry[], near: { lat_e7: number; lon_e7: number }): Entry[] {
  const squeeze = Math.cos((near.lat_e7 / 1e7 / 180) * Math.PI);
  const far = ({ store }: Entry): number =>
    Math.hypot(store.lat_e7 - near.lat_e7, (store.lon_e7 - near.lon_e7) * squeeze);
  return matches
    .map((entry) => ({ entry, away: far(entry) }))
    .sort((a, b) => a.away - b.away)
    .map(({ entry }) => entry);
}

/** Full-width letters and capitals are the same to a person in a hurry. */
function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
