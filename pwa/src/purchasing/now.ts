/** A partner's stock as this device knows it: counts the company has heard, and those said since. Pure. */

import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import {
  firstLeft,
  lasting,
  lotsMoved,
  MEAN_DAYS,
  moved,
  putBack,
  stockNow,
  type Carried,
  type Lasting,
  type Lot,
  type NamedLot,
  type PutBack,
  type StockNow,
} from "./stock-rules";
import { offCount } from "./rules";

/** A warehouse is counted every week (3.11). */
export const COUNT_DAYS = 7;
/** Days of stock should lie between these (domain.md 2.8). */
export const BAND = [10, 25] as const;

const DAY_MS = 86_400_000;

interface Counted {
  sku_id: string;
  counted_at: string;
  lots: readonly Lot[];
  before_at: string | null;
  before_units: number | null;
  /** Said here, and the company has not heard of it. */
  waiting: boolean;
}

export interface StockRow {
  sku: Held<"sku">;
  counted: Counted;
  now: StockNow;
  /** Base units that left in the last 28 days, and how long it lasts by them. */
  gone: number;
  last: Lasting;
  /** Between the last two counts, in base units; opening null: there was one only. */
  between: {
    opening: number | null;
    closing: number;
    receipts: number;
    /** From stores, thrown away or not; and all that was thrown away. */
    returns_in: number;
    scrapped: number;
    posted: number;
    days: number;
    /** Known only where the first of the two found none: until the first goods came. */
    out_days: number;
  };
  /** Between the last two counts more or less left than the notes say: count again. */
  recount: boolean;
}

/** Of each SKU its last count. A count that waits lies on top, unless it is older. */
export function countsNow(
  held: readonly Held<"partner_stock">[],
  standing: readonly LogLine[],
): Map<string, Counted> {
  const counts = new Map<string, Counted>();
  const known = new Set(held.map((one) => one.count_id));
  for (const one of held) counts.set(one.sku_id, { ...one, waiting: false });
  for (const line of standing) {
    if (line.kind !== "stock.count" || known.has(line.id)) continue;
    const { counted_at, lines, absent } = line.args;
    for (const sku_id of new Set([...absent, ...lines.map((one) => one.sku_id)])) {
      const before = counts.get(sku_id);
      if (before && before.counted_at >= counted_at) continue;
      counts.set(sku_id, {
        sku_id,
        counted_at,
        lots: lines.filter((one) => one.sku_id === sku_id),
        before_at: before?.counted_at ?? null,
        before_units: before ? unitsOf(before.lots) : null,
        waiting: true,
      });
    }
  }
  return counts;
}

const unitsOf = (lots: readonly Lot[]): number =>
  lots.reduce((sum, one) => sum + one.good + one.damaged, 0);

/** Goods of the company that came in. */
export interface Came {
  came_at: string;
  lines: ReadonlyArray<Lot & { sku_id: string }>;
}

/** Receipts the company has heard, and those said here. */
export function receiptsNow(
  held: readonly Held<"stock_receipt">[],
  standing: readonly LogLine[],
): Came[] {
  const known = new Set(held.map((one) => one.id));
  return [
    ...held,
    ...standing.flatMap((line) =>
      line.kind === "stock.receive" && !known.has(line.id) ? [line.args] : [],
    ),
  ];
}

/** What came in of one SKU after one instant and up to another. */
function cameIn(receipts: readonly Came[], skuId: string, since: string, until: string): Lot[] {
  return receipts
    .filter(({ came_at }) => since < came_at && came_at <= until)
    .flatMap(({ lines }) => lines.filter((line) => line.sku_id === skuId));
}

/** Every counted SKU in the catalogue's order. `now`: an instant; `today`: the business day. */
export function stockRows(
  skus: readonly Held<"sku">[],
  counts: ReadonlyMap<string, Counted>,
  notes: readonly Carried[],
  receipts: readonly Came[],
  now: string,
  today: string,
  returns: readonly PutBack[] = [],
): StockRow[] {
  const units = new Map(skus.map((sku) => [sku.id, sku.units_per_case]));
  const month = moved(notes, units, instant(now, -MEAN_DAYS), now);
  const first = firstLeft(notes, now);
  const left = sums(notes, units, moved);
  const named = sums(notes, units, lotsMoved);
  return skus
    .filter((sku) => counts.has(sku.id))
    .sort((a, b) => a.sort - b.sort || a.code.localeCompare(b.code))
    .map((sku) => {
      const counted = counts.get(sku.id) as Counted;
      const back = putBack(returns, units, counted.counted_at, now).get(sku.id) ?? [];
      const gone_back = back.reduce((sum, one) => sum + one.units, 0);
      const out = (left(counted.counted_at, now).get(sku.id) ?? 0) + gone_back;
      const came = cameIn(receipts, sku.id, counted.counted_at, now);
      const lots = [...(named(counted.counted_at, now).get(sku.id) ?? []), ...back];
      const there = stockNow(counted.lots, came, out, sku.shelf_life_days, today, lots);
      const between = betweenCounts(counted, sku, left, receipts, returns);
      const gone = Math.max(0, month.get(sku.id) ?? 0);
      return {
        sku,
        counted,
        now: there,
        gone,
        last: lasting(there.saleable, gone, first, now),
        between,
        recount:
          between.opening !== null &&
          offCount(
            between.opening +
              between.receipts +
              between.returns_in -
              between.closing -
              between.scrapped,
            between.posted,
          ),
      };
    });
}

