import { expect, test } from "vitest";
import type { LogLine } from "../device/shapes";
import {
  ALL,
  decidedNow,
  lastSaid,
  looksOf,
  narrowed,
  reviewable,
  wallPath,
  type WallRow,
} from "./wall";

const ROW: WallRow = {
  id: "P1",
  version: 2,
  type: "cooler",
  visit_id: null,
  store_id: "S1",
  store_code: "S1",
  store_name: "南海士多",
  org_unit_id: "O-CC",
  rep_id: "rep.cc01",
  rep_name: "Wu",
  taken_at: "2026-11-25T02:00:00.000Z",
  received_at: "2026-11-25T02:01:00.000Z",
  present: true,
  capture_mode: "live",
  width: 1600,
  height: 1200,
  distance_m: null,
  accuracy_m: null,
  readable: true,
  sharpness: 400,
  brightness: 120,
  look: null,
  kept_reason: null,
  chain_n: null,
  chained: null,
  own: false,
  review: null,
  like: null,
  pair: null,
};
const ASKED = "2026-11-25T03:00:00.000Z";

function line(state: string, change: Partial<LogLine> = {}): LogLine {
  return {
    id: "P1",
    kind: "photo.review",
    args: { state, reason: state === "rejected" ? "dark" : null, note: null },
    made_at: "2026-11-25T02:59:00.000Z",
    state: "waiting",
    answered_at: null,
    ...change,
  } as unknown as LogLine;
}
const now = (review: WallRow["review"], ...said: LogLine[]) =>
  decidedNow({ row: { ...ROW, review }, askedAt: ASKED }, lastSaid(said));

test("what is asked for names only what narrows, and goes on where the page before it ended", () => {
  expect(wallPath(ALL)).toBe("/office/v1/photos?review=open");
  expect(wallPath({ ...ALL, review: "all", q: "  " })).toBe("/office/v1/photos");
  expect(wallPath({ ...ALL, alike: true, q: " 南海 " }, "2026|P1")).toBe(
    "/office/v1/photos?q=%E5%8D%97%E6%B5%B7&review=open&alike=true&after=2026%7CP1",
  );
  expect([narrowed(ALL), narrowed({ ...ALL, alike: true, rep_id: "x" })]).toEqual([0, 2]);
});

test.each([
  [{}, "sharp"],
  [{ sharpness: 180 }, "soft"],
  [{ sharpness: 99 }, "blurred"],
  [{ sharpness: 20, brightness: 30 }, "dark"],
  [{ brightness: 240 }, "bright"],
  [{ readable: false, sharpness: null, brightness: null }, "unreadable"],
  [{ readable: null, sharpness: null, brightness: null }, "unmeasured"],
] as const)("its measures in a word: %o is %s", (change, looks) => {
  expect(looksOf({ ...ROW, ...change })).toBe(looks);
});

test("a decision shows at once, the last one said, until an answer asked for later knows better", () => {
  const told = { state: "accepted", reason: null, note: null, by_name: "Wu", at: "x" };
  expect(now(null)).toBeNull();
  expect(now(told)).toMatchObject({ state: "accepted", by_name: "Wu", said: false });
  expect(now(told, line("accepted"), line("rejected"))).toMatchObject({
    state: "rejected",
    reason: "dark",
    said: true,
  });
  const later = line("rejected", { state: "received", answered_at: "2026-11-25T03:00:01.000Z" });
  expect(now(null, later)?.state).toBe("rejected");
  const before = line("rejected", { state: "received", answered_at: "2026-11-25T02:59:59.000Z" });
  expect(now(told, before)?.state).toBe("accepted");
});

test("one that the company refused is no decision", () => {
  expect(now(null, line("rejected", { state: "attention" }))).toBeNull();
});

test("nobody decides about his own, or about what has not arrived", () => {
  expect(reviewable(ROW)).toBe(true);
  expect(reviewable({ ...ROW, own: true })).toBe(false);
  expect(reviewable({ ...ROW, present: false })).toBe(false);
  expect(reviewable({ ...ROW, readable: false })).toBe(true);
});
