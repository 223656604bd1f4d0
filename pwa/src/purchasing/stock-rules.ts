/**
 * What a partner has, from his last count and what came and went since (domain.md 3.9, 4.5, K12).
 * Pure, base units, whole numbers only.
 *
 * Twin: backend/purchasing/stock_rules.py. Both must pass sync_protocol/vectors/rules/purchasing.*.json.
 */

import { freshness, type Zone } from "../catalogue/rules";

/**
 * Days of stock are measured by the mean of so many days (M22), of fewer where goods have not left
 * for so long, and by none of fewer than LEAST_DAYS.
 */
export const MEAN_DAYS = 28;
const LEAST_DAYS = 7;
/**
 * So far back the first goods are looked for: what left before that may have left this device, too,
 * and both sides say the same.
 */
const LOOK_DAYS = 2 * MEAN_DAYS;
const DAY_MS = 86_400_000;

export interface Lot {
  lot: string;
  produced_on: string;
  good: number;
  damaged: number;
}

export interface LotNow extends Lot {
  /** null: it is said to be produced on a day to come. */
  zone: Zone | null;
  days_left: number;
}

export interface StockNow {
  lots: LotNow[];
  good: number;
  saleable: number;
  damaged: number;
  /** More left than there was. */
  missing: number;
  /** Came back, and there is no lot to put it with. */
  unplaced: number;
}

/** Of a delivery note, what is asked here. */
export interface Carried {
  loaded_at?: string | null;
  delivered_at: string | null;
  lines: readonly CarriedLine[];
  /** In cases; null: no product. */
  gifts?: ReadonlyArray<Omit<CarriedLine, "sku_id" | "uom"> & { sku_id: string | null }>;
}

interface CarriedLine {
  sku_id: string;
  qty: number;
  uom: "case" | "bottle";
  accepted_qty: number | null;
  lots?: ReadonlyArray<{ lot: string; produced_on: string; qty: number }>;
}

/** Base units of a lot that left; less than none: came back. */
export interface NamedLot {
  lot: string;
  /** null: nobody could read it. */
  produced_on: string | null;
  units: number;
}

/** Of a return note, what is asked here. */
export interface PutBack {
  origin: "store" | "delivery";
  posted_at: string | null;
  lines: ReadonlyArray<{
    sku_id: string;
    uom: "case" | "bottle";
    lot: string;
    produced_on: string | null;
    good: number | null;
    scrapped: number | null;
  }>;
}

/** What lies on the truck for a note: what is paid, and the gifts that are products. */
export function carried({ lines, gifts = [] }: Pick<Carried, "lines" | "gifts">): CarriedLine[] {
  const free = gifts.flatMap(({ sku_id, ...gift }) =>
    sku_id === null ? [] : [{ ...gift, sku_id, uom: "case" as const }],
  );
  return [...lines, ...free];
}

/**
 * Base units of each SKU that left the warehouse after one instant and up to another, gifts with
 * them.
 *
 * What is loaded has left; what the store did not take has come back when the driver says so. A
 * count is a snapshot (K12): goods on the road were not counted, and what of them comes back is
 * there since. A note delivered without being loaded left when it was delivered. `units`: base units
 * a case; a SKU that is not in it is left out.
 */
export function moved(
  notes: Iterable<Carried>,
  units: ReadonlyMap<string, number>,
  since: string,
  until: string,
): Map<string, number> {
  const within = (at: string | null | undefined): boolean => !!at && since < at && at <= until;
  const left = new Map<string, number>();
  for (const note of notes) {
    const { loaded_at: loaded, delivered_at: delivered } = note;
    const went = within(loaded ?? delivered);
    const came = !!loaded && within(delivered);
    if (!went && !came) continue;
    for (const line of carried(note)) {
      const perCase = units.get(line.sku_id);
      if (perCase === undefined) continue;
      const taken = line.accepted_qty ?? 0;
      let gone = 0;
      if (went) gone += loaded ? line.qty : taken;
      if (came) gone -= line.qty - taken;
      if (gone === 0) continue;
      const base = gone * (line.uom === "case" ? perCase : 1);
      left.set(line.sku_id, (left.get(line.sku_id) ?? 0) + base);
    }
  }
  return left;
}

/**
 * Of what left (`moved`), what its notes name by lot. The store took first what stands first on the
 * line.
 */
export function lotsMoved(
  notes: Iterable<Carried>,
  units: ReadonlyMap<string, number>,
  since: string,
  until: string,
): Map<string, NamedLot[]> {
  const within = (at: string | null | undefined): boolean => !!at && since < at && at <= until;
  const left = new Map<string, Map<string, NamedLot>>();
  for (const note of notes) {
    const { loaded_at: loaded, delivered_at: delivered } = note;
    const went = within(loaded ?? delivered);
    const came = !!loaded && within(delivered);
    if (!went && !came) continue;
    for (const line of carried(note)) {
      const per = line.uom === "case" ? units.get(line.sku_id) : 1;
      if (!units.has(line.sku_id) || per === undefined) continue;
      let open = line.accepted_qty ?? 0;
      for (const { lot, produced_on, qty } of line.lots ?? []) {
        const taken = Math.min(open, qty);
        open -= taken;
        const gone = (went ? (loaded ? qty : taken) : 0) - (came ? qty - taken : 0);
        const ofSku = left.get(line.sku_id) ?? new Map<string, NamedLot>();
        left.set(line.sku_id, ofSku);
        const key = `${produced_on} ${lot}`;
        const held = ofSku.get(key) ?? { lot, produced_on, units: 0 };
        ofSku.set(key, { ...held, units: held.units + gone * per });
      }
    }
  }
  const found = new Map<string, NamedLot[]>();
  for (const [sku, ofSku] of left) {
    const lots = [...ofSku].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
    const some = lots.filter((one) => one.units !== 0);
    if (some.length) found.set(sku, some);
  }
  return found;
}

