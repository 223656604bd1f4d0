/** What is asked of her, and what she has said to it without a network. */

import { expect, test } from "vitest";
import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import {
  appealable,
  byVisit,
  flagsNow,
  sameWord,
  unanswered,
  verdictNow,
  type VerdictNow,
} from "./now";
import {
  decidedMeanwhile,
  decidedSince,
  decisionOf,
  outcome,
  refusedOf,
  withDecision,
  type FlagRow,
  type ReviewRow,
} from "./review";

const flag = (id: string, more: Partial<Held<"visit_flag">> = {}): Held<"visit_flag"> => ({
  id,
  version: 1,
  code: "G01",
  level: "red",
  visit_id: "V-1",
  store_id: "ST-1",
  store_name: "店",
  day: "2026-11-27",
  evidence: {},
  state: "open",
  raised_at: "2026-11-27T02:00:00.000Z",
  hers_until: "2026-11-28T02:00:00.000Z",
  answer: null,
  answered_at: null,
  decided_by_name: null,
  decided_at: null,
  decided_note: null,
  ...more,
});
const line = (kind: string, id: string, args: object, state = "waiting"): LogLine =>
  ({
    kind,
    id,
    args,
    state,
    made_at: "2026-11-27T03:00:00.000Z",
    answered_at: null,
    clock: { offset_ms: 0, mono_ms: 0 },
  }) as LogLine;

test("her word stands at once, and says that it waits", () => {
  const [one] = flagsNow([flag("V-1:G01")], [line("flag.answer", "V-1:G01", { text: "修路" })]);
  expect(one).toMatchObject({ answer: "修路", waiting: true, state: "open" });
  expect(one && unanswered(one)).toBe(false);
});

test("what she said at the door is a word: it is not asked for again", () => {
  const asked = flag("V-1:G05", {
    code: "G05",
    evidence: { stay_s: 60, least_s: 300, most_s: 4200 },
  });
  expect(unanswered({ ...asked, answer: null })).toBe(true);
  expect(
    unanswered({ ...asked, answer: null, evidence: { ...asked.evidence, why: "quick" } }),
  ).toBe(false);
});

test("a word that was refused is not shown as said", () => {
  const said = [line("flag.answer", "V-1:G01", { text: "修路" }, "attention")];
  expect(flagsNow([flag("V-1:G01")], said)[0]?.answer).toBeNull();
});

test("the latest flag comes first, and one that was withdrawn asks nothing", () => {
  const old = flag("a", { raised_at: "2026-11-01T00:00:00.000Z" });
  const gone = flag("b", { state: "withdrawn" });
  expect(flagsNow([old, gone], []).map((one) => one.id)).toEqual(["b", "a"]);
  expect(flagsNow([old, gone], []).filter(unanswered)).toHaveLength(1);
});

const rejected: Held<"visit_verdict"> = {
  id: "V-1",
  version: 2,
  store_id: "ST-1",
  day: "2026-11-27",
  validity: "invalid",
  counts: true,
  rules: [],
  review: {
    state: "rejected",
    reason: "not_there",
    note: null,
    by_name: "罗建明",
    at: "2026-11-27T02:00:00.000Z",
    appeal_until: "2026-11-30T02:00:00.000Z",
  },
};

test("a rejection may be appealed once, in time", () => {
  const before = verdictNow(rejected, []) as VerdictNow;
  expect(appealable(before, "2026-11-30T02:00:00.000Z")).toBe(true);
  expect(appealable(before, "2026-11-30T02:00:00.001Z")).toBe(false);
  const after = verdictNow(rejected, [line("visit.appeal", "V-1", { text: "不服" })]) as VerdictNow;
  expect(after.appeal).toMatchObject({ state: "open", text: "不服" });
  expect(appealable(after, "2026-11-28T00:00:00.000Z")).toBe(false);
  expect(verdictNow(undefined, [])).toBeUndefined();
});

const row = { id: "V-1", appeal: null, may_review: true, listed: true } as ReviewRow;

test("what was just decided waits no more on the list", () => {
  const said = line("visit.review", "V-1", {
    state: "accepted",
    reason: null,
    note: null,
    upheld: [],
  });
  const found = decidedSince([said], "2026-11-27T02:59:00.000Z");
  expect(withDecision(row, found.get("V-1"))).toMatchObject({ may_review: false, waiting: true });
  expect(withDecision(row, undefined)).toMatchObject({ may_review: true, waiting: false });
});

