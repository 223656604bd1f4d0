import { expect, test } from "vitest";
import type { LogLine } from "../device/log";
import { awaited, daysFit, moneyOf, replaysNow, storesOf, type ReplayRow } from "./replay";

const ROW = {
  id: "RE-1",
  state: "running",
  off_fen: 500,
  gift_fen: 300,
  replaced_fen: 700,
  stores_holding: 4,
  stores_got: 2,
} as ReplayRow;
const said = (kind: string, id: string, more: object = {}): LogLine =>
  ({
    kind,
    id,
    state: "received",
    answered_at: "2026-11-28T02:00:00.000Z",
    args: { promotion_id: "PR-1" },
    ...more,
  }) as unknown as LogLine;
const BEFORE = "2026-11-28T01:00:00.000Z";
const AFTER = "2026-11-28T03:00:00.000Z";

test("what it costs is what it gives less what others give less; it may be less than nothing", () => {
  expect(moneyOf(ROW, "cost_fen")).toBe(100);
  expect(moneyOf({ ...ROW, replaced_fen: 900 }, "cost_fen")).toBe(-100);
  expect([storesOf(ROW, "holding"), storesOf(ROW, "got"), storesOf(ROW, "orders")]).toEqual([
    4,
    2,
    null,
  ]);
});

test("days up to today, a year at most", () => {
  const today = "2026-11-28";
  expect(daysFit("2026-11-28", today, today)).toBe(true);
  expect(daysFit("2025-11-28", today, today)).toBe(true);
  expect(daysFit("2025-11-27", today, today)).toBe(false);
  expect(daysFit("2026-11-28", "2026-11-29", today)).toBe(false);
  expect(daysFit("2026-11-28", "2026-11-27", today)).toBe(false);
  expect(daysFit("", today, today)).toBe(false);
});

test("what was asked here is waited for until an answer holds it", () => {
  const ask = said("replay.ask", "RE-2");
  expect(awaited([ask], [ROW], "PR-1", BEFORE)).toBe(true);
  expect(awaited([ask], [ROW], "PR-2", BEFORE)).toBe(false);
  expect(awaited([ask], [ROW], "PR-1", AFTER)).toBe(false);
  expect(awaited([ask], [{ ...ROW, id: "RE-2" }], "PR-1", BEFORE)).toBe(false);
  const refused = said("replay.ask", "RE-2", { state: "attention" });
  expect(awaited([refused], [ROW], "PR-1", BEFORE)).toBe(false);
});

test("one that was stopped here is stopped, one that was done before is done", () => {
  const stop = said("replay.stop", "RE-1");
  expect(replaysNow([ROW], [stop], BEFORE)[0]?.state).toBe("stopped");
  expect(replaysNow([ROW], [stop], AFTER)[0]?.state).toBe("running");
  expect(replaysNow([{ ...ROW, state: "done" }], [stop], BEFORE)[0]?.state).toBe("done");
});