/**
 * What return notes changed, posted after one instant and up to another, by lot.
 *
 * Of what a store did not take at its door only what was thrown away leaves: the rest is back since
 * the driver's word (`moved`).
 */
export function putBack(
  returns: Iterable<PutBack>,
  units: ReadonlyMap<string, number>,
  since: string,
  until: string,
): Map<string, NamedLot[]> {
  const left = new Map<string, NamedLot[]>();
  for (const { origin, posted_at: at, lines } of returns) {
    if (!at || at <= since || at > until) continue;
    for (const { sku_id, uom, lot, produced_on, good, scrapped } of lines) {
      const per = units.get(sku_id);
      const gone = origin === "delivery" ? (scrapped ?? 0) : -(good ?? 0);
      if (per === undefined || gone === 0) continue;
      const one = { lot, produced_on, units: gone * (uom === "case" ? per : 1) };
      left.set(sku_id, [...(left.get(sku_id) ?? []), one]);
    }
  }
  return left;
}

/** Whether a zone's goods may go out. */
export function saleableZone(zone: Zone | null): boolean {
  return zone !== null && zone !== "critical" && zone !== "expired";
}

/** Nobody loads these while there is anything else. */
function last(zone: Zone | null): number {
  if (zone === null) return 1;
  return zone === "critical" ? 2 : Number(zone === "expired") * 3;
}

/**
 * The lots of one SKU: counted, and received since, less what left, the first to expire first.
 *
 * Only goods of a lot in one of the zones before critical are saleable; goods near or past their end
 * are taken last, because nobody may ship them. `named`: what of `out` is known by lot; what was
 * named and is not there is taken as if nobody had named it.
 */
export function stockNow(
  lots: readonly Lot[],
  received: readonly Lot[],
  out: number,
  lifeDays: number,
  today: string,
  named: readonly NamedLot[] = [],
): StockNow {
  const known = named.flatMap(({ produced_on: made, ...one }) =>
    made === null ? [] : [{ ...one, produced_on: made }],
  );
  const back = known
    .filter((one) => one.units < 0)
    .map((one) => ({ ...one, good: -one.units, damaged: 0 }));
  const placed = new Map<string, LotNow>();
  for (const { lot, produced_on, good, damaged } of [...lots, ...received, ...back]) {
    const key = `${produced_on} ${lot}`;
    const held = placed.get(key);
    if (held) {
      held.good += good;
      held.damaged += damaged;
      continue;
    }
    const fresh = freshness(produced_on, lifeDays, today) ?? { zone: null, days_left: 0 };
    placed.set(key, { lot, produced_on, good, damaged, ...fresh });
  }
  const all = [...placed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  const order = [...all].sort((a, b) => last(a.zone) - last(b.zone));
  let open = out;
  for (const one of known) {
    open -= one.units;
    if (one.units <= 0) continue;
    const held = placed.get(`${one.produced_on} ${one.lot}`);
    const took = Math.min(one.units, held?.good ?? 0);
    if (held) held.good -= took;
    open += one.units - took;
  }
  if (open < 0 && order[0]) {
    order[0].good -= open;
    open = 0;
  }
  for (const one of order) {
    const took = Math.min(Math.max(open, 0), one.good);
    one.good -= took;
    open -= took;
  }
  const now = all.filter((one) => one.good || one.damaged);
  const sum = (of: (one: LotNow) => number): number =>
    now.reduce((total, one) => total + of(one), 0);
  return {
    lots: now,
    good: sum((one) => one.good),
    saleable: sum((one) => (saleableZone(one.zone) ? one.good : 0)),
    damaged: sum((one) => one.damaged),
    missing: Math.max(0, open),
    unplaced: Math.max(0, -open),
  };
}

/** When the first goods of any SKU left in the last LOOK_DAYS; null: nothing did. */
export function firstLeft(
  notes: Iterable<Pick<Carried, "loaded_at" | "delivered_at">>,
  now: string,
): string | null {
  const since = new Date(Date.parse(now) - LOOK_DAYS * DAY_MS).toISOString();
  let first: string | null = null;
  for (const { loaded_at, delivered_at } of notes) {
    const at = loaded_at ?? delivered_at;
    if (at && since < at && at <= now && (first === null || at < first)) first = at;
  }
  return first;
}

export interface Lasting {
  /** Days begun that the mean is of; null: too few since the first goods left, nobody can say yet. */
  over_days: number | null;
  /** Base units a day, times 1000. */
  daily_milli: number;
  /** Rounded down; null: nothing left. */
  days: number | null;
}

/** How long it lasts (M22) by `gone`: base units that left in the last MEAN_DAYS. */
export function lasting(
  saleable: number,
  gone: number,
  first: string | null,
  now: string,
): Lasting {
  const since = first === null ? MEAN_DAYS : (Date.parse(now) - Date.parse(first)) / DAY_MS;
  const over = Math.min(MEAN_DAYS, Math.ceil(since));
  if (over < LEAST_DAYS) return { over_days: null, daily_milli: 0, days: null };
  const out = Math.max(0, gone);
  return {
    over_days: over,
    daily_milli: Math.floor((out * 1000) / over),
    days: out ? Math.floor((saleable * over) / out) : null,
  };
}
