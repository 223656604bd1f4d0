import { describe, expect, test } from "vitest";
import type { LogLine } from "../device/log";
import {
  axis,
  barsOf,
  boardNow,
  canMoveTo,
  heardOf,
  hoursOf,
  lastMoveDay,
  marksOf,
  startOf,
  type BoardAnswer,
  type BoardStop,
} from "./board";

const NOON = "2026-11-25T04:00:00.000Z";

function stop(id: string, more: Partial<BoardStop> = {}): BoardStop {
  return {
    planned_visit_id: id,
    visit_id: null,
    store_id: `S-${id}`,
    store_code: `S-${id}`,
    store_name: `store ${id}`,
    tier: "P2",
    sequence: 1,
    outcome: "missed",
    state: "planned",
    checked_in_at: null,
    checked_out_at: null,
    fence_result: null,
    lat_e7: 0,
    lon_e7: 0,
    order_ids: [],
    minutes: 48,
    ...more,
  };
}

function visited(id: string, from: string, to: string | null): BoardStop {
  const state = to ? "completed" : "in_progress";
  return stop(id, { visit_id: `v${id}`, state, checked_in_at: from, checked_out_at: to });
}

function board(a: BoardStop[], b: BoardStop[]): BoardAnswer {
  const rep = (rep_id: string, stops: BoardStop[]) => ({
    rep_id,
    name: rep_id,
    org_unit_id: "O",
    planned: stops.length,
    done: 0,
    failed: 0,
    productive: 0,
    value_fen: 0,
    last_heard_at: null,
    last_seen_kind: null,
    last_sent_at: null,
    elsewhere: 0,
    unplanned: 0,
    stops,
  });
  const planned = a.length + b.length;
  return {
    as_of: NOON,
    day: "2026-11-25",
    numbers: {
      planned,
      done: 0,
      waived: 0,
      unplanned: 0,
      failed: 0,
      productive: 0,
      orders: 0,
      value_fen: 0,
    },
    completeness: { reps: 2, heard_today: 0, oldest_heard_at: null },
    reps: [rep("a", a), rep("b", b)],
  };
}

function move(id: string, rep_id: string, more: Partial<LogLine> = {}): LogLine {
  return {
    kind: "planned_visit.move",
    id,
    args: { rep_id, day: "2026-11-25", note: null },
    state: "waiting",
    answered_at: null,
    ...more,
  } as LogLine;
}

describe("the time axis", () => {
  test("runs from 07 to 19 in Shanghai and never leaves its ends", () => {
    expect(axis("2026-11-24T23:00:00.000Z")).toBe(0);
    expect(axis("2026-11-25T05:00:00.000Z")).toBe(50);
    expect(axis("2026-11-25T11:00:00.000Z")).toBe(100);
    expect(axis("2026-11-25T14:00:00.000Z")).toBe(100);
  });

  test("is as much longer as somebody was in a store earlier or later, and no longer", () => {
    const day = "2026-11-25";
    const of = (from: string, to: string | null) =>
      hoursOf([{ stops: [visited("1", from, to)] }], day);
    expect(hoursOf([], day)).toEqual({ from: 7, until: 19 });
    const early = of("2026-11-24T22:39:00.000Z", "2026-11-24T22:44:00.000Z");
    expect(early).toEqual({ from: 6, until: 19 });
    expect(of("2026-11-25T11:00:00.000Z", "2026-11-25T12:20:00.000Z").until).toBe(21);
    // Left after midnight, or heard with another day's clock: that is not this day's hour.
    expect(of("2026-11-25T15:50:00.000Z", "2026-11-25T16:20:00.000Z")).toEqual({
      from: 7,
      until: 24,
    });
    expect(axis("2026-11-24T22:00:00.000Z", early)).toBe(0);
    const [bar] = barsOf(
      [visited("1", "2026-11-24T22:39:00.000Z", "2026-11-24T23:17:00.000Z")],
      NOON,
      true,
      early,
    );
    expect(bar?.left).toBeCloseTo(5);
    expect(bar?.width).toBeCloseTo((38 / (13 * 60)) * 100);
    const marks = [marksOf({ from: 7, until: 19 }).length, marksOf({ from: 6, until: 21 })];
    expect(marks).toEqual([13, [6, 8, 10, 12, 14, 16, 18, 20]]);
  });

  test("a visit still going on ends now today, and nowhere on a past day", () => {
    const going = visited("1", "2026-11-25T03:00:00.000Z", null);
    expect(barsOf([going], NOON, true)[0]).toMatchObject({
      kind: "open",
      left: axis(going.checked_in_at ?? ""),
    });
    expect(barsOf([going], NOON, true)[0]?.width).toBeCloseTo(100 / 12);
    expect(barsOf([going], NOON, false)[0]?.width).toBeCloseTo(0.9);
  });

  test("open stops follow the last visit; what should have begun by now is late", () => {
    const done = visited("1", "2026-11-25T02:00:00.000Z", "2026-11-25T02:48:00.000Z");
    const bars = barsOf([done, stop("2"), stop("3")], NOON, true);
    expect(bars.map((bar) => bar.kind)).toEqual(["done", "late", "planned"]);
    expect(bars[1]?.left).toBeCloseTo(axis("2026-11-25T03:00:00.000Z"));
    expect(bars[2]?.left).toBeCloseTo(axis("2026-11-25T04:00:00.000Z"));
  });

  test("a day too full is drawn closer together and stays on the axis", () => {
    const many = Array.from({ length: 30 }, (_, i) => stop(String(i)));
    const bars = barsOf(many, NOON, true);
    expect(Math.max(...bars.map((bar) => bar.left + bar.width))).toBeLessThanOrEqual(100);
    expect(new Set(bars.map((bar) => bar.left)).size).toBe(30);
  });

  test("waived stops and unplanned plans have no outline", () => {
    expect(barsOf([stop("1", { state: "waived" })], NOON, true)).toEqual([]);
  });
});

