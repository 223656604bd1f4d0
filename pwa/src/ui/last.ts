/**
 * What held last, for the moment before anything has been read. Who was here is a guess: it is nearly
 * always the same person, what she will need can be fetched meanwhile, and nothing is shown on it.
 * How far this device's clock was off holds until the company says otherwise, as the sync worker has
 * it: the first screen is of the right day.
 */

import type { Me } from "../session";

export type Last = Pick<Me, "id" | "role">;

const KEY = "xundian.last";
const CLOCK = "xundian.clock";

export function lastHere(): Last | null {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "null") as Partial<Last> | null;
    if (typeof kept?.id !== "string" || typeof kept.role !== "string") return null;
    return { id: kept.id, role: kept.role };
  } catch {
    return null; // storage is switched off, or somebody wrote into it
  }
}

export function keepLast(me: Last | null): void {
  try {
    if (me) localStorage.setItem(KEY, JSON.stringify({ id: me.id, role: me.role }));
    else localStorage.removeItem(KEY);
  } catch {
    // as above
  }
}

/** How many milliseconds this device's clock was behind the company's at their last contact. */
export function lastClock(): number {
  try {
    const ms = Number(localStorage.getItem(CLOCK));
    return Number.isSafeInteger(ms) ? ms : 0;
  } catch {
    return 0; // as above
  }
}

export function keepClock(ms: number): void {
  try {
    localStorage.setItem(CLOCK, String(ms));
  } catch {
    // as above
  }
}
