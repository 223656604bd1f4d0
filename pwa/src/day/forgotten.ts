/** What earlier days left open on this phone: visits she did not leave, days she did not end. */

import type { Database } from "../device/database";
import { standing, type LogLine } from "../device/log";
import { all, byDay, byStore, some, type Held } from "../device/records";
import { daysBefore } from "../device/time";
import { ordersNow } from "../orders/now";
import { planNow, todayNow, type StopNow } from "../planning/now";
import { recentVisits } from "../visits/arrival";
import { forgottenVisits, visitsNow, type VisitNow } from "../visits/now";

/** After that the office has long asked her itself. */
const ASKED_DAYS = 7;

interface Who {
  id: string;
  name: string;
}

export interface OpenDay {
  day: string;
  /** Stops of the plan that nobody visited, and she gave no reason for. */
  missed: StopNow[];
}

/** Days before today that she worked on and did not end, the oldest first. Pure. */
export function openDays(
  today: string,
  meId: string,
  known: {
    plan: readonly Held<"planned_visit">[];
    visits: readonly VisitNow[];
    summaries: readonly Held<"day_summary">[];
    starts: readonly Held<"day_start">[];
    log: readonly LogLine[];
  },
): OpenDay[] {
  const { plan, visits, summaries, starts, log } = known;
  // Of a day with visits alone the company knows whether it was left open, and says so.
  const worked = new Set([
    ...summaries.flatMap((one) => (one.auto_closed ? [one.day] : [])),
    ...starts.map((one) => one.day),
    ...log.flatMap((line) => (line.kind === "day.start" ? [line.args.day] : [])),
  ]);
  const said = new Set(log.flatMap((line) => (line.kind === "day.end" ? [line.args.day] : [])));
  const first = daysBefore(today, ASKED_DAYS);
  return [...worked]
    .filter((day) => day < today && day >= first && !said.has(day))
    .sort()
    .flatMap((day) => {
      const summary = summaries.find((one) => one.day === day);
      if (summary && !summary.auto_closed) return [];
      const open = todayNow(day, meId, plan, new Map(), visits, []).stops.filter(
        (stop) => stop.planned && stop.state === "planned",
      );
      if (!summary) return [{ day, missed: open }];
      const unsaid = new Set(
        summary.missed.flatMap((one) => {
          const { planned_visit_id, reason } = one as Record<string, string>;
          return reason === "not_said" && planned_visit_id ? [planned_visit_id] : [];
        }),
      );
      // Closed without her, and nothing to ask: it is marked, and that is all.
      return unsaid.size ? [{ day, missed: open.filter((stop) => unsaid.has(stop.id)) }] : [];
    });
}

export async function forgotten(db: Database, today: string, me: Who) {
  const first = daysBefore(today, ASKED_DAYS);
  const [recent, log, plan, summaries, starts] = await Promise.all([
    recentVisits(db, today),
    standing(db),
    byDay(db, "planned_visit", first, today),
    all(db, "day_summary"),
    all(db, "day_start"),
  ]);
  const now = visitsNow(recent, log, me);
  const left = forgottenVisits(now.values(), me.id, today);
  const stores = new Map(
    (
      await some(
        db,
        "store",
        left.map((one) => one.store_id),
      )
    ).map((s) => [s.id, s]),
  );
  const visits = await Promise.all(
    left.map(async (visit) => ({
      visit,
      store: stores.get(visit.store_id)?.name ?? visit.store_id,
      last: await lastSign(db, visit, log),
    })),
  );
  const planned = planNow(plan, log, new Map(), me.id);
  const seen = [...now.values()];
  return {
    visits,
    days: openDays(today, me.id, { plan: planned, visits: seen, summaries, starts, log }),
  };
}

export type Forgotten = Awaited<ReturnType<typeof forgotten>>;

/** The last this phone knows of her being there: proposed as the time she left. */
async function lastSign(db: Database, visit: VisitNow, log: readonly LogLine[]): Promise<string> {
  if (visit.state === "abandoned" && visit.checked_out_at) return visit.checked_out_at;
  const [photos, orders] = await Promise.all([
    byStore(db, "photo", visit.store_id),
    byStore(db, "sales_order", visit.store_id),
  ]);
  const signs = [
    visit.checked_in_at,
    ...photos.flatMap((one) => (one.visit_id === visit.id ? [one.taken_at] : [])),
    ...log.flatMap((line) =>
      line.kind === "photo.attach" && line.args.visit_id === visit.id ? [line.args.taken_at] : [],
    ),
    ...[...ordersNow(orders, log).values()].flatMap((one) =>
      one.visit_id === visit.id ? [one.submitted_at] : [],
    ),
  ];
  return signs.sort().at(-1) ?? visit.checked_in_at;
}

/** That time of that day by the company's clock; in the minute she came in, when she came in. */
export function leftAt(visit: { day: string; checked_in_at: string }, hhmm: string): string | null {
  if (!/^\d\d:\d\d$/.test(hhmm)) return null;
  const at = new Date(Date.parse(`${visit.day}T${hhmm}:00+08:00`)).toISOString();
  if (at >= visit.checked_in_at) return at;
  return visit.checked_in_at.slice(0, 16) === at.slice(0, 16) ? visit.checked_in_at : null;
}
