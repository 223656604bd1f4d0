import { expect, test } from "vitest";
import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import { alongSoon, alongTo, jointDays, jointVisits, meanOf, notedDays, tooSoon } from "./joint";

const ME = { id: "sup", name: "罗建明" };
const day: Held<"joint_day"> = {
  id: "d-1",
  version: 1,
  coach_id: "sup",
  rep_id: "rep",
  rep_name: "陈小一",
  day: "2026-11-28",
  state: "planned",
  stores: [{ store_id: "s", name: "店", address: "路", lat_e7: 1, lon_e7: 1, sequence: 1 }],
};
const line = (kind: string, id: string, args: object, state = "pending"): LogLine =>
  ({
    kind,
    id,
    args,
    state,
    made_at: "2026-11-28T03:00:00.000Z",
    clock: { offset_ms: 0 },
  }) as unknown as LogLine;
const plan = line("joint.plan", "d-2", { rep_id: "rep", day: "2026-11-27" });
const coach = line("joint.coach", "v-1", {
  joint_day_id: "d-1",
  store_id: "s",
  began_at: "2026-11-28T02:30:00.000Z",
  position: null,
  items: [{ item: "sell", score: 4, comment: null }],
  agreed: [],
  note: null,
});

test("a day planned here stands at once, without stores; a cancelled one is gone", () => {
  const found = jointDays([day], [plan], "sup", () => "陈小一");
  expect(found.map((one) => [one.id, one.waiting, one.stores.length])).toEqual([
    ["d-2", true, 0],
    ["d-1", false, 1],
  ]);
  const after = jointDays([day], [plan, line("joint.cancel", "d-1", {})], "sup", () => "");
  expect(after.map((one) => one.id)).toEqual(["d-2"]);
  expect(jointDays([], [{ ...plan, state: "attention" }], "sup", () => "")).toEqual([]);
});

test("a day that was cancelled stays where he has noted something", () => {
  const gone = { ...day, state: "cancelled" };
  const found = (log: LogLine[], drafts: string[]) =>
    jointDays([gone], log, "sup", () => "", notedDays([], log, drafts));
  expect(found([], [])).toEqual([]);
  expect(found([coach], []).map((one) => [one.id, one.state])).toEqual([["d-1", "cancelled"]]);
  expect(jointVisits([], [coach], found([coach], []), ME)[0]?.store_name).toBe("店");
  expect(found([], ["joint:d-1:s"])).toHaveLength(1);
  expect(found([], ["joint:d-9:s"])).toEqual([]);
  const held = [{ joint_day_id: "d-1" }];
  expect(jointDays([gone], [], "sup", () => "", notedDays(held, [], []))).toHaveLength(1);
});

test("what he saw stands at once, and is whose visit it is by rep, store and day", () => {
  const days = jointDays([day], [], "sup", () => "");
  const seen = jointVisits([], [coach], days, ME);
  expect(seen[0]).toMatchObject({ store_name: "店", rep_name: "陈小一", waiting: true });
  const visit = { rep_id: "rep", store_id: "s", day: "2026-11-28" };
  expect(alongTo(seen, visit)).toHaveLength(1);
  expect(alongTo(seen, { ...visit, day: "2026-11-27" })).toEqual([]);
  expect(alongTo(seen, { ...visit, rep_id: "other" })).toEqual([]);
});

test("the mean is of what was scored, in tenths, halves up", () => {
  expect(meanOf([])).toBeNull();
  expect(meanOf([{ score: 4 }, { score: 5 }, { score: 4 }, { score: 4 }])).toBe(43);
});

test("who goes along soon is told until it is taken back, or over", () => {
  const told = (kind: string, at: number, day: string, by_name = "罗建明") => ({
    kind: `joint.${kind}`,
    made_at: `2026-11-28T0${at}:00:00.000Z`,
    facts: { day, by_name },
  });
  const found = alongSoon(
    [
      told("cancelled", 3, "2026-11-29"),
      told("planned", 1, "2026-11-29"),
      told("planned", 2, "2026-11-30"),
      told("planned", 4, "2026-11-30"),
      told("planned", 1, "2026-11-27"),
      told("planned", 5, "2026-11-29", "周敏"),
    ],
    "2026-11-28",
  );
  expect(found.map((one) => `${one.day} ${one.name}`)).toEqual([
    "2026-11-29 周敏",
    "2026-11-30 罗建明",
  ]);
});

test("on the day and after it is scored, not before", () => {
  const soon = (today: string): boolean => tooSoon({ day: "2026-11-30" }, today);
  expect(["2026-11-29", "2026-11-30", "2026-12-01"].map(soon)).toEqual([true, false, false]);
});
