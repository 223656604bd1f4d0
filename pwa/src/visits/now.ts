/** What a visit is now: the server's record, with what this phone has said since laid on top. */

import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import { endOfDay, occurredAt } from "../device/time";
import { judged } from "../promotions/rules";
import type { Observation, Pause, PromotionStep, Visit, VisitPromotion } from "../protocol";
import { leftAs, noteAfter, observationsAfter, skipsAfter } from "./rules";

/** waiting: some of it the company has not received yet. */
export type VisitNow = Visit & { id: string; waiting: boolean };

interface Who {
  id: string;
  name: string;
}

/** Visits by id. Pure: the confirmed ones and the log in, the picture out. */
export function visitsNow(
  confirmed: readonly Held<"visit">[],
  standing: readonly LogLine[],
  me: Who,
): Map<string, VisitNow> {
  const found = new Map<string, VisitNow>();
  for (const visit of confirmed) found.set(visit.id, { ...visit, waiting: false });
  for (const line of standing) {
    const before = found.get(line.id);
    const waiting = before?.waiting || line.state !== "received";
    switch (line.kind) {
      case "visit.check_in":
        if (!before)
          found.set(line.id, {
            ...begun(line.id, me, occurredAt(line), line.args, "in_progress"),
            waiting,
          });
        break;
      case "visit.check":
        if (before)
          found.set(line.id, {
            ...before,
            observations: observationsAfter(
              before.observations,
              line.args.observations,
            ) as Observation[],
            ...(line.args.categories ? { categories: line.args.categories } : {}),
            ...(line.args.displays ? { displays: line.args.displays } : {}),
            waiting,
          });
        break;
      case "visit.outside":
        if (before) found.set(line.id, { ...before, outside: line.args, waiting });
        break;
      case "visit.greet":
        if (before) found.set(line.id, { ...before, greet: line.args, waiting });
        break;
      case "visit.merchandise":
        if (before) found.set(line.id, { ...before, merchandise: line.args, waiting });
        break;
      case "visit.competitor":
        if (before) found.set(line.id, { ...before, rivals: line.args.seen, waiting });
        break;
      case "visit.pitch":
        if (before) found.set(line.id, { ...before, pitches: line.args.pitches, waiting });
        break;
      case "visit.promotion":
        if (before) found.set(line.id, { ...before, promotion: withResults(line.args), waiting });
        break;
      case "visit.skip":
        if (before)
          found.set(line.id, {
            ...before,
            skips: skipsAfter(before.skips ?? [], line.args),
            waiting,
          });
        break;
      case "visit.check_out":
        if (before)
          found.set(line.id, {
            ...before,
            ...leaving(before, occurredAt(line)),
            note: noteAfter(before.note, line.args.note),
            no_order_reason: line.args.no_order_reason,
            next_promise: line.args.next_promise,
            waiting,
          });
        break;
      case "visit.pause":
        if (before && !openPause(before))
          found.set(line.id, {
            ...before,
            pauses: [
              ...(before.pauses ?? []),
              { reason: line.args.reason, from_at: occurredAt(line), until_at: null },
            ],
            waiting,
          });
        break;
      case "visit.resume":
        if (before && openPause(before))
          found.set(line.id, { ...before, pauses: paused(before, occurredAt(line)), waiting });
        break;
      case "visit.left":
        if (before)
          found.set(line.id, {
            ...before,
            state: "abandoned",
            left_said: { ...line.args, said_at: occurredAt(line) },
            waiting,
          });
        break;
      case "visit.fail": {
        const visit =
          before ??
          begun(
            line.id,
            me,
            occurredAt(line),
            { ...line.args, fence_result: "no_position" },
            "failed",
          );
        found.set(line.id, {
          ...visit,
          state: "failed",
          fail_reason: line.args.reason,
          note: noteAfter(visit.note, line.args.note),
          checked_out_at: occurredAt(line),
          waiting,
        });
        break;
      }
    }
  }
  return found;
}

