/** The shelf as it is being checked: what was tapped so far, and what that says. Pure. */

import { freshness, type Zone } from "../catalogue/rules";
import { narrow } from "../ui/whole";
import type { Observation, PhotoType, Presence, Tier } from "../protocol";

/** One SKU on the main shelf, as typed. Empty presence: not looked at yet. */
export interface Cell {
  presence: Presence | "";
  facings: string;
  /** Yuan, as typed. */
  price: string;
  tag: NonNullable<Observation["price_tag"]> | "";
  same: boolean;
  /** Of a SKU not checked. */
  why?: string;
  /** Not in drafts of before there were these. */
  more?: More;
  /** The price is that of a promotion. */
  promo?: boolean;
  /** Facings at other places of the store; 0: none there any more. */
  elsewhere?: Partial<Record<Elsewhere, number>>;
}

/** Where else in a store a SKU may stand (domain.md 4.3, S4). */
export const ELSEWHERE = ["second_display", "cooler", "checkout", "back_room"] as const;
export type Elsewhere = (typeof ELSEWHERE)[number];

/** What is looked at more closely; each may be left out. */
export interface More {
  /** 1 is the top. */
  level: number | null;
  shelf_units: number | null;
  backroom_units: number | null;
  /** Of the oldest unit seen. */
  produced_on: string;
  batches: Array<{ produced_on: string; units: number }>;
  /** Expired units taken off. */
  taken_off: number;
  /** The units are estimated. Not in drafts of before there was this. */
  estimated?: boolean;
}

export const EMPTY: Cell = { presence: "", facings: "", price: "", tag: "", same: false };
export const NO_MORE: More = {
  level: null,
  shelf_units: null,
  backroom_units: null,
  produced_on: "",
  batches: [],
  taken_off: 0,
};

/** As it was said in this very visit. */
export function cellOf(seen: Observation): Cell {
  return {
    presence: seen.presence,
    facings: seen.presence === "present" ? String(seen.facings) : "",
    price: seen.price_fen === null ? "" : (seen.price_fen / 100).toFixed(2),
    tag: seen.price_tag ?? "",
    same: seen.same_as_last,
    ...(seen.not_checked_reason ? { why: seen.not_checked_reason } : {}),
    ...(seen.promo_price_flag ? { promo: true } : {}),
    more: {
      level: seen.shelf_level ?? null,
      shelf_units: seen.shelf_units,
      backroom_units: seen.backroom_units,
      produced_on: seen.produced_on ?? "",
      batches: (seen.batches ?? []).map((batch) => ({ ...batch })),
      taken_off: seen.taken_off ?? 0,
      ...(seen.estimated ? { estimated: true } : {}),
    },
  };
}

/** All that was said of the shelf in this very visit, by SKU. */
export function cellsOf(observations: readonly Observation[]): Record<string, Cell> {
  const cells: Record<string, Cell> = {};
  for (const one of observations)
    if (one.location === "main_shelf") cells[one.sku_id] = { ...cells[one.sku_id], ...cellOf(one) };
    else {
      const cell = (cells[one.sku_id] ??= { ...EMPTY });
      cell.elsewhere = { ...cell.elsewhere, [one.location]: one.facings };
    }
  return cells;
}

/** As last time: what stands there. What was counted and the dates are another day's. */
export function sameAs(before: Observation): Cell {
  const { more, ...cell } = cellOf(before);
  const level = more?.level ?? null;
  return { ...cell, same: true, ...(level === null ? {} : { more: { ...NO_MORE, level } }) };
}

/**
 * Fen, or null for nothing or nonsense. Without floats: 3.5 and 3.50 are 350. A Chinese keyboard's
 * digits are digits, and its stops and commas stand for the point; a comma sets off thousands where a point follows.
 */
export function fenOf(typed: string): number | null {
  const plain = narrow(typed).replace("。", ".");
  const parts =
    /^(\d{1,6})(?:[.,](\d{0,2}))?$/.exec(plain) ?? /^(\d{1,3},\d{3})\.(\d{0,2})$/.exec(plain);
  if (!parts) return null;
  return Number(parts[1]?.replace(",", "")) * 100 + Number((parts[2] ?? "").padEnd(2, "0"));
}

/** A price is asked for where the goods, or their place, are there to be seen. */
export function priced({ presence }: Cell): boolean {
  return presence === "present" || presence === "oos_shelf";
}

