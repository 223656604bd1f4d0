/**
 * What a visit's facts mean. Pure: no clock, no database, no network. Nothing here refuses: a rep
 * outside the fence is marked, not stopped.
 *
 * Twin: backend/visits/rules.py. Both must pass sync_protocol/vectors/rules/visits.*.json.
 */

import type { FenceResult, Observation, StepSkip, Tier } from "../protocol";

const EARTH_RADIUS_M = 6_371_008.8; // mean radius, IUGG
const DOUBT_M = 100; // a vague fix counts in the rep's favour, but no further than this
const RAD_PER_E7 = Math.PI / 180 / 1e7;

/** Great-circle distance, whole metres, halves up (haversine; off by 0.5 % at most). */
export function distanceM(aLatE7: number, aLonE7: number, bLatE7: number, bLonE7: number): number {
  const latA = aLatE7 * RAD_PER_E7;
  const latB = bLatE7 * RAD_PER_E7;
  const halfDlat = (latB - latA) / 2;
  const halfDlon = ((bLonE7 - aLonE7) * RAD_PER_E7) / 2;
  const h = Math.sin(halfDlat) ** 2 + Math.cos(latA) * Math.cos(latB) * Math.sin(halfDlon) ** 2;
  return Math.floor(2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h))) + 0.5);
}

/** inside, uncertain, outside or no_position (domain.md S1). */
export function fenceResult(
  distance: number | null,
  accuracy: number | null,
  radius: number,
): FenceResult {
  if (distance === null) return "no_position";
  if (distance <= radius) return "inside";
  if (distance <= radius + Math.min(accuracy ?? 0, DOUBT_M)) return "uncertain";
  return "outside";
}

/**
 * What the visit holds after a check: one per (SKU, location), the last word counts. An observation
 * keeps the place where it was first said, so lists do not jump.
 */
export function observationsAfter(
  before: readonly Observation[],
  said: readonly Observation[],
): Observation[] {
  const held = new Map<string, Observation>();
  for (const one of [...before, ...said]) held.set(`${one.sku_id}\0${one.location}`, one);
  return [...held.values()];
}

/** Which steps were skipped and why, after one more was: one per step, the last reason counts. */
export function skipsAfter(before: readonly StepSkip[], said: StepSkip): StepSkip[] {
  return [...new Map([...before, said].map((one) => [one.step, one])).values()];
}

/**
 * The visit's note: a remark at its beginning and the words at its end, on lines of their own. Said
 * again, the last of them changes nothing.
 */
export function noteAfter(before: string | null, said: string | null): string | null {
  if (!said || !before) return before || said;
  return `\n${before}`.endsWith(`\n${said}`) ? before : `${before}\n${said}`;
}

/** What leaving makes of a visit: completed, or abandoned where its day was over (domain.md 3.6). */
export function leftAs(dayEndsAt: string, at: string): "completed" | "abandoned" {
  return at < dayEndsAt ? "completed" : "abandoned";
}

const LEAST_STAY_MIN: Record<Tier, number> = { P1: 20, P2: 10, P3: 5, P4: 3 };

/** How long she should be in a store, minutes (V3); an office that has set others judges by those. */
export function leastStayMin(tier: Tier): number {
  return LEAST_STAY_MIN[tier];
}

export const MOST_PAUSES = 2;
const MOST_PAUSED_MS = 3_600_000;

/**
 * Seconds of the stay that do not count: the first two pauses, an hour in all at most. One that has not
 * ended lasts until then. The rest of what she paused is stay like any other.
 */
export function pausedS(
  pauses: readonly { from_at: string; until_at: string | null }[],
  until: string,
): number {
  const paused = pauses
    .slice(0, MOST_PAUSES)
    .map((one) => Math.max(0, Date.parse(one.until_at ?? until) - Date.parse(one.from_at)));
  const ms = paused.reduce((sum, one) => sum + one, 0);
  return Math.floor(Math.min(ms, MOST_PAUSED_MS) / 1000);
}
