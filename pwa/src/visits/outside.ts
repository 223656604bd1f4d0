/** S2 in words: what the shop shows to the street. */

import type { OutsideCheck } from "../protocol";
import { word } from "../ui/words/index.svelte";

export const SIGNS = ["clean", "dirty", "missing"] as const;
export const LIGHT_BOXES = ["working", "broken", "none"] as const;
export const POSTERS = ["current", "outdated", "none"] as const;

export function outsideText(seen: OutsideCheck): string {
  return [
    word("sign", seen.sign),
    word("lightbox", seen.light_box),
    word("poster", seen.poster),
  ].join(" · ");
}