describe("what was said lies over the answer", () => {
  test("a move takes the stop to the other rep at once, marked as waiting", () => {
    const now = boardNow(board([stop("1"), stop("2")], []), [move("1", "b")], NOON);
    expect(now.reps.map((rep) => rep.planned)).toEqual([1, 1]);
    expect(now.reps[1]?.stops[0]).toMatchObject({ planned_visit_id: "1", waiting: true });
    expect(now.numbers.planned).toBe(2);
  });

  test("a move to another day takes it off today's board", () => {
    const line = move("1", "a");
    if (line.kind === "planned_visit.move") line.args.day = "2026-11-26";
    const now = boardNow(board([stop("1")], []), [line], NOON);
    expect(now.numbers.planned).toBe(0);
    expect(now.reps[0]?.stops).toEqual([]);
  });

  test("heard before the answer was given, it is in the answer already", () => {
    const answer = board([stop("1")], []);
    const heard = move("1", "b", { state: "received", answered_at: "2026-11-25T03:59:00.000Z" });
    expect(boardNow(answer, [heard], NOON)).toEqual(answer);
    const later = move("1", "b", { state: "received", answered_at: "2026-11-25T04:00:01.000Z" });
    expect(boardNow(answer, [later], NOON).reps[1]?.stops).toHaveLength(1);
  });

  test("a visited stop is not taken from who visited it", () => {
    const answer = board([visited("1", "2026-11-25T02:00:00.000Z", NOON)], []);
    expect(boardNow(answer, [move("1", "b")], NOON)).toEqual(answer);
  });

  test("a waived stop leaves the number planned", () => {
    const waive = {
      kind: "planned_visit.waive",
      id: "1",
      args: { reason: "x" },
      state: "sent",
      answered_at: null,
    };
    const now = boardNow(board([stop("1")], [stop("2")]), [waive as unknown as LogLine], NOON);
    expect([now.numbers.planned, now.numbers.waived]).toEqual([1, 1]);
    expect(now.reps[0]?.stops[0]).toMatchObject({ state: "waived", waiting: true });
  });

  test("a stop that is not in the numbers leaves them alone when it is moved or waived", () => {
    const own = stop("1", { outcome: "uncounted" });
    const waive = { ...move("1", "b"), kind: "planned_visit.waive", args: { reason: "x" } };
    for (const line of [move("1", "b"), waive as unknown as LogLine]) {
      const answer = board([own], []);
      const now = boardNow(answer, [line], NOON);
      expect(now.numbers).toEqual(answer.numbers);
      expect(now.reps.map((rep) => rep.planned)).toEqual([1, 0]);
    }
  });
});

test("heard today means since midnight in Shanghai", () => {
  const [rep] = board([], []).reps;
  const start = startOf("2026-11-25");
  expect(start).toBe("2026-11-24T16:00:00.000Z");
  if (!rep) throw new Error("no rep");
  expect(heardOf(rep, start)).toBe("never");
  expect(heardOf({ ...rep, last_heard_at: "2026-11-24T15:59:59.999Z" }, start)).toBe("before");
  expect(heardOf({ ...rep, last_heard_at: "2026-11-24T16:00:00.000Z" }, start)).toBe("today");
});

test("a stop is moved to today or the eight weeks after it, not to another decade", () => {
  const today = "2026-11-25";
  expect(lastMoveDay(today)).toBe("2027-01-20");
  const days = ["2026-11-24", today, "2027-01-20", "2027-01-21", "2036-11-25", ""];
  expect(days.map((day) => canMoveTo(day, today))).toEqual([
    false,
    true,
    true,
    false,
    false,
    false,
  ]);
});
