/**
 * The display score of a shelf (domain.md 4.6). Pure: what a visit said in, points out.
 *
 * A part for which nothing is required, or that nobody looked at, is not applicable: it leaves both
 * sides. All arithmetic is of whole numbers, so that the company comes to the very same points.
 * Twin: backend/visits/score_rules.py. Both must pass
 * sync_protocol/vectors/rules/visits.display_score.json.
 */

import type {
  CategoryFacings,
  DisplayScore,
  DisplaysSeen,
  Merchandise,
  Observation,
  OutsideCheck,
  ScoreItem,
  ShelfFix,
  TemplateStep,
} from "../protocol";

export const PASS = 80;
export const TARGET_SHARE_PCT = 40;
export const MIN_FACINGS = 2;
const FULL_LEVEL = 4;
const LEVEL_POINTS = [0, 3, FULL_LEVEL, 3, 2, 1];
export const EYE_LEVEL = 2;
const POINTS: Record<ScoreItem, number> = {
  availability: 30,
  share: 20,
  facings: 20,
  position: 15,
  second_display: 10,
  price_tags: 10,
  posm: 5,
  order: 10,
};
export const QUESTIONS = ["brand_block", "labels_front", "clean", "rotated"] as const;
const SHARE_PARTS = 10_000;
const FIXES = 3;

export type Looked = Pick<
  Observation,
  "sku_id" | "location" | "presence" | "facings" | "price_tag" | "shelf_level"
>;
export interface Shelf {
  must_stock: readonly string[];
  observations: readonly Looked[];
  categories: readonly CategoryFacings[];
  displays: DisplaysSeen | null;
  /** Second displays and coolers the visit's template asks to be pictured. */
  displays_required: number;
  outside: OutsideCheck | null;
  merchandise: Merchandise | null;
}
export type Fix =
  | "fill_shelf"
  | "widen"
  | "add_facings"
  | "raise_level"
  | "build_display"
  | "replace_tags"
  | "renew_poster"
  | (typeof QUESTIONS)[number];
export interface Worth {
  fix: Fix;
  /** In tenths of the score. */
  worth_10: number;
  sku_ids: string[];
}
export interface Scored {
  before: DisplayScore | null;
  after: DisplayScore | null;
  fixes: Worth[];
}
/** So much of so much. */
type Part = readonly [number, number];
type Parts = Partial<Record<ScoreItem, Part>>;

/** Before and after the work on the shelf, and what is still worth most. null: nothing counts. */
export function displayScore(given: Shelf): Scored {
  const { observations, categories, displays, displays_required, outside, merchandise } = given;
  const shelf = observations.filter((one) => one.presence !== "not_checked");
  if (shelf.length === 0) return { before: null, after: null, fixes: [] };
  const seen = new Set(shelf.map((one) => one.sku_id));
  const unseen = new Set(observations.map((one) => one.sku_id).filter((sku) => !seen.has(sku)));
  const wanted = given.must_stock.filter((sku) => !unseen.has(sku));
  const answers: string[] = merchandise ? Object.values(merchandise.order) : [];

  const parts = (
    looked: readonly Looked[],
    faces: readonly CategoryFacings[],
    work: Merchandise | null,
    counted: readonly string[],
  ): Parts => ({
    availability: availability(wanted, looked),
    ...facings(wanted, looked, faces),
    position: position(looked),
    second_display: displaysOf(displays, displays_required, work),
    price_tags: tags(looked),
    posm: posm(outside, work),
    order: [answers.filter((answer) => counted.includes(answer)).length, answers.length],
  });

  const better = shelfAfter(shelf, merchandise?.fixes ?? []);
  const recounted = merchandise?.categories?.length ? merchandise.categories : categories;
  const after = parts(better, recounted, merchandise, ["found", "fixed"]);
  return {
    before: scored(parts(shelf, categories, null, ["found"])),
    after: scored(after),
    fixes: fixes(after, better, wanted, poster(outside, merchandise), merchandise),
  };
}

/** The main shelf as the work left it. Facings mean that it stands there now. */
export function shelfAfter(shelf: readonly Looked[], made: readonly ShelfFix[]): Looked[] {
  const fixed = new Map(made.map((fix) => [fix.sku_id, fix]));
  return shelf.map((one) => {
    const fix = one.location === "main_shelf" ? fixed.get(one.sku_id) : undefined;
    return { ...one, ...fix, ...(fix?.facings ? { presence: "present" as const } : {}) };
  });
}

/** 100 x points / points of the applicable parts, in tenths; null: no part applies. */
function scored(parts: Parts): DisplayScore | null {
  const items = entries(parts).map(([item, [num, den]]) => ({
    item,
    points: POINTS[item],
    got_100: got(item, num, den),
    num,
    den,
  }));
  const points = pointsOf(parts);
  if (points === 0) return null;
  const sum = items.reduce((all, one) => all + one.got_100, 0);
  return { score_10: halfUp(sum * 10, points), passed: sum >= PASS * points, items };
}

