/** S7: what other brands do, as typed, and what that says. Pure. */

import type { RivalActivity, RivalSeen } from "../protocol";
import { fenOf } from "./shelf";

export const ACTIVITIES: readonly RivalActivity[] = [
  "price_cut",
  "promotion",
  "new_product",
  "display",
  "cooler",
  "poster",
  "staff",
];
export const EFFECTS = ["1", "2", "3"] as const;
export const MOST = 12;

export interface Typed {
  brand: string;
  what: string;
  activity: string;
  price: string;
  effect: string;
  /** Not in drafts of before there were these. */
  mechanism?: string;
  from_on?: string;
  until_on?: string;
  facings?: string;
}
export const NOTHING: Typed = {
  brand: "",
  what: "",
  activity: "",
  price: "",
  effect: "",
  mechanism: "",
  from_on: "",
  until_on: "",
  facings: "",
};

/** Something is in the form. */
export function isBegun(typed: Typed): boolean {
  return Object.values(typed).some((text) => text.trim() !== "");
}

/** What still keeps it from being said; "": nothing. */
export function lackOf(typed: Typed): "" | "brand" | "activity" | "effect" | "price" | "days" {
  if (!typed.brand.trim()) return "brand";
  if (!typed.activity) return "activity";
  if (typed.price.trim() && fenOf(typed.price) === null) return "price";
  if (typed.from_on && typed.until_on && typed.until_on < typed.from_on) return "days";
  return typed.effect ? "" : "effect";
}

export function rivalOf(typed: Typed): RivalSeen {
  return {
    brand: typed.brand.trim(),
    what: typed.what.trim() || null,
    activity: typed.activity as RivalActivity,
    price_fen: fenOf(typed.price),
    effect: Number(typed.effect),
    ...closely(typed),
  };
}

/** Only what was filled in. */
function closely({ mechanism, from_on, until_on, facings }: Typed): Partial<RivalSeen> {
  const how = mechanism?.trim();
  const faces = Number(facings) || 0;
  return {
    ...(how ? { mechanism: how } : {}),
    ...(from_on ? { from_on } : {}),
    ...(until_on ? { until_on } : {}),
    ...(faces > 0 ? { facings: faces } : {}),
  };
}

/** As a server from before 7 reads it: it would set the whole step aside for words it does not know.
 *  How it works goes along in words. */
export function asBefore({
  mechanism,
  from_on: _f,
  until_on: _u,
  facings: _n,
  ...one
}: RivalSeen): RivalSeen {
  const words = [one.what, mechanism].filter(Boolean).join(" · ");
  return { ...one, what: words.slice(0, 200) || null };
}
