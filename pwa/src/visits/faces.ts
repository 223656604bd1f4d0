/** Facings of whole categories, own and others', and displays: as typed, and what that says. Pure. */

import type { CategoryFacings, DisplaysSeen, Observation } from "../protocol";

/** As typed; empty is not counted. `own` empty: what the shelf check says. */
export interface Face {
  own: string;
  others: string;
}
export type Faces = Record<string, Face>;
export type Displays = Record<keyof DisplaysSeen, string>;

export const NO_FACE: Face = { own: "", others: "" };
export const DISPLAYS = ["own_displays", "own_coolers", "rival_coolers"] as const;
export const NO_DISPLAYS: Displays = { own_displays: "", own_coolers: "", rival_coolers: "" };

/** A number as the form keeps it. */
export const textOf = (n: number | null): string => (n === null ? "" : String(n));
/** And as a number again; what no field let in any more is none. */
export const numberOf = (text: string): number | null => (/^\d+$/.test(text) ? Number(text) : null);

/** Own facings on the main shelf, by category. */
export function ownFacings(
  seen: readonly Pick<Observation, "sku_id" | "location" | "presence" | "facings">[],
  skus: readonly { id: string; category: string }[],
): Map<string, number> {
  const of = new Map(skus.map((sku) => [sku.id, sku.category]));
  const found = new Map<string, number>();
  for (const one of seen) {
    const category = of.get(one.sku_id);
    if (!category || one.location !== "main_shelf" || one.presence === "not_checked") continue;
    found.set(category, (found.get(category) ?? 0) + one.facings);
  }
  return found;
}

/** A category is counted once the others' facings are. */
export function countOf(category: string, face: Face, own: number): CategoryFacings | null {
  if (face.others === "") return null;
  const mine = face.own === "" ? own : Number(face.own);
  return { category, own: Math.min(9999, mine), others: Number(face.others) };
}

export function countsOf(faces: Faces, own: ReadonlyMap<string, number>): CategoryFacings[] {
  return Object.entries(faces).flatMap(
    ([category, face]) => countOf(category, face, own.get(category) ?? 0) ?? [],
  );
}

/** As it was said before: typed over what the check says only where it says something else. */
export function facesOf(said: readonly CategoryFacings[], own: ReadonlyMap<string, number>): Faces {
  return Object.fromEntries(
    said.map((one) => [
      one.category,
      {
        own: one.own === (own.get(one.category) ?? 0) ? "" : String(one.own),
        others: String(one.others),
      },
    ]),
  );
}

/** One number typed, and the others are none; nothing typed is nothing counted. */
export function displaysOf(typed: Displays): DisplaysSeen | null {
  if (DISPLAYS.every((name) => typed[name] === "")) return null;
  const [own_displays, own_coolers, rival_coolers] = DISPLAYS.map((name) => Number(typed[name]));
  return {
    own_displays: own_displays ?? 0,
    own_coolers: own_coolers ?? 0,
    rival_coolers: rival_coolers ?? 0,
  };
}

export function typedDisplays(said: DisplaysSeen | undefined): Displays {
  if (!said) return { ...NO_DISPLAYS };
  const typed = DISPLAYS.map((name) => [name, String(said[name])]);
  return Object.fromEntries(typed) as Displays;
}