/** What would bring most, in tenths of the score: the best three that can be done here, now. */
function fixes(
  parts: Parts,
  shelf: readonly Looked[],
  wanted: readonly string[],
  posterNow: string,
  work: Merchandise | null,
): Worth[] {
  const main = shelf.filter((one) => one.location === "main_shelf");
  const present = main.filter((one) => one.presence === "present");
  const skus = (among: readonly Looked[]): string[] => among.map((one) => one.sku_id);
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, n) => all + n, 0);
  const listed = (one: Looked): boolean => wanted.includes(one.sku_id);

  const behind = main.filter((one) => one.presence === "oos_shelf" && listed(one));
  const few = present.filter((one) => listed(one) && one.facings < MIN_FACINGS);
  const low = present.filter((one) => level(one) < FULL_LEVEL);
  const wrong = present.filter((one) => one.price_tag === "wrong" || one.price_tag === "missing");
  const possible: Array<[Fix, ScoreItem, number, string[]]> = [
    ["fill_shelf", "availability", behind.length, skus(behind)],
    ["widen", "share", rest(parts.share), []],
    ["add_facings", "facings", sum(few.map((one) => MIN_FACINGS - one.facings)), skus(few)],
    ["raise_level", "position", sum(low.map((one) => FULL_LEVEL - level(one))), skus(low)],
    ["build_display", "second_display", rest(parts.second_display), []],
    ["replace_tags", "price_tags", wrong.length, skus(wrong)],
    ["renew_poster", "posm", Number(posterNow === "outdated"), []],
    ...QUESTIONS.map((one): [Fix, ScoreItem, number, string[]] => [
      one,
      "order",
      Number(work?.order[one] === "no"),
      [],
    ]),
  ];
  const points = pointsOf(parts);
  const worth: Worth[] = [];
  for (const [fix, item, gain, sku_ids] of possible) {
    const [num, den] = parts[item] ?? [0, 0];
    const better = got(item, Math.min(den, num + gain), den) - got(item, num, den);
    if (better > 0) worth.push({ fix, worth_10: halfUp(better * 10, points), sku_ids });
  }
  return worth.sort((a, b) => b.worth_10 - a.worth_10).slice(0, FIXES);
}

/** Present only (M15): what lies in the back room is not there to be taken. */
function availability(wanted: readonly string[], shelf: readonly Looked[]): Part {
  const present = new Set(
    shelf.filter((one) => one.presence === "present").map((one) => one.sku_id),
  );
  return [wanted.filter((sku) => present.has(sku)).length, wanted.length];
}

/** The share of the shelf against its target; where nobody counted it, facings a SKU. */
function facings(
  wanted: readonly string[],
  shelf: readonly Looked[],
  faces: readonly CategoryFacings[],
): Parts {
  const counted = faces.filter((one) => one.own + one.others > 0);
  const shares = counted.map(({ own, others }) =>
    Math.min(SHARE_PARTS, halfUp(SHARE_PARTS * 100 * own, (own + others) * TARGET_SHARE_PCT)),
  );
  if (shares.length) {
    return { share: [shares.reduce((all, n) => all + n, 0), SHARE_PARTS * shares.length] };
  }
  const found = new Map(
    shelf.filter((one) => one.location === "main_shelf").map((one) => [one.sku_id, one.facings]),
  );
  const enough = wanted.reduce((all, sku) => all + Math.min(MIN_FACINGS, found.get(sku) ?? 0), 0);
  return { facings: [enough, MIN_FACINGS * wanted.length] };
}

/** Of what stands there and whose level was looked at. */
function position(shelf: readonly Looked[]): Part {
  const levels = standing(shelf).filter((one) => one.shelf_level);
  return [levels.reduce((all, one) => all + level(one), 0), FULL_LEVEL * levels.length];
}

/** Not looked at is as good as best: there is nothing to gain. */
function level(one: Looked): number {
  return LEVEL_POINTS[one.shelf_level ?? EYE_LEVEL] ?? 0;
}

function displaysOf(
  displays: DisplaysSeen | null,
  required: number,
  work: Merchandise | null,
): Part {
  const own = displays ? displays.own_displays + displays.own_coolers : 0;
  const built = Number(work?.actions.includes("display_built") ?? false);
  return [Math.min(required, own + built), required];
}

/** Of what stands there and whose tag was looked at. */
function tags(shelf: readonly Looked[]): Part {
  const looked = standing(shelf).filter((one) => one.price_tag);
  return [looked.filter((one) => one.price_tag === "correct").length, looked.length];
}

/** Our light box and our poster, where the shop has one. */
function posm(outside: OutsideCheck | null, work: Merchandise | null): Part {
  const light = outside?.light_box ?? "none";
  const now = poster(outside, work);
  return [
    Number(light === "working") + Number(now === "current"),
    Number(light !== "none") + Number(now !== "none"),
  ];
}

/** As it was seen from the street; one just placed is current. */
function poster(outside: OutsideCheck | null, work: Merchandise | null): string {
  if (!outside) return "none";
  return work?.posm.some((one) => one.item === "poster") ? "current" : outside.poster;
}

function standing(shelf: readonly Looked[]): Looked[] {
  return shelf.filter((one) => one.location === "main_shelf" && one.presence === "present");
}

function entries(parts: Parts): Array<[ScoreItem, Part]> {
  return Object.entries(parts) as Array<[ScoreItem, Part]>;
}

function pointsOf(parts: Parts): number {
  return entries(parts).reduce((all, [item, [, den]]) => all + (den > 0 ? POINTS[item] : 0), 0);
}

function got(item: ScoreItem, num: number, den: number): number {
  return den ? halfUp(POINTS[item] * 100 * num, den) : 0;
}

function rest([num, den]: Part = [0, 0]): number {
  return den - num;
}

/** a / b to the nearest whole number, halves up. Neither is negative. */
function halfUp(a: number, b: number): number {
  return Math.floor((2 * a + b) / (2 * b));
}

/** Second displays and coolers that a template wants to see a picture of. */
export function displaysRequired(steps: readonly TemplateStep[]): number {
  return steps
    .filter((step) => step.need === "required")
    .flatMap((step) => step.photos)
    .filter((photo) => photo.type === "second_display" || photo.type === "cooler")
    .reduce((all, photo) => all + photo.count, 0);
}

/** M14 of one category in whole percent; null: nothing was counted. */
export function sharePct({ own, others }: Pick<CategoryFacings, "own" | "others">): number | null {
  return own + others > 0 ? halfUp(100 * own, own + others) : null;
}
