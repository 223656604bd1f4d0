/** The board's view-model: where things lie on the day's axis, and what was said but not heard yet. */

import type { LogLine } from "../device/log";
import { clockOf, dayOf } from "../device/time";
import { shifted } from "./completion";

export interface BoardStop {
  planned_visit_id: string | null;
  visit_id: string | null;
  store_id: string;
  store_code: string;
  store_name: string;
  tier: string;
  sequence: number;
  /** What it is to M01: done, missed, waived or uncounted; null where nobody planned it. */
  outcome: string | null;
  state: string;
  checked_in_at: string | null;
  checked_out_at: string | null;
  fence_result: string | null;
  lat_e7: number;
  lon_e7: number;
  order_ids: string[];
  minutes: number;
  /** Said on this device, and not in the office's answer yet. */
  waiting?: boolean;
}

export interface BoardRep {
  rep_id: string;
  name: string;
  org_unit_id: string;
  planned: number;
  done: number;
  unplanned: number;
  failed: number;
  productive: number;
  value_fen: number;
  last_heard_at: string | null;
  /** What that contact was: push brought work, pull and sign_in only asked. */
  last_seen_kind: "push" | "pull" | "sign_in" | null;
  /** When any of her devices last brought work. */
  last_sent_at: string | null;
  /** Planned stops of his that day which this board does not show: others answer for them. */
  elsewhere: number;
  stops: BoardStop[];
}

export interface BoardAnswer {
  as_of: string;
  day: string;
  numbers: {
    planned: number;
    done: number;
    waived: number;
    unplanned: number;
    failed: number;
    productive: number;
    orders: number;
    value_fen: number;
  };
  completeness: { reps: number; heard_today: number; oldest_heard_at: string | null };
  reps: BoardRep[];
}

/** The hours a board shows, whole ones in Asia/Shanghai. */
export interface Hours {
  from: number;
  until: number;
}
export const USUAL: Hours = { from: 7, until: 19 };
/** When a day's first stop is due, and what lies between two stops. */
const FIRST_STOP_HOUR = 8.5;
const BETWEEN_MINUTES = 12;

/** Of the day, 0 to 1439. */
function minuteOfDay(instant: string): number {
  const [hours = 0, minutes = 0] = clockOf(new Date(instant)).split(":").map(Number);
  return hours * 60 + minutes;
}

/** The usual hours, and as many before and after as somebody was in a store then. */
export function hoursOf(reps: readonly Pick<BoardRep, "stops">[], day: string): Hours {
  let { from, until } = USUAL;
  for (const { stops } of reps)
    for (const { checked_in_at, checked_out_at } of stops)
      for (const instant of [checked_in_at, checked_out_at]) {
        if (!instant || dayOf(new Date(instant)) !== day) continue;
        const hour = minuteOfDay(instant) / 60;
        from = Math.min(from, Math.floor(hour));
        until = Math.max(until, Math.ceil(hour));
      }
  return { from, until };
}

/** The hours that are named: each, or on a long day every second. */
export function marksOf({ from, until }: Hours): number[] {
  const step = until - from > USUAL.until - USUAL.from ? 2 : 1;
  return Array.from({ length: until - from + 1 }, (_, i) => from + i).filter(
    (hour) => hour % step === 0 || step === 1,
  );
}

const spanOf = ({ from, until }: Hours): number => (until - from) * 60;
function minutesOf(instant: string, hours: Hours): number {
  return Math.max(0, Math.min(spanOf(hours), minuteOfDay(instant) - hours.from * 60));
}

/** Where an instant lies on the axis, in percent; outside it sticks to the edge. */
export function axis(instant: string, hours: Hours = USUAL): number {
  return (minutesOf(instant, hours) / spanOf(hours)) * 100;
}

export interface Bar {
  key: string;
  stop: BoardStop;
  left: number;
  width: number;
  /** done and open are filled, planned and late are outlines; late should have begun by now. */
  kind: "done" | "open" | "failed" | "planned" | "late";
}

const FILLED: Record<string, Bar["kind"]> = {
  in_progress: "open",
  abandoned: "failed",
  failed: "failed",
};

/** A rep's day on the axis: visits by how long they took, then the stops still to come. */
export function barsOf(
  stops: readonly BoardStop[],
  now: string,
  today: boolean,
  hours: Hours = USUAL,
): Bar[] {
  const seen = stops.filter((stop) => stop.checked_in_at);
  const bars = seen.map((stop, i): Bar => {
    const left = axis(stop.checked_in_at ?? now, hours);
    const end = stop.checked_out_at ?? (stop.state === "in_progress" && today ? now : null);
    const width = Math.max(0.9, (end ? axis(end, hours) : left) - left);
    return { key: `v${stop.visit_id ?? i}`, stop, left, width, kind: FILLED[stop.state] ?? "done" };
  });
  return [...bars, ...outlinesOf(stops, seen, now, today, hours)];
}

/**
 * Open stops in their order behind the last visit known of, by expected minutes and a way between.
 * What lies left of now is late; a day too full for the axis is drawn closer together.
 */
