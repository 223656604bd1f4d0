/** S5: the shelf put in order, as tapped, and what that says. Pure. */

import type {
  CategoryFacings,
  Merchandise,
  MerchandiseAction,
  PosmItem,
  ShelfAnswer,
  ShelfFix,
} from "../protocol";
import { EYE_LEVEL, MIN_FACINGS, QUESTIONS, type Looked } from "./score-rules";

export const ANSWERS = ["found", "fixed", "no"] as const;
export const ACTIONS: readonly MerchandiseAction[] = [
  "refaced",
  "level_raised",
  "tags_replaced",
  "cleaned",
  "rotated",
  "rivals_removed",
  "posm_placed",
  "display_built",
];
export const ITEMS: readonly PosmItem[] = [
  "poster",
  "light_box",
  "wrap_film",
  "shelf_strip",
  "rack",
  "other",
];
/** What can be put right about one SKU. */
export type Mend = "fill" | "widen" | "level" | "tag";
type Question = (typeof QUESTIONS)[number];

export interface Work {
  order: Record<Question, ShelfAnswer | "">;
  actions: MerchandiseAction[];
  posm: Partial<Record<PosmItem, number>>;
  mends: Record<string, Mend[]>;
}

export function noWork(): Work {
  return {
    order: { brand_block: "", labels_front: "", clean: "", rotated: "" },
    actions: [],
    posm: {},
    mends: {},
  };
}

/** Of the shelf as found: what could be put right, SKU by SKU. */
export function mendable(shelf: readonly Looked[]): Array<{ sku_id: string; mends: Mend[] }> {
  return shelf
    .filter((one) => one.location === "main_shelf")
    .map((one) => ({ sku_id: one.sku_id, mends: mendsOf(one) }))
    .filter((one) => one.mends.length > 0);
}

function mendsOf(one: Looked): Mend[] {
  if (one.presence === "oos_shelf") return ["fill"];
  if (one.presence !== "present") return [];
  const mends: Mend[] = [];
  if (one.facings < MIN_FACINGS) mends.push("widen");
  if (one.shelf_level && one.shelf_level !== EYE_LEVEL) mends.push("level");
  if (one.price_tag === "wrong" || one.price_tag === "missing") mends.push("tag");
  return mends;
}

const OF_MEND: Record<Mend, MerchandiseAction> = {
  fill: "refaced",
  widen: "refaced",
  level: "level_raised",
  tag: "tags_replaced",
};
const OF_ANSWER: Record<Question, MerchandiseAction> = {
  brand_block: "refaced",
  labels_front: "refaced",
  clean: "cleaned",
  rotated: "rotated",
};

/** What was done goes without saying where an answer says it. */
export function implied({ order, mends }: Pick<Work, "order" | "mends">): Set<MerchandiseAction> {
  const fixed = QUESTIONS.filter((one) => order[one] === "fixed").map((one) => OF_ANSWER[one]);
  return new Set([
    ...fixed,
    ...Object.values(mends)
      .flat()
      .map((mend) => OF_MEND[mend]),
  ]);
}

export function actionsOf(work: Work): MerchandiseAction[] {
  const without = implied(work);
  return ACTIONS.filter((one) => without.has(one) || work.actions.includes(one));
}

/** null: a question is open. */
export function workSaid(
  work: Work,
  shelf: readonly Looked[],
  categories: readonly CategoryFacings[] = [],
): Merchandise | null {
  const { brand_block, labels_front, clean, rotated } = work.order;
  if (!brand_block || !labels_front || !clean || !rotated) return null;
  const actions = actionsOf(work);
  const placed = actions.includes("posm_placed") ? ITEMS : [];
  return {
    actions,
    posm: placed.flatMap((item) => {
      const count = work.posm[item] ?? 0;
      return count > 0 ? [{ item, count }] : [];
    }),
    order: { brand_block, labels_front, clean, rotated },
    fixes: fixesOf(work, shelf),
    ...(categories.length ? { categories: [...categories] } : {}),
  };
}

function fixesOf({ mends }: Work, shelf: readonly Looked[]): ShelfFix[] {
  return mendable(shelf).flatMap(({ sku_id, mends: possible }) => {
    const made = possible.filter((mend) => mends[sku_id]?.includes(mend));
    if (made.length === 0) return [];
    const stands = made.includes("fill") || made.includes("widen");
    return [
      {
        sku_id,
        ...(stands ? { facings: MIN_FACINGS } : {}),
        ...(made.includes("level") ? { shelf_level: EYE_LEVEL } : {}),
        ...(made.includes("tag") ? { price_tag: "correct" as const } : {}),
      },
    ];
  });
}

/** As it was said in this very visit. */
export function workOf(said: Merchandise, shelf: readonly Looked[]): Work {
  const before = new Map(shelf.map((one) => [one.sku_id, one.presence]));
  const mends = said.fixes.map((fix): [string, Mend[]] => [
    fix.sku_id,
    [
      ...(fix.facings ? [before.get(fix.sku_id) === "oos_shelf" ? "fill" : "widen"] : []),
      ...(fix.shelf_level ? ["level"] : []),
      ...(fix.price_tag ? ["tag"] : []),
    ] as Mend[],
  ]);
  return {
    order: { ...said.order },
    actions: [...said.actions],
    posm: Object.fromEntries(said.posm.map((one) => [one.item, one.count])),
    mends: Object.fromEntries(mends),
  };
}
