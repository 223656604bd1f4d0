import { expect, test } from "vitest";
import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import { blind, bySku, spotsNow, toDo } from "./now";

const drawn = (more: Partial<Held<"spot_check">> = {}): Held<"spot_check"> => ({
  id: "spot-1",
  version: 1,
  checker_id: "sup",
  checker_name: "罗建明",
  rep_id: "rep",
  rep_name: "陈小一",
  visit_id: "v-1",
  visited_at: "2026-11-26T01:20:00.000Z",
  store_id: "s",
  store_code: "S1",
  store_name: "店",
  address: "路",
  lat_e7: 0,
  lon_e7: 0,
  radius_m: 100,
  sku_ids: ["a"],
  drawn_at: "2026-11-27T00:00:00.000Z",
  until: "2026-11-28",
  state: "open",
  ...more,
});
const line = (kind: string, args: object, state = "pending"): LogLine =>
  ({
    kind,
    id: "spot-1",
    args,
    state,
    made_at: "2026-11-27T03:00:00.000Z",
    clock: { offset_ms: 0 },
  }) as unknown as LogLine;

test("what he has said is no more to be done, and the numbers come from the company alone", () => {
  const before = spotsNow([drawn()], []);
  expect(toDo(before, "sup", "2026-11-28")).toHaveLength(1);
  expect(toDo(before, "sup", "2026-11-29")).toEqual([]);
  expect(toDo(before, "other", "2026-11-28")).toEqual([]);
  const after = spotsNow([drawn()], [line("spot.check", { observations: [] })]);
  expect(toDo(after, "sup", "2026-11-28")).toEqual([]);
  expect(after[0]).toMatchObject({ said: true, waiting: true, state: "open" });
  expect(after[0]?.items).toBeUndefined();
  expect(spotsNow([drawn()], [line("spot.check", {}, "attention")])[0]?.said).toBe(false);
});

test("a visit of his that is open is not shown to him, others are", () => {
  expect(blind(spotsNow([drawn()], []), "sup", "v-1")?.id).toBe("spot-1");
  expect(blind(spotsNow([drawn()], []), "sup", "v-2")).toBeUndefined();
  expect(blind(spotsNow([drawn({ state: "done" })], []), "sup", "v-1")).toBeUndefined();
  expect(blind(spotsNow([drawn()], []), "mgr", "v-1")).toBeUndefined();
});

test("her answer stands at once, and waits", () => {
  const [one] = spotsNow([drawn({ state: "done" })], [line("spot.answer", { text: "卖掉了" })]);
  expect(one).toMatchObject({ answer: "卖掉了", waiting: true, state: "done" });
});

test("what is accepted as explained is said, and its numbers come from the company alone", () => {
  const items = [{ sku_id: "a", what: "facings", said: 1, found: 4, within: false, counts: true }];
  const [one] = spotsNow(
    [drawn({ state: "done", items, compared: 1, within: 0 })],
    [line("spot.settle", { explained: [{ sku_id: "a", what: "facings" }] })],
  );
  expect(one).toMatchObject({ settling: true, items, compared: 1 });
});

test("products with differences come first", () => {
  const item = (sku_id: string, within: boolean) =>
    ({ sku_id, what: "facings", said: 1, found: 2, within, counts: true }) as const;
  const found = bySku([item("a", true), item("b", true), item("b", false), item("a", true)]);
  expect(found.map((one) => [one.sku_id, one.items.length])).toEqual([
    ["b", 2],
    ["a", 2],
  ]);
});
