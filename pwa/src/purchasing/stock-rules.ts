/**
 * What a partner has, from his last count and what came and went since (domain.md 3.9, 4.5, K12).
 * Pure, base units, whole numbers only.
 *
 * Twin: backend/purchasing/stock_rules.py. Both must pass sync_protocol/vectors/rules/purchasing.*.json.
 */

import { freshness, type Zone } from "../catalogue/rules";

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
  lines: ReadonlyArray<{
    sku_id: string;
    qty: number;
    uom: "case" | "bottle";
    accepted_qty: number | null;
  }>;
}

/**
 * Base units of each SKU that left the warehouse after one instant and up to another.
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
  for (const { loaded_at: loaded, delivered_at: delivered, lines } of notes) {
    const went = within(loaded ?? delivered);
    const came = !!loaded && within(delivered);
    if (!went && !came) continue;
    for (const line of lines) {
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
 * are taken last, because nobody may ship them.
 */
export function stockNow(
  lots: readonly Lot[],
  received: readonly Lot[],
  out: number,
  lifeDays: number,
  today: string,
): StockNow {
  const placed = new Map<string, LotNow>();
  for (const { lot, produced_on, good, damaged } of [...lots, ...received]) {
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