test("accepting explains every flag unless one was marked, rejecting the other way round", () => {
  const flags = [flag("a"), flag("b"), flag("c", { state: "withdrawn" })] as unknown as FlagRow[];
  expect(decisionOf(true, null, " ", {}, flags)).toEqual({
    state: "accepted",
    reason: null,
    note: null,
    upheld: [],
  });
  expect(decisionOf(true, null, "", { b: true }, flags).upheld).toEqual(["b"]);
  expect(decisionOf(false, "photos", "看不清", { a: false }, flags)).toMatchObject({
    reason: "photos",
    note: "看不清",
    upheld: ["b"],
  });
});

test("an appeal that was granted turns a rejection", () => {
  const no = { ...row, review: { state: "rejected" } } as ReviewRow;
  const appealed = (state: string) => ({ ...no, appeal: { state } }) as ReviewRow;
  expect([outcome(row), outcome(no)]).toEqual([null, "rejected"]);
  expect([outcome(appealed("upheld")), outcome(appealed("reversed"))]).toEqual([
    "rejected",
    "accepted",
  ]);
});

test("a verdict of another window is told with who and when, one that was seen is none", () => {
  const shown = { review: null } as ReviewRow;
  const review = {
    state: "rejected",
    reason: "photos",
    note: null,
    by_name: "罗建明",
    at: "2026-11-27T03:00:00.000Z",
  };
  const now = { review } as ReviewRow;
  const first = { name: "罗建明", at: review.at };
  expect(decidedMeanwhile(shown, now, undefined, "何丽")).toEqual(first);
  expect(decidedMeanwhile(now, now, undefined, "何丽")).toBeNull();
  expect(decidedMeanwhile(shown, null, undefined, "何丽")).toBeNull();
  const here = line("visit.review", "V-1", { state: "accepted", reason: null, note: null });
  expect(decidedMeanwhile(shown, null, here, "何丽")).toEqual({ name: "何丽", at: here.made_at });
});

test("what is asked lies by visit, the latest day first, the one she came for before all", () => {
  const flags = flagsNow(
    [
      flag("V-1:G01"),
      flag("V-1:G05", { code: "G05" }),
      flag("V-2:G01", { visit_id: "V-2", day: "2026-11-28" }),
      flag("G14", { code: "G14", visit_id: null, raised_at: "2026-11-27T01:00:00.000Z" }),
    ],
    [],
  );
  expect(byVisit(flags).map((one) => [one.key, one.flags.length])).toEqual([
    ["V-2", 1],
    ["V-1", 2],
    ["day:2026-11-27", 1],
  ]);
  expect(byVisit(flags, "V-1:G05")[0]?.key).toBe("V-1");
});

test("one word may answer what else is asked of the visit, and the same question of that day", () => {
  const [one, same, clock, later, other] = flagsNow(
    [
      flag("V-1:G07", { code: "G07", raised_at: "2026-11-27T09:00:00.000Z" }),
      flag("V-1:G05", { code: "G05", raised_at: "2026-11-27T08:00:00.000Z" }),
      flag("V-2:G07", { code: "G07", visit_id: "V-2", raised_at: "2026-11-27T07:00:00.000Z" }),
      flag("V-3:G07", {
        code: "G07",
        visit_id: "V-3",
        day: "2026-11-26",
        raised_at: "2026-11-26T07:00:00.000Z",
      }),
      flag("V-2:G05", { code: "G05", visit_id: "V-2", answer: "店主在忙" }),
    ],
    [],
  );
  if (!one || !same || !clock || !later || !other) throw new Error("five flags");
  expect(sameWord(one, [one, same, clock, later, other])).toEqual([same, clock]);
  expect(sameWord(one, [one])).toEqual([]);
});

test("a verdict that came second is found until it is settled, and is laid on nothing", () => {
  const second = {
    id: "V-1",
    kind: "visit.review",
    state: "attention",
    answered_at: "x",
  } as LogLine;
  expect(refusedOf([second], "V-1")).toBe(second);
  expect(refusedOf([second], "V-2")).toBeUndefined();
  expect(refusedOf([{ ...second, state: "sent" } as unknown as LogLine], "V-1")).toBeUndefined();
  expect(decidedSince([second], "").size).toBe(0);
});
