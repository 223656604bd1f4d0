/** What to suggest of each SKU in a visit, from counts, deliveries and orders on this phone. Pure. */

import type { ReturnNote, SalesOrder, SuggestedSku } from "../protocol";
import { dayOf } from "../device/time";
import { daysBetween } from "../ui/words/index.svelte";
import type { VisitNow } from "../visits/now";
import { dueQty } from "./rules";
import { suggested, type Asked, type Counts, type Cycle, type Suggestion } from "./suggesting";

/** The next working day within the city (R-SH-1). */
const DELIVERY_DAYS = 1;
/** Without a plan, and without a visit before. */
const A_WEEK = 7;
/** An ordinary time: nobody has told of holidays or heat (4.8.1, step 4). */
const ORDINARY = 1000;
/** Older orders whose deliveries nobody dated are of before any count that matters. */
const UNDATED_DAYS = 60;
const ABSENT: ReadonlySet<string> = new Set(["oos_store", "not_listed"]);
const OPEN: ReadonlySet<string> = new Set(["submitted", "audited", "on_hold"]);

type Sku = { id: string; units_per_case: number };
type Order = Pick<SalesOrder, "day" | "doc_state" | "lines" | "gifts" | "deliveries">;
type Went = Pick<ReturnNote, "origin" | "collected_at" | "lines">;
type Seen = Pick<VisitNow, "day" | "checked_in_at" | "observations">;

export interface Need {
  sku_id: string;
  counts: Counts;
  cycle: Cycle;
  /** Ordered and not delivered yet. */
  open_units: number;
  suggestion: Suggestion;
}

export interface Shelf {
  visit: Seen;
  /** Left before this one, the newest first. */
  before: readonly Seen[];
  orders: readonly Order[];
  /** Return notes of the store (F76). */
  returns?: readonly Went[];
  /** The next day somebody is planned here; null: nobody yet. */
  nextDay: string | null;
  must: ReadonlySet<string>;
  skus: ReadonlyArray<Sku & { shelf_life_days: number }>;
  /** May be ordered by the bottle here. */
  split: (sku: string) => boolean;
}

/** Of the SKUs that this visit has counted, or that have to be here. */
export function needsOf(shelf: Shelf): Map<string, Need> {
  const found = new Map<string, Need>();
  for (const sku of shelf.skus) {
    const now = countOf(shelf.visit, sku.id);
    if (now === null && !shelf.must.has(sku.id)) continue;
    const counts = countsOf(shelf, sku, now);
    const since = shelf.before[0] ? daysBetween(shelf.before[0].day, shelf.visit.day) : A_WEEK;
    const cycle = {
      next_days: Math.max(1, shelf.nextDay ? daysBetween(shelf.visit.day, shelf.nextDay) : since),
      delivery_days: DELIVERY_DAYS,
      event_per_mille: ORDINARY,
    };
    const asked: Asked = {
      units: sku.units_per_case,
      must_stock: shelf.must.has(sku.id),
      split: shelf.split(sku.id),
      // Goods come with a third of their life behind them at most, and are to be cleared after two.
      act_days: Math.floor(sku.shelf_life_days / 3),
      norm_week: null,
    };
    const open_units = openUnits(shelf.orders, sku);
    const suggestion = suggested(counts, cycle, asked, open_units);
    found.set(sku.id, { sku_id: sku.id, counts, cycle, open_units, suggestion });
  }
  return found;
}

/** Shelf and back room of all places; 0 where it is said to be out, null where nobody counted. */
export function countOf(visit: Pick<Seen, "observations">, sku: string): number | null {
  const seen = visit.observations.filter((one) => one.sku_id === sku);
  const counted = seen
    .flatMap((one) => [one.shelf_units, one.backroom_units])
    .filter((units): units is number => units !== null);
  if (counted.length) return counted.reduce((sum, units) => sum + units, 0);
  return seen.length && seen.every((one) => ABSENT.has(one.presence)) ? 0 : null;
}