/** Something is typed that is no price: it must not be kept as none, nor as another. */
export function unread(cell: Cell): boolean {
  return priced(cell) && cell.price.trim() !== "" && fenOf(cell.price) === null;
}

/** A production day that is still to come: nobody can have read that off a bottle. */
export function toCome(cell: Cell, today: string): boolean {
  const { produced_on = "", batches = [] } = (counted(cell) && cell.more) || {};
  return [produced_on, ...batches.map((batch) => batch.produced_on)].some((day) => day > today);
}

/** Not checked, and nobody knows why: that is no answer. */
export function unexcused({ presence, why }: Cell): boolean {
  return presence === "not_checked" && !why;
}

/**
 * What is said of the cells that were answered. On the shelf means at least one facing; where a count
 * speaks against somebody (`least` 0, a spot check) none says that nobody counted them.
 */
export function observationsOf(
  cells: Readonly<Record<string, Cell>>,
  least: 0 | 1 = 1,
): Observation[] {
  const said: Observation[] = [];
  for (const [sku_id, cell] of Object.entries(cells)) {
    if (cell.presence === "") continue;
    said.push({
      sku_id,
      location: "main_shelf",
      presence: cell.presence,
      facings: cell.presence === "present" ? Math.max(least, Number(cell.facings) || least) : 0,
      shelf_units: counted(cell) ? (cell.more?.shelf_units ?? null) : null,
      backroom_units: counted(cell) ? (cell.more?.backroom_units ?? null) : null,
      price_fen: fenOf(cell.price),
      price_tag: cell.tag || null,
      same_as_last: cell.same,
      ...(cell.presence === "not_checked" && cell.why ? { not_checked_reason: cell.why } : {}),
      ...(cell.promo && priced(cell) && fenOf(cell.price) !== null
        ? { promo_price_flag: true }
        : {}),
      ...(counted(cell) && cell.more ? closely(cell.more) : {}),
    });
    for (const location of ELSEWHERE) {
      const facings = cell.elsewhere?.[location];
      if (facings !== undefined) said.push(standingAt(sku_id, location, facings));
    }
  }
  return said;
}

/** As a server of this number of shapes reads it: one of before 7 would set the whole check aside for
 *  words it does not know. */
export function observationsFor(
  cells: Readonly<Record<string, Cell>>,
  knows: boolean,
): Observation[] {
  const said = observationsOf(cells);
  if (knows) return said;
  return said.map(({ estimated: _e, promo_price_flag: _p, ...one }) => one);
}

function standingAt(sku_id: string, location: Elsewhere, facings: number): Observation {
  return {
    sku_id,
    location,
    presence: facings ? "present" : "not_listed",
    facings,
    shelf_units: null,
    backroom_units: null,
    price_fen: null,
    price_tag: null,
    same_as_last: false,
  };
}

const SAMPLE = 3;

/**
 * SKUs that are here and whose production date nobody has read yet, as many as are still owed: at P1
 * and P2 stores all of them, elsewhere a sample of three (domain.md 4.3, S4).
 */
export function undated(
  shelf: readonly string[],
  cells: Readonly<Record<string, Cell>>,
  tier: Tier,
): string[] {
  const here = shelf.filter((id) => {
    const cell = cells[id] ?? EMPTY;
    const { shelf_units: on, backroom_units: behind } = cell.more ?? NO_MORE;
    return counted(cell) && (on === null || behind === null || on + behind > 0);
  });
  const lacking = here.filter((id) => !cells[id]?.more?.produced_on);
  if (tier === "P1" || tier === "P2") return lacking;
  return lacking.slice(0, Math.max(0, SAMPLE - (here.length - lacking.length)));
}

/** SKUs that stand on the shelf without a price: at P1 and P2 stores it is asked for (domain.md 4.3, S4). */
export function unpriced(
  shelf: readonly string[],
  cells: Readonly<Record<string, Cell>>,
  tier: Tier,
): string[] {
  if (tier !== "P1" && tier !== "P2") return [];
  return shelf.filter((id) => {
    const { presence, price } = cells[id] ?? EMPTY;
    return presence === "present" && fenOf(price) === null;
  });
}

/** What the store check still owes, by SKU. */
export interface Owed {
  dates: string[];
  prices: string[];
}