function outlinesOf(
  stops: readonly BoardStop[],
  seen: readonly BoardStop[],
  now: string,
  today: boolean,
  hours: Hours,
): Bar[] {
  const span = spanOf(hours);
  const open = stops.filter((stop) => stop.state === "planned" && stop.planned_visit_id);
  const lastEnd = Math.max(
    0,
    ...seen.map((stop) => minutesOf(stop.checked_out_at ?? stop.checked_in_at ?? now, hours)),
  );
  let at = seen.length ? lastEnd + BETWEEN_MINUTES : (FIRST_STOP_HOUR - hours.from) * 60;
  const wanted = open.reduce((sum, stop) => sum + stop.minutes + BETWEEN_MINUTES, 0);
  const scale = Math.min(1, Math.max(0, span - at) / Math.max(1, wanted));
  const soFar = today ? minutesOf(now, hours) : span;
  return open.map((stop) => {
    const left = at;
    at += (stop.minutes + BETWEEN_MINUTES) * scale;
    const end = left + stop.minutes * scale;
    return {
      key: `p${stop.planned_visit_id}`,
      stop,
      left: Math.min(99, (left / span) * 100),
      width: Math.max(0.9, ((end - left) / span) * 100),
      kind: left < soFar ? "late" : "planned",
    };
  });
}

/** Does this visit need a second look for where it was made? In words elsewhere; here yes or no. */
export function offFence(stop: BoardStop): boolean {
  return stop.fence_result === "outside" || stop.fence_result === "no_position";
}

export type Heard = "today" | "before" | "never";

/** When the company last heard of a rep; not heard today means: her day may be on her phone only. */
export function heardOf(rep: BoardRep, startOfDay: string): Heard {
  if (!rep.last_heard_at) return "never";
  return rep.last_heard_at >= startOfDay ? "today" : "before";
}

/** A stop is moved within what somebody plans; a day years ahead is a slip of the finger. */
const MOVE_DAYS = 8 * 7;

/** The last day a stop can be moved to. */
export function lastMoveDay(today: string): string {
  return shifted(today, MOVE_DAYS);
}

export function canMoveTo(day: string, today: string): boolean {
  return day >= today && day <= lastMoveDay(today);
}

/** The instant a business day began in Asia/Shanghai. */
export function startOf(day: string): string {
  return new Date(`${day}T00:00:00+08:00`).toISOString();
}

/**
 * The answer with this device's own moves and waivers laid over it: those the company has not
 * heard, and those it heard after the answer was asked for (`askedAt`, by this device's clock).
 * A number in the answer is never guessed at; only what moves between reps moves.
 */
export function boardNow(
  answer: BoardAnswer,
  said: readonly LogLine[],
  askedAt: string,
): BoardAnswer {
  const fresh = said.filter((line) => notIn(line, askedAt));
  return fresh.reduce(
    (board, line) =>
      line.kind === "planned_visit.move"
        ? moved(board, line.id, line.args.rep_id, line.args.day)
        : line.kind === "planned_visit.waive"
          ? waived(board, line.id)
          : board,
    answer,
  );
}

/** Was this said, and is it perhaps not in an answer asked for then? */
export function notIn(line: LogLine, askedAt: string): boolean {
  return line.state !== "attention" && (line.answered_at === null || line.answered_at > askedAt);
}

function moved(board: BoardAnswer, id: string, repId: string, day: string): BoardAnswer {
  const stop = board.reps.flatMap((rep) => rep.stops).find((one) => one.planned_visit_id === id);
  if (!stop || stop.state !== "planned") return board;
  const reps = board.reps.map((rep) => {
    const had = rep.stops.some((one) => one.planned_visit_id === id);
    const gets = rep.rep_id === repId && day === board.day;
    if (!had && !gets) return rep;
    const stops = rep.stops.filter((one) => one.planned_visit_id !== id);
    if (gets) stops.push({ ...stop, waiting: true });
    return { ...rep, stops, planned: rep.planned + (Number(gets) - Number(had)) * due(stop) };
  });
  const gone = day === board.day ? 0 : due(stop);
  return { ...board, reps, numbers: { ...board.numbers, planned: board.numbers.planned - gone } };
}

/** A stop the rep added, or one that another stop stands for, is not in the numbers. */
const due = (stop: BoardStop): number => Number(stop.outcome === "missed");

function waived(board: BoardAnswer, id: string): BoardAnswer {
  let found = 0;
  const reps = board.reps.map((rep) => {
    const stop = rep.stops.find((one) => one.planned_visit_id === id && one.state === "planned");
    if (!stop) return rep;
    found = due(stop);
    const stops = rep.stops.map((one) =>
      one.planned_visit_id === id ? { ...one, state: "waived", waiting: true } : one,
    );
    return { ...rep, stops, planned: rep.planned - found };
  });
  const { planned, waived: before } = board.numbers;
  const numbers = { ...board.numbers, planned: planned - found, waived: before + found };
  return { ...board, reps, numbers };
}