function countsOf(shelf: Shelf, sku: Sku, now: number | null): Counts {
  const { visit, orders } = shelf;
  const then = shelf.before.find((one) => countOf(one, sku.id) !== null);
  const last = then ? countOf(then, sku.id) : null;
  const none = { last: null, now, delivered: 0, returned: 0, days: 0, out_days: 0 };
  if (!then || last === null || orders.some((order) => undated(order, sku.id, visit.day)))
    return none;
  const came = orders
    .flatMap((order) => order.deliveries ?? [])
    .filter(({ at }) => at > then.checked_in_at && at <= visit.checked_in_at)
    .flatMap(({ at, goods }) =>
      goods.filter((one) => one.sku_id === sku.id).map(({ units }) => ({ at, units })),
    );
  const days = daysBetween(then.day, visit.day);
  const first = came.map(({ at }) => at).sort()[0];
  // Out when it was counted: without goods until the first came.
  const out = first ? Math.max(0, daysBetween(then.day, dayOf(new Date(first)))) : days;
  return {
    last,
    now,
    delivered: came.reduce((sum, { units }) => sum + units, 0),
    returned: wentBack(shelf.returns ?? [], sku, then.checked_in_at, visit.checked_in_at),
    days,
    out_days: last === 0 ? Math.min(out, days) : 0,
  };
}

/** Fetched from the store between two counts; what was not taken at its door never was there. */
function wentBack(returns: readonly Went[], sku: Sku, since: string, until: string): number {
  return returns
    .filter(
      ({ origin, collected_at: at }) => origin === "store" && !!at && since < at && at <= until,
    )
    .flatMap(({ lines }) => lines.filter((line) => line.sku_id === sku.id))
    .reduce(
      (sum, line) =>
        sum + (line.collected_qty ?? 0) * (line.uom === "case" ? sku.units_per_case : 1),
      0,
    );
}

/** Goods came, and when is not known (an order of before deliveries were told). */
function undated(order: Order, sku: string, today: string): boolean {
  if (order.deliveries?.length || daysBetween(order.day, today) > UNDATED_DAYS) return false;
  return order.lines.some((line) => line.sku_id === sku && (line.received_qty ?? 0) > 0);
}

function openUnits(orders: readonly Order[], sku: Sku): number {
  return orders
    .filter((order) => OPEN.has(order.doc_state))
    .flatMap((order) => order.lines)
    .filter((line) => line.sku_id === sku.id)
    .reduce((sum, line) => {
      const units = line.uom === "case" ? sku.units_per_case : 1;
      const due = line.accepted_qty === null && !line.closed_reason ? line.qty : dueQty(line);
      return sum + Math.max(0, due - (line.received_qty ?? 0)) * units;
    }, 0);
}

/** More than so far from what was suggested asks why (4.8.1). */
const FAR_PER_CENT = 30;

/**
 * Whether she should say why: none of what was suggested, or far from it. Half a case more or less
 * is nobody's doing.
 */
export function asksWhy(need: Need, ordered: number, unitsPerCase: number): boolean {
  const { units, why } = need.suggestion;
  if (units === null || units === 0) return false;
  if (ordered === 0) return why === "history" || why === "must_stock";
  const off = Math.abs(ordered - units);
  return why === "history" && off * 100 > units * FAR_PER_CENT && off * 2 > unitsPerCase;
}

/** As the company keeps it: every term, what was ordered, and why otherwise. */
export function suggestionOf(
  need: Need,
  ordered: number,
  reason: SuggestedSku["reason"],
): SuggestedSku {
  const { last, now, delivered, returned, days, out_days } = need.counts;
  return {
    sku_id: need.sku_id,
    last,
    now,
    delivered,
    returned,
    days,
    out_days,
    next_days: need.cycle.next_days,
    delivery_days: need.cycle.delivery_days,
    open_units: need.open_units,
    suggested: need.suggestion.units,
    why: need.suggestion.why,
    ordered,
    reason,
  };
}
