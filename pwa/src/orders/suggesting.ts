/**
 * What a store is likely to need until the next visit, term by term (domain.md 4.8.1). Pure; base
 * units and whole numbers, shares kept as fractions until the one rounding at the end.
 *
 * Twin: backend/orders/suggesting.py. Both must pass sync_protocol/vectors/rules/orders.suggested.json.
 */

/** A sale of fewer days says nothing about a day, once days without goods are left out (3.9). */
const LEAST_DAYS = 3;

/** In base units. `last`, `now`: in the store then and now, shelf and back room; null: not counted. */
export interface Counts {
  last: number | null;
  now: number | null;
  delivered: number;
  returned: number;
  /** Between the two counts; `out_days` of them known to have been without the SKU. */
  days: number;
  out_days: number;
}

export interface Cycle {
  /** To the next planned visit. */
  next_days: number;
  delivery_days: number;
  /** 1000: an ordinary time. */
  event_per_mille: number;
}

export interface Asked {
  /** A case. */
  units: number;
  must_stock: boolean;
  split: boolean;
  /** How long its goods may still lie before they have to be cleared. */
  act_days: number | null;
  /** What its like sells a week. */
  norm_week: number | null;
}

/** Each term of the sum, for who wants to see it. */
export interface Suggestion {
  sold: number | null;
  daily_milli: number | null;
  k_milli: number | null;
  target: number | null;
  /** null: no telling, count again. */
  units: number | null;
  /** Most of it that sells before it has to be cleared, where that is less. */
  cap: number | null;
  why: "history" | "norm" | "first" | "recount" | "must_stock" | "less_than_half" | "enough";
}

interface Need {
  need: number;
  over: number;
  why: "history" | "norm" | "first";
  terms: Pick<Suggestion, "sold" | "daily_milli" | "k_milli" | "target">;
}

export function suggested(counts: Counts, cycle: Cycle, sku: Asked, openUnits: number): Suggestion {
  const { units } = sku;
  const now = counts.now ?? 0;
  const sold = soldOf(counts);
  if (sold !== null && sold < 0) {
    return { ...NOTHING, sold: null, units: null, cap: null, why: "recount" };
  }
  const { need: target, over, why: rests, terms } = needOf(sold, counts, cycle, sku);
  const need = target - (now + openUnits) * over;
  let quantity = sku.split
    ? Math.max(0, Math.ceil(need / over))
    : Math.max(0, halfUp(need, over * units)) * units;
  let why: Suggestion["why"] = rests;
  if (quantity === 0) why = need > 0 ? "less_than_half" : "enough";
  if (sku.must_stock && counts.now === 0 && openUnits === 0 && quantity < units) {
    quantity = units;
    why = "must_stock";
  }
  let cap = capOf(sold, counts, sku, now + openUnits);
  if (cap !== null && quantity > cap) {
    quantity = sku.split ? cap : Math.floor(cap / units) * units;
  } else cap = null;
  return { ...terms, units: quantity, cap, why };
}

const NOTHING = { sold: null, daily_milli: null, k_milli: null, target: null } as const;

/** Since the last count; null: one of the two counts is missing. */
function soldOf(counts: Counts): number | null {
  if (counts.last === null || counts.now === null || counts.days <= 0) return null;
  return counts.last + counts.delivered - counts.now - counts.returned;
}

/** With goods there. */
function daysOf(counts: Counts): number {
  if (counts.out_days === 0) return counts.days;
  return Math.max(LEAST_DAYS, counts.days - counts.out_days);
}

/** The target as a fraction, and what it rests on. */
function needOf(sold: number | null, counts: Counts, cycle: Cycle, sku: Asked): Need {
  if (sold === null) {
    const norm = sku.norm_week;
    if (norm !== null) {
      const terms = { ...NOTHING, target: halfUp(3 * norm, 2) };
      return { need: 3 * norm, over: 2, why: "norm", terms };
    }
    const need = (counts.now ?? 0) > 0 ? 0 : sku.units;
    return { need, over: 1, why: "first", terms: { ...NOTHING, target: sku.units } };
  }
  const { next_days: next, delivery_days: way } = cycle;
  const days = daysOf(counts);
  // k = max(1.5, 1 + way / next + 0.2)
  const slow = (6 * next + 5 * way) * 2 > 3 * 5 * next;
  const [k, kOver] = slow ? [6 * next + 5 * way, 5 * next] : [3, 2];
  const need = k * sold * next * cycle.event_per_mille;
  const over = kOver * days * 1000;
  const terms = {
    sold,
    daily_milli: halfUp(sold * 1000, days),
    k_milli: halfUp(k * 1000, kOver),
    target: halfUp(need, over),
  };
  return { need, over, why: "history", terms };
}

/** What can be sold before it has to be cleared, beside what is there; null: not known. */
function capOf(sold: number | null, counts: Counts, sku: Asked, there: number): number | null {
  if (!sold || sku.act_days === null) return null;
  return Math.max(0, Math.floor((sold * sku.act_days) / daysOf(counts)) - there);
}

function halfUp(numerator: number, denominator: number): number {
  return Math.floor((2 * numerator + denominator) / (2 * denominator));
}