export function owedBy(
  shelf: readonly string[],
  cells: Readonly<Record<string, Cell>>,
  tier: Tier,
): Owed {
  return { dates: undated(shelf, cells, tier), prices: unpriced(shelf, cells, tier) };
}

/** The SKUs to go to for it, in the order of the shelf. */
export function owing(shelf: readonly string[], { dates, prices }: Owed): string[] {
  return shelf.filter((id) => dates.includes(id) || prices.includes(id));
}

/** There is something to count: on the shelf, or behind it. */
export function counted({ presence }: Cell): boolean {
  return presence === "present" || presence === "oos_shelf";
}

/** Only what was filled in: a company from before there was this would not understand it. */
function closely(more: More): Partial<Observation> {
  const batches = more.batches.filter(({ produced_on, units }) => produced_on && units > 0);
  return {
    ...(more.level === null ? {} : { shelf_level: more.level }),
    ...(more.produced_on ? { produced_on: more.produced_on } : {}),
    ...(batches.length ? { batches } : {}),
    ...(more.taken_off ? { taken_off: more.taken_off } : {}),
    ...(more.estimated && (more.shelf_units !== null || more.backroom_units !== null)
      ? { estimated: true }
      : {}),
  };
}

interface Dated {
  produced_on?: string;
  batches?: ReadonlyArray<{ produced_on: string }>;
}

/** Of all production days seen, the zone of the oldest; null: none, or one that is still to come. */
export function worst(
  seen: Dated,
  lifeDays: number,
  today: string,
): { zone: Zone; days_left: number } | null {
  const days = [seen.produced_on, ...(seen.batches ?? []).map((one) => one.produced_on)];
  const oldest = days.filter(Boolean).sort()[0];
  return oldest ? freshness(oldest, lifeDays, today) : null;
}

/** What is near its end, and nobody took a picture of: to be reported the same day (domain.md 4.5). */
export function criticalOpen(
  seen: readonly Observation[],
  lives: ReadonlyMap<string, number>,
  photos: readonly { type: PhotoType }[],
  day: string,
): string[] {
  if (photos.some((photo) => photo.type === "expiry")) return [];
  return seen
    .filter((one) => worst(one, lives.get(one.sku_id) ?? Infinity, day)?.zone === "critical")
    .map((one) => one.sku_id);
}

/**
 * SKUs with an expired unit that is not yet off the shelf and photographed: until then she does not
 * leave (domain.md 4.5).
 */
export function expiredOpen(
  seen: readonly Observation[],
  lives: ReadonlyMap<string, number>,
  photos: readonly { type: PhotoType }[],
  day: string,
): string[] {
  const pictured = photos.some((photo) => photo.type === "expiry");
  return seen
    .filter((one) => worst(one, lives.get(one.sku_id) ?? Infinity, day)?.zone === "expired")
    .filter((one) => !one.taken_off || !pictured)
    .map((one) => one.sku_id);
}

/** What is not answered yet, as last time; null: there is nothing to fill. */
export function restAsLast(
  shelf: readonly string[],
  cells: Readonly<Record<string, Cell>>,
  before: ReadonlyMap<string, Observation>,
): Record<string, Cell> | null {
  const filled = shelf.flatMap((id): Array<[string, Cell]> => {
    const seen = before.get(id);
    return seen && !cells[id]?.presence ? [[id, sameAs(seen)]] : [];
  });
  return filled.length ? { ...cells, ...Object.fromEntries(filled) } : null;
}

export type Oddity =
  { what: "facings" | "price"; was: number } | { what: "taken_off"; off: number; of: number };

/**
 * Everything to look at twice, nothing to forbid: three times the facings, a fifth off the price, more
 * taken off the shelf than was counted there. One does not hide another.
 */
export function oddities(cell: Cell, before: Observation | undefined): Oddity[] {
  const odd: Oddity[] = [];
  if (cell.presence === "present" && before) {
    if (before.facings > 0 && Number(cell.facings) > 3 * before.facings)
      odd.push({ what: "facings", was: before.facings });
    const price = fenOf(cell.price);
    const was = before.price_fen;
    if (price !== null && was && Math.abs(price - was) * 5 > was) odd.push({ what: "price", was });
  }
  const { taken_off: off = 0, shelf_units: on = null } = (counted(cell) && cell.more) || {};
  if (on !== null && off > on) odd.push({ what: "taken_off", off, of: on });
  return odd;
}
