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
}
export const NOTHING: Typed = { brand: "", what: "", activity: "", price: "", effect: "" };

/** Something is in the form. */
export function isBegun(typed: Typed): boolean {
  return Object.values(typed).some((text) => text.trim() !== "");
}

/** What still keeps it from being said; "": nothing. */
export function lackOf(typed: Typed): "" | "brand" | "activity" | "effect" | "price" {
  if (!typed.brand.trim()) return "brand";
  if (!typed.activity) return "activity";
  if (!typed.effect) return "effect";
  return typed.price.trim() && fenOf(typed.price) === null ? "price" : "";
}

export function rivalOf(typed: Typed): RivalSeen {
  return {
    brand: typed.brand.trim(),
    what: typed.what.trim() || null,
    activity: typed.activity as RivalActivity,
    price_fen: fenOf(typed.price),
    effect: Number(typed.effect),
  };
}
