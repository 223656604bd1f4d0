/** Stores on this phone that a found one may be, the most alike first. */

import { likeness, type Known, type Why } from "../customers/rules";
import type { Held } from "../device/records";
import { distanceM } from "../visits/rules";
import { chinese, sounds } from "./sounds";

const MOST = 6;

export interface Alike {
  store: Held<"store">;
  away: number;
  score: number;
  why: Why[];
}

export interface Found extends Known {
  lat_e7: number;
  lon_e7: number;
}

/** By sound too: 梁 for 粱. Who typed pinyin means the pinyin of the name. */
export function storesLike(found: Found, stores: readonly Held<"store">[]): Alike[] {
  const spelt = !chinese(found.name);
  const heard = { ...found, pinyin: spelt ? found.name : sounds(found.name) };
  return stores
    .flatMap((store) => {
      const away = distanceM(found.lat_e7, found.lon_e7, store.lat_e7, store.lon_e7);
      const known = spelt ? store : { ...store, pinyin: sounds(store.name) };
      const like = store.active ? likeness(heard, known, away) : null;
      return like ? [{ store, away, ...like }] : [];
    })
    .sort((a, b) => b.score - a.score || a.away - b.away)
    .slice(0, MOST);
}
