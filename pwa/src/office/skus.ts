/** Products as the office reads and writes them. */

import type { OperationArgs } from "../protocol";

export type Form = OperationArgs["sku.save"];
export interface SkuRow extends Form {
  id: string;
  version: number;
  published: boolean;
  /** The digest of its picture; none: it is drawn. */
  image: string | null;
  /** Why it may not be published, by field. */
  lacks: string[];
  /** What should be looked at, and keeps nobody. */
  warns: string[];
}

export const WRITTEN = [
  "code",
  "gtin",
  "name",
  "name_en",
  "brand",
  "flavour",
  "pack",
  "category",
] as const;
export const COUNTED = [
  "units_per_case",
  "shelf_life_days",
  "cases_per_layer",
  "layers_per_pallet",
  "sort",
] as const;
export const SHAPES = ["can", "bottle", "big_bottle", "pack"] as const;
const MAY_BE_NONE = new Set<string>(["cases_per_layer", "layers_per_pallet"]);
const MOST: Record<(typeof COUNTED)[number], number> = {
  units_per_case: 1000,
  shelf_life_days: 5000,
  cases_per_layer: 1000,
  layers_per_pallet: 1000,
  sort: 100_000,
};

export function blank(): Form {
  return {
    code: "",
    gtin: "",
    name: "",
    name_en: "",
    brand: "",
    flavour: "",
    pack: "",
    category: "",
    units_per_case: 15,
    shelf_life_days: 270,
    sort: 1000,
    hue: 200,
    shape: "bottle",
    split_sale: true,
    active: true,
    case_gtin: null,
    cases_per_layer: null,
    layers_per_pallet: null,
    valid_from: null,
    valid_until: null,
    channels: [],
  };
}

/** Of a row what is said of it. */
export function formOf(row: Form): Form {
  const names = Object.keys(blank()) as (keyof Form)[];
  return Object.fromEntries(names.map((name) => [name, row[name]])) as unknown as Form;
}

/** A whole number within its bounds, null where there may be none; undefined: it cannot be that. */
export function counted(name: (typeof COUNTED)[number], typed: string): number | null | undefined {
  const text = typed.trim();
  if (!text) return MAY_BE_NONE.has(name) ? null : undefined;
  const value = Number(text);
  const least = name === "sort" ? 0 : 1;
  return Number.isInteger(value) && value >= least && value <= MOST[name] ? value : undefined;
}