type Sums<T> = (since: string, until: string) => ReadonlyMap<string, T>;

/** What left between two instants: asked once for all SKUs counted together. */
function sums<T extends number | NamedLot[]>(
  notes: readonly Carried[],
  units: ReadonlyMap<string, number>,
  of: (
    notes: readonly Carried[],
    units: ReadonlyMap<string, number>,
    since: string,
    until: string,
  ) => Map<string, T>,
): Sums<T> {
  const known = new Map<string, Map<string, T>>();
  return (since, until) => {
    const key = `${since} ${until}`;
    const found = known.get(key) ?? of(notes, units, since, until);
    known.set(key, found);
    return found;
  };
}

function betweenCounts(
  counted: Counted,
  sku: Held<"sku">,
  left: Sums<number>,
  receipts: readonly Came[],
  returns: readonly PutBack[],
): StockRow["between"] {
  const skuId = sku.id;
  const closing = unitsOf(counted.lots);
  const { before_at: since, before_units: opening, counted_at: until } = counted;
  if (since === null || opening === null) {
    return { ...NOTHING, closing };
  }
  const days = (to: string): number => (Date.parse(to) - Date.parse(since)) / DAY_MS;
  const came = receipts
    .filter((one) => cameIn([one], skuId, since, until).length)
    .map((one) => one.came_at)
    .sort()[0];
  return {
    opening,
    closing,
    receipts: unitsOf(cameIn(receipts, skuId, since, until)),
    ...wentBack(returns, sku, since, until),
    posted: left(since, until).get(skuId) ?? 0,
    days: Math.round(days(until)),
    out_days: opening === 0 ? Math.floor(days(came ?? until)) : 0,
  };
}

const NOTHING = {
  opening: null, receipts: 0, returns_in: 0, scrapped: 0, posted: 0, days: 0, out_days: 0,
}; // prettier-ignore

/** What return notes brought in and what of theirs was thrown away. */
function wentBack(
  returns: readonly PutBack[],
  sku: Held<"sku">,
  since: string,
  until: string,
): Pick<StockRow["between"], "returns_in" | "scrapped"> {
  const sums = { returns_in: 0, scrapped: 0 };
  for (const { origin, posted_at: at, lines } of returns) {
    if (!at || at <= since || at > until) continue;
    for (const line of lines) {
      if (line.sku_id !== sku.id) continue;
      const per = line.uom === "case" ? sku.units_per_case : 1;
      const [good, scrapped] = [line.good ?? 0, line.scrapped ?? 0];
      sums.scrapped += scrapped * per;
      if (origin === "store") sums.returns_in += (good + scrapped) * per;
    }
  }
  return sums;
}

function instant(from: string, days: number): string {
  return new Date(Date.parse(from) + days * DAY_MS).toISOString();
}

/** The first of these zones a lot is in is what the row is about. */
const WORST = ["expired", "critical", "act"] as const;

export function worstOf(row: StockRow): (typeof WORST)[number] | undefined {
  const zones = new Set(row.now.lots.filter((lot) => lot.good).map((lot) => lot.zone));
  return WORST.find((zone) => zones.has(zone));
}

/** The last count of anything, the oldest of all that are held, and what was never counted. */
export interface CountDue {
  last: string | null;
  oldest: string | null;
  never: number;
  due: boolean;
}

export function countDue(
  skus: readonly Held<"sku">[],
  counts: ReadonlyMap<string, Counted>,
  now: string,
): CountDue {
  const active = skus.filter((sku) => sku.active);
  const times = active.flatMap((sku) => counts.get(sku.id)?.counted_at ?? []).sort();
  const never = active.length - times.length;
  const oldest = times[0] ?? null;
  const late = oldest === null || oldest < instant(now, -COUNT_DAYS);
  return { last: times.at(-1) ?? null, oldest, never, due: active.length > 0 && late };
}
