/**
 * What is true of products, prices and lists. Pure, integers only.
 *
 * Twin: backend/catalogue/rules.py. Both must pass sync_protocol/vectors/rules/catalogue.*.json.
 */

/** One version of a price list. */
interface DatedList {
  list_version: number;
  valid_from: string;
  valid_until: string | null;
}

/** A must-stock list; channel_type null: for every channel without a list of its own. */
interface StockList {
  id: string;
  tier: string;
  channel_type: string | null;
}

/** Thirteen digits with a right check digit: weights 3, 1, 3 ... from the right (domain 5.1). */
export function gtinOk(gtin: string): boolean {
  if (!/^[0-9]{13}$/.test(gtin)) return false;
  const digits = [...gtin].map(Number);
  const check = digits.pop();
  const total = digits.reduce((sum, digit, place) => sum + digit * (place % 2 ? 3 : 1), 0);
  return (10 - (total % 10)) % 10 === check;
}

interface Offered {
  active: boolean;
  valid_from?: string | null;
  valid_until?: string | null;
  channels?: readonly string[];
}

/** Whether a store of this channel may order it on that day. */
export function sold(sku: Offered, channelType: string, day: string): boolean {
  return (
    sku.active &&
    (sku.valid_from ?? "") <= day &&
    (!sku.valid_until || day <= sku.valid_until) &&
    (!sku.channels?.length || sku.channels.includes(channelType))
  );
}

/** The version valid on that day, both ends included; of several the highest version. */
export function priceListOn<L extends DatedList>(lists: readonly L[], day: string): L | null {
  let best: L | null = null;
  for (const one of lists) {
    const valid = one.valid_from <= day && (one.valid_until === null || day <= one.valid_until);
    if (valid && (best === null || one.list_version > best.list_version)) best = one;
  }
  return best;
}

/** The tier's list for this channel; without one, the tier's list for all channels. */
export function mustStockFor<L extends StockList>(
  lists: readonly L[],
  tier: string,
  channelType: string,
): L | null {
  const ofTier = lists
    .filter((one) => one.tier === tier)
    .sort((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
  for (const channel of [channelType, null]) {
    const found = ofTier.find((one) => one.channel_type === channel);
    if (found) return found;
  }
  return null;
}

export type Zone = "fresh" | "normal" | "watch" | "act" | "critical" | "expired";

/** [shelf life of at least so many days, critical when so many are left]; shorter lives: 4. */
const CRITICAL: ReadonlyArray<readonly [number, number]> = [
  [365, 45],
  [180, 20],
  [90, 15],
  [30, 10],
  [16, 5],
];
const CRITICAL_SHORT = 4;
const DAY_MS = 86_400_000;

/**
 * In which zone goods of that production day are, and how many days they have left, negative once
 * the date has passed (domain.md 4.5). null: the day is still to come.
 *
 * The last day of its life is still sold; goods are expired from the next.
 */
export function freshness(
  producedOn: string,
  shelfLifeDays: number,
  today: string,
): { zone: Zone; days_left: number } | null {
  const used = Math.round((Date.parse(today) - Date.parse(producedOn)) / DAY_MS);
  if (used < 0) return null;
  const left = shelfLifeDays - used;
  const critical = CRITICAL.find(([life]) => shelfLifeDays >= life)?.[1] ?? CRITICAL_SHORT;
  let zone: Zone = "fresh";
  if (left < 0) zone = "expired";
  else if (left <= critical) zone = "critical";
  else if (3 * used > 2 * shelfLifeDays) zone = "act";
  else if (2 * used > shelfLifeDays) zone = "watch";
  else if (3 * used > shelfLifeDays) zone = "normal";
  return { zone, days_left: left };
}
