/**
 * What a partner should buy of one SKU, term by term (domain.md 3.9). Pure; base units and whole
 * numbers, shares kept as fractions until each one rounding.
 *
 * Twin: backend/purchasing/rules.py. Both must pass sync_protocol/vectors/rules/purchasing.*.json.
 */

/** Days without goods are left out of a day's sale, but never so many that fewer than these stay. */
const LEAST_DAYS = 3;
/** What left the warehouse may differ so much from what was posted as shipped; more: recount. */
const RECOUNT_PER_MILLE = 20;
/** Cases are filled up to a whole pallet layer where that adds at most so much to them. */
const LAYER_PER_MILLE = 200;
/** Nobody buys for more than 45 days, or a sixth of the goods' life. */
const MOST_DAYS = 45;
const LIFE_SHARE = 6;

/** In base units. */
export interface PartnerStock {
  /** What two counts found; null: there was no count before. */
  opening: number | null;
  closing: number;
  /** Between them: bought, back from stores, thrown away, and shipped by posted notes. */
  receipts: number;
  returns_in: number;
  scrapped: number;
  posted: number;
  days: number;
  /** Those of them without the SKU. */
  out_days: number;
  /** Now: fit to be sold, on its way from the company, ordered by stores and not got. */
  saleable: number;
  in_transit: number;
  backorders: number;
}

export interface PurchaseCycle {
  /** From one purchase to the next. */
  cycle_days: number;
  /** From order to receipt. */
  lead_days: number;
  /** 1000: an ordinary time. */
  season_per_mille: number;
}

export interface Bought {
  /** A case. */
  units: number;
  /** Cases of a pallet layer; null: not known. */
  layer: number | null;
  life_days: number;
}

/** Each term of the sum, for who wants to argue. */
export interface Purchase {
  depletion: number | null;
  days: number | null;
  daily_milli: number | null;
  k_milli: number | null;
  target: number | null;
  /** Target less what is there and under way, with what stores wait for. */
  need: number | null;
  /** In whole cases, before layers and the cap. */
  cases: number | null;
  /** The most that may be bought, where that is less. */
  cap: number | null;
  /** null: no telling, count again. */
  units: number | null;
  /** Days the stock then lasts, times 1000. */
  cover_milli: number | null;
  why: "formula" | "layer" | "cap" | "enough" | "first" | "recount";
}

const NOTHING: Purchase = {
  depletion: null, days: null, daily_milli: null, k_milli: null, target: null, need: null,
  cases: null, cap: null, units: null, cover_milli: null, why: "first",
}; // prettier-ignore

/** Whether what left by the counts and what left by the notes differ by more than 2 %. */
export function offCount(depletion: number, posted: number): boolean {
  return depletion < 0 || Math.abs(depletion - posted) * 1000 > posted * RECOUNT_PER_MILLE;
}

export function suggested(
  stock: PartnerStock,
  cycle: PurchaseCycle,
  besides: { promo: number; launch: number },
  sku: Bought,
): Purchase {
  const more = besides.promo + besides.launch;
  let terms = NOTHING;
  let sale: Sale = { target: more, over: 1 };
  const depletion = depletionOf(stock);
  if (depletion !== null) {
    terms = { ...terms, depletion, why: "formula" };
    if (offCount(depletion, stock.posted)) return { ...terms, why: "recount" };
    sale = saleOf(depletion, stock, cycle, more);
    terms = { ...terms, ...sale.terms };
  }
  const there = stock.saleable + stock.in_transit - stock.backorders;
  const lacking = sale.target - there * sale.over;
  const whole = Math.max(0, -quotient(-lacking, sale.over * sku.units));
  const filled = layered(whole, sku.layer);
  let { why } = terms;
  if (whole === 0) why = "enough";
  if (filled > whole) why = "layer";
  terms = {
    ...terms,
    target: halfUp(sale.target, sale.over),
    need: halfUp(lacking, sale.over),
    cases: whole,
    units: filled * sku.units,
    why,
  };
  return depletion && terms.days ? capped(terms, depletion, terms.days, sku, there) : terms;
}

interface Sale {
  target: number;
  over: number;
  terms?: Pick<Purchase, "days" | "daily_milli" | "k_milli">;
}

function depletionOf(stock: PartnerStock): number | null {
  if (stock.opening === null) return null;
  return stock.opening + stock.receipts + stock.returns_in - stock.closing - stock.scrapped;
}

/** k times a day's sale times the days of a cycle, and what is needed besides, as a fraction. */
function saleOf(depletion: number, stock: PartnerStock, cycle: PurchaseCycle, more: number): Sale {
  let days = Math.max(1, stock.days);
  if (stock.out_days) days = Math.max(LEAST_DAYS, days - stock.out_days);
  const { cycle_days: length, lead_days: lead } = cycle;
  // k = max(1.5, 1 + lead / cycle + 0.2)
  const slow = 2 * (6 * length + 5 * lead) > 3 * 5 * length;
  const [k, kOver] = slow ? [6 * length + 5 * lead, 5 * length] : [3, 2];
  const over = kOver * days * 1000;
  return {
    target: k * depletion * length * cycle.season_per_mille + more * over,
    over,
    terms: {
      days,
      daily_milli: halfUp(depletion * 1000, days),
      k_milli: halfUp(k * 1000, kOver),
    },
  };
}

function layered(cases: number, layer: number | null): number {
  if (!layer) return cases;
  const filled = Math.ceil(cases / layer) * layer;
  return (filled - cases) * 1000 <= cases * LAYER_PER_MILLE ? filled : cases;
}

/** No more than what is sold in min(45, life / 6) days, and how long it then lasts. */
function capped(
  terms: Purchase,
  depletion: number,
  days: number,
  sku: Bought,
  there: number,
): Purchase {
  const lasting = Math.min(MOST_DAYS * LIFE_SHARE, sku.life_days);
  const cap = quotient(depletion * lasting, days * LIFE_SHARE) - there;
  const cut = (terms.units ?? 0) > Math.max(0, cap);
  const units = cut ? Math.max(0, quotient(cap, sku.units)) * sku.units : (terms.units ?? 0);
  return {
    ...terms,
    ...(cut && { cap, why: "cap" }),
    units,
    cover_milli: halfUp((there + units) * days * 1000, depletion),
  };
}

/** Rounded down, exact where a float's division is not. */
function quotient(numerator: number, denominator: number): number {
  const rest = ((numerator % denominator) + denominator) % denominator;
  return (numerator - rest) / denominator;
}

function halfUp(numerator: number, denominator: number): number {
  return quotient(2 * numerator + denominator, 2 * denominator);
}
