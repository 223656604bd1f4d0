/** A field's value in words. */

import type { StoreField } from "../protocol";
import { t, word } from "../ui/words/index.svelte";

export function valueText(what: StoreField, value: string | null): string {
  if (!value) return t("change.nothing");
  if (what === "channel_type") return word("channel", value);
  if (what === "active") return word("storeactive", value);
  const at = what === "point" ? pointOf(value) : null;
  return at ? `${(at.lat_e7 / 1e7).toFixed(5)}, ${(at.lon_e7 / 1e7).toFixed(5)}` : value;
}

export function pointOf(value: string | null): { lat_e7: number; lon_e7: number } | null {
  const [lat_e7, lon_e7] = (value ?? "").split(",").map(Number);
  if (lat_e7 === undefined || lon_e7 === undefined) return null;
  return Number.isFinite(lat_e7) && Number.isFinite(lon_e7) ? { lat_e7, lon_e7 } : null;
}
