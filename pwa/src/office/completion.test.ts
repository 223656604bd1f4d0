import { describe, expect, test } from "vitest";
import {
  columnsOf,
  daysBehind,
  daysOf,
  excused,
  grouped,
  into,
  levelOf,
  lightOf,
  narrowed,
  percent,
  restOf,
  summed,
  type Behind,
} from "./completion";

const parts = (numerator: number, denominator: number, waived = 0) =>
  summed([{ numerator, denominator, waived, rate_1e4: null }]);

describe("periods end today", () => {
  test.each([
    ["today", "2026-11-25", "2026-11-25"],
    ["week", "2026-11-25", "2026-11-23"],
    ["week", "2026-11-22", "2026-11-16"],
    ["week", "2026-11-23", "2026-11-23"],
    ["7", "2026-11-25", "2026-11-19"],
    ["14", "2026-11-05", "2026-10-23"],
    ["month", "2026-11-25", "2026-11-01"],
    ["month", "2026-11-01", "2026-11-01"],
  ] as const)("%s on %s begins on %s", (period, today, from) => {
    expect(daysOf(period, today)).toEqual({ from, to: today });
  });
});

describe("the light", () => {
  test("changes exactly at 95 and 85 percent", () => {
    expect(lightOf(parts(95, 100))).toBe("good");
    expect(lightOf(parts(9499, 10_000))).toBe("warn");
    expect(lightOf(parts(85, 100))).toBe("warn");
    expect(lightOf(parts(8499, 10_000))).toBe("bad");
  });

  test("nothing due has no rate: a dash, never 0 or 100", () => {
    expect(parts(0, 0, 4)).toEqual({ numerator: 0, denominator: 0, waived: 4, rate_1e4: null });
    expect(percent(parts(0, 0))).toBe("–");
    expect(lightOf(parts(0, 0))).toBe("none");
  });
});

describe("today is not over", () => {
  test("what is still to come makes nothing red, and nothing green either", () => {
    expect(lightOf(parts(6, 10), 4)).toBe("open");
    expect(lightOf(parts(6, 10), 0)).toBe("bad");
    expect(lightOf(parts(0, 5), 5)).toBe("open");
    expect(lightOf(parts(96, 100), 4)).toBe("good");
  });

  test("what was missed on other days shows its own colour", () => {
    expect(lightOf(parts(50, 104), 4)).toBe("bad");
    expect(lightOf(parts(90, 104), 4)).toBe("warn");
    expect(lightOf(parts(100, 110), 10)).toBe("open");
  });

  test("its column is not red before it has ended; yesterday's is", () => {
    const row = (key: string) => ({ key, name: "", ...parts(1, 4) });
    const rows = [row("2026-11-24"), row("2026-11-25")];
    const columns = columnsOf(rows, "2026-11-24", "2026-11-25", "2026-11-25");
    expect(columns.map((column) => column.light)).toEqual(["bad", "open"]);
  });

  test("missed are the days before it, still to come is it alone", () => {
    const week = { from: "2026-11-19", to: "2026-11-25" };
    const today = "2026-11-25";
    expect(daysBehind("missed", week, today)).toEqual({ from: "2026-11-19", to: "2026-11-24" });
    expect(daysBehind("open", week, today)).toEqual({ from: today, to: today });
    expect(daysBehind("missed", { from: today, to: today }, today)).toBeNull();
    const over = { from: "2026-11-01", to: "2026-11-07" };
    expect(daysBehind("missed", over, today)).toEqual(over);
    expect(daysBehind("open", over, today)).toBeNull();
  });
});

test("parts are summed, rates are never averaged; halves go up as on the server", () => {
  const total = summed([parts(1, 1), parts(0, 9)]);
  expect(total.rate_1e4).toBe(1000);
  expect(parts(1, 3).rate_1e4).toBe(3333);
  expect(parts(2, 3).rate_1e4).toBe(6667);
  expect(parts(1, 20_000).rate_1e4).toBe(1);
});

test("the way down: office, rep, store; the questions follow", () => {
  const office = into({}, "office", { key: "O-CC", name: "x" });
  const rep = into(office, "rep", { key: "rep.cc01", name: "y" });
  expect([{}, office, rep].map(levelOf)).toEqual(["office", "rep", "store"]);
  expect(narrowed(rep)).toEqual({ office: "O-CC", rep_id: "rep.cc01", store_id: "" });
});

test("a day nobody planned is a gap, not a column of zero", () => {
  const row = { key: "2026-11-25", name: "", ...parts(0, 4) };
  const columns = columnsOf([row], "2026-11-24", "2026-11-25", "2026-11-26");
  expect(columns.map((column) => column.tall)).toEqual([null, 0]);
});

test("the rows of an office always add up to it: who left it is in the rest", () => {
  expect(restOf(parts(9, 12, 1), [parts(4, 6), parts(5, 6, 1)])).toBeNull();
  expect(restOf(parts(9, 12), [parts(4, 6)])).toEqual(parts(5, 6));
});

test("planned visits are added up by store and by day; the visit that counts makes them done", () => {
  const one = (store_id: string, day: string, visit_id: string | null) =>
    ({ store_id, store_name: store_id, day, visit_id }) as Behind;
  const due = [one("A", "1", "v"), one("A", "2", null), one("B", "1", "w")];
  const waived = [one("C", "2", null)];
  expect(grouped(due, waived, "store").map((row) => [row.key, row.rate_1e4, row.waived])).toEqual([
    ["A", 5000, 0],
    ["B", 10_000, 0],
    ["C", null, 1],
  ]);
  expect(grouped(due, waived, "day").map((row) => [row.key, row.denominator])).toEqual([
    ["2", 1],
    ["1", 2],
  ]);
});

test("what was skipped with a reason is not what was done", () => {
  const row = (required: boolean, skipped: boolean, done: boolean) => ({ required, skipped, done });
  const rows = [
    row(true, true, false),
    row(true, false, true),
    row(true, true, true),
    row(false, true, false),
  ];
  expect(excused(rows)).toBe(1);
});
