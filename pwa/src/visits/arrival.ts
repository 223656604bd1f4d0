/** Checking in: one visit at a time on a device (domain.md 3.6), whatever tab she taps in. */

import type { Database } from "../device/database";
import { OPEN_DAYS } from "../device/kept";
import { say, standingIn } from "../device/log";
import { byDay, byDayIn, type Held } from "../device/records";
import { daysBefore } from "../device/time";
import type { FenceResult, OperationArgs } from "../protocol";
import { openVisit, visitsNow, type VisitNow } from "./now";

interface Who {
  id: string;
  name: string;
}

/** Far off, or nobody knows where: that she came all the same goes with a reason (V1, ux 5.2). */
export function unexplained(verdict: FenceResult, reason: string): boolean {
  return !reason && (verdict === "outside" || verdict === "no_position");
}

/** Nothing was written: she has not left this visit yet. */
export class StillOpen extends Error {
  readonly visit: VisitNow;

  constructor(visit: VisitNow) {
    super(`visit ${visit.id} is still open`);
    this.visit = visit;
  }
}

/** Confirmed visits among which one may be open: of this day, and of the days before it. */
export function recentVisits(db: Database, today: string): Promise<Array<Held<"visit">>> {
  return byDay(db, "visit", daysBefore(today, OPEN_DAYS), today);
}

/** Throws StillOpen, judged in the transaction that writes: a second tab may have been faster. */
export async function checkIn(
  db: Database,
  me: Who,
  visitId: string,
  args: OperationArgs["visit.check_in"],
  drafts: string[] = [],
): Promise<void> {
  const from = daysBefore(args.day, OPEN_DAYS);
  await say(db, "visit.check_in", visitId, args, {
    drafts,
    unless: async (tx) => {
      const confirmed = await byDayIn(tx, "visit", from, args.day);
      const now = visitsNow(confirmed, await standingIn(tx), me);
      now.delete(visitId); // the transaction may run twice
      const open = openVisit(now.values(), me.id, args.day);
      if (open) throw new StillOpen(open);
    },
  });
}