/** The results as they follow from her own answers; the company works them out again. */
function withResults(said: VisitPromotion): PromotionStep {
  const checks = said.checks.map((one) => {
    const asked = one.items.map(({ item }) => item);
    const result = judged(asked, null, one.items, null);
    return { ...one, ...result, passed: result.passed && one.cannot === null };
  });
  return { ...said, checks };
}

/** Left in time it is done; the next day it stays what it was: abandoned. */
function leaving(visit: VisitNow, at: string): Partial<VisitNow> {
  const state = leftAs(endOfDay(visit.day), at);
  if (state === "abandoned") return { state };
  return {
    state,
    checked_out_at: at,
    ...(visit.pauses ? { pauses: paused(visit, at) } : {}),
  };
}

/** Its pauses, with the last one ended then at the latest. */
function paused(visit: VisitNow, at: string): Pause[] {
  return (visit.pauses ?? []).map((one) => ({ ...one, until_at: one.until_at ?? at }));
}

/** The pause she is in. */
export function openPause(visit: Pick<Visit, "pauses">): Pause | undefined {
  return visit.pauses?.find((one) => one.until_at === null);
}

function begun(
  id: string,
  me: Who,
  at: string,
  args: {
    store_id: string;
    planned_visit_id: string | null;
    day: string;
    note: string | null;
    fence_result: Visit["fence_result"];
    template_id?: string;
  },
  state: string,
): VisitNow {
  return {
    id,
    ...(args.template_id ? { template_id: args.template_id } : {}),
    store_id: args.store_id,
    rep_id: me.id,
    rep_name: me.name,
    planned_visit_id: args.planned_visit_id,
    day: args.day,
    state,
    checked_in_at: at,
    checked_out_at: null,
    fence_result: args.fence_result,
    observations: [],
    fail_reason: null,
    no_order_reason: null,
    note: args.note,
    next_promise: null,
    late: false,
    waiting: true,
  };
}

/** The newest finished visit of a store before this one: its values are shown in grey. */
export function lastVisit(
  visits: Iterable<VisitNow>,
  storeId: string,
  exceptId = "",
): VisitNow | undefined {
  let last: VisitNow | undefined;
  for (const visit of visits) {
    if (visit.store_id !== storeId || visit.id === exceptId || visit.state !== "completed")
      continue;
    if (!last || visit.checked_in_at > last.checked_in_at) last = visit;
  }
  return last;
}

/** The visits this rep has not left, the one she entered last first. One of an earlier day is over. */
export function openVisits(visits: Iterable<VisitNow>, meId: string, today: string): VisitNow[] {
  return [...visits]
    .filter((visit) => visit.state === "in_progress" && visit.rep_id === meId && visit.day >= today)
    .sort((a, b) => b.checked_in_at.localeCompare(a.checked_in_at));
}

/** The visit this rep is in the middle of. */
export function openVisit(
  visits: Iterable<VisitNow>,
  meId: string,
  today: string,
): VisitNow | undefined {
  return openVisits(visits, meId, today)[0];
}

/**
 * Visits whose day was over before she left, and which she has said nothing of; the oldest first. The
 * company closes them at 23:59; a phone that has not heard of that yet knows it as well.
 */
export function forgottenVisits(
  visits: Iterable<VisitNow>,
  meId: string,
  today: string,
): VisitNow[] {
  return [...visits]
    .filter((visit) => visit.rep_id === meId && visit.day < today && !visit.left_said)
    .filter((visit) => visit.state === "in_progress" || visit.state === "abandoned")
    .sort((a, b) => a.checked_in_at.localeCompare(b.checked_in_at));
}

/** The visit as it is on this day: one of an earlier day that nobody left is abandoned. */
export function onDay(visit: VisitNow, today: string): VisitNow {
  return visit.state === "in_progress" && visit.day < today
    ? { ...visit, state: "abandoned" }
    : visit;
}
