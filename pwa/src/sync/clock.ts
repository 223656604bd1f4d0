/** What this phone knows of its own clock. Evidence only: nothing is ordered by it. */

import { known, note } from "../device/meta";
import type { Database } from "../device/database";
import { mono } from "../device/time";

/** How far off this phone's clock is; the middle of the request is taken as the same moment. */
export async function learnClock(db: Database, serverTime: string, before: number): Promise<void> {
  const there = Date.parse(serverTime);
  if (!Number.isFinite(there)) return;
  const offset_ms = Math.round(there - (before + Date.now()) / 2);
  await note(db, "clock", () => ({ offset_ms, contact_at: mono() }));
}

/** What the server's clock should show now: what a person reads as the time of a contact. */
export async function serverTime(db: Database, now = Date.now()): Promise<string> {
  const clock = await known(db, "clock");
  return new Date(now + (clock?.offset_ms ?? 0)).toISOString();
}
