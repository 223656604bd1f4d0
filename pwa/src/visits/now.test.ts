import { expect, test } from "vitest";
import type { LogLine } from "../device/log";
import { forgottenVisits, lastVisit, openPause, openVisit, visitsNow, type VisitNow } from "./now";
import { line, me, seen, visit } from "./testing";

const checkIn = (n: number, id: string, store_id = "S1"): LogLine =>
  line(n, "visit.check_in", id, {
    store_id,
    planned_visit_id: "P1",
    day: "2026-11-25",
    fence_result: "uncertain",
    note: null,
  });

test("a check-in on this phone is a visit at once, and says that it waits", () => {
  const now = visitsNow([], [checkIn(1, "V1")], me).get("V1");
  expect(now).toMatchObject({
    state: "in_progress",
    rep_name: me.name,
    planned_visit_id: "P1",
    fence_result: "uncertain",
    waiting: true,
  });
});

test("the server's record stands when the check-in is both confirmed and still in the log", () => {
  const held = visit("V1", { state: "in_progress", fence_result: "outside", checked_out_at: null });
  const now = visitsNow([held], [checkIn(1, "V1")], me).get("V1");
  expect(now).toMatchObject({ fence_result: "outside", waiting: false });
});

test("a later check of the same SKU replaces the earlier one, others stay", () => {
  const said = [
    checkIn(1, "V1"),
    line(2, "visit.check", "V1", { observations: [seen("A", "present", 3), seen("B", "present")] }),
    line(3, "visit.check", "V1", { observations: [seen("A", "oos_store")] }),
  ];
  const now = visitsNow([], said, me).get("V1");
  expect(now?.observations.map((one) => [one.sku_id, one.presence])).toEqual([
    ["A", "oos_store"],
    ["B", "present"],
  ]);
});

test("leaving completes it with what was said at the door", () => {
  const out = { note: null, no_order_reason: "enough_stock", next_promise: "带样品" };
  const now = visitsNow([], [checkIn(1, "V1"), line(2, "visit.check_out", "V1", out)], me);
  expect(now.get("V1")).toMatchObject({
    state: "completed",
    checked_out_at: "2026-11-25T02:00:02.000Z",
    no_order_reason: "enough_stock",
    next_promise: "带样品",
  });
});

test("a phone whose clock is wrong shows the company's time", () => {
  const behind = { clock: { offset_ms: 2 * 3_600_000, mono_ms: 0 } };
  const out = { note: null, no_order_reason: null, next_promise: null };
  const held = visit("V1", { state: "in_progress", checked_out_at: null });
  const now = visitsNow([held], [line(2, "visit.check_out", "V1", out, behind)], me);
  expect(now.get("V1")?.checked_out_at).toBe("2026-11-25T04:00:02.000Z");
});

test("a visit that could not be made is one, without a check-in", () => {
  const args = {
    store_id: "S1",
    planned_visit_id: null,
    day: "2026-11-25",
    reason: "closed_today",
    note: null,
  };
  const now = visitsNow([], [line(1, "visit.fail", "V1", args)], me).get("V1");
  expect(now).toMatchObject({ state: "failed", fail_reason: "closed_today", waiting: true });
});

test("words about a visit this phone does not know change nothing", () => {
  expect(visitsNow([], [line(1, "visit.check", "V9", { observations: [] })], me).size).toBe(0);
});

test("the last visit is the newest finished one of the store, never the one going on", () => {
  const list = visitsNow(
    [
      visit("V1", { checked_in_at: "2026-11-20T01:00:00.000Z" }),
      visit("V2", { checked_in_at: "2026-11-23T01:00:00.000Z" }),
      visit("V3", { checked_in_at: "2026-11-24T01:00:00.000Z", state: "failed" }),
      visit("V4", { checked_in_at: "2026-11-24T01:00:00.000Z", store_id: "S2" }),
    ],
    [checkIn(1, "V5")],
    me,
  );
  expect(lastVisit(list.values(), "S1")?.id).toBe("V2");
  expect(lastVisit(list.values(), "S1", "V2")?.id).toBe("V1");
  expect(openVisit(list.values(), me.id, "2026-11-25")?.id).toBe("V5");
  expect(openVisit(list.values(), "rep.cc02", "2026-11-25")).toBeUndefined();
});

test("a visit bears the template it was begun under, from the check-in on", () => {
  const args = { ...checkIn(1, "V1").args, template_id: "c1.2" };
  expect(visitsNow([], [line(1, "visit.check_in", "V1", args)], me).get("V1")?.template_id).toBe(
    "c1.2",
  );
  expect(visitsNow([], [checkIn(1, "V1")], me).get("V1")).not.toHaveProperty("template_id");
});

test("each step of one answer is there at once; a check without categories leaves those counted", () => {
  const order = { brand_block: "found", labels_front: "no", clean: "fixed", rotated: "found" };
  const work = { actions: ["cleaned"], posm: [], order, fixes: [] };
  const greet = {
    contact_name: null,
    contact_role: "owner",
    mood: 2,
    promise_kept: null,
    deliveries: [],
  };
  const faces = [{ category: "tea", own: 1, others: 2 }];
  const said = [
    checkIn(1, "V1"),
    line(2, "visit.greet", "V1", greet),
    line(3, "visit.check", "V1", { observations: [seen("A", "present")], categories: faces }),
    line(4, "visit.check", "V1", { observations: [seen("B", "present")] }),
    line(5, "visit.merchandise", "V1", work),
    line(6, "visit.competitor", "V1", { seen: [] }),
  ];
  expect(visitsNow([], said, me).get("V1")).toMatchObject({
    greet,
    categories: faces,
    merchandise: work,
    rivals: [],
  });
});

test("what she saw from the street is there at once, and the last word counts", () => {
  const seen = { sign: "clean", light_box: "broken", poster: "none" };
  const said = [
    checkIn(1, "V1"),
    line(2, "visit.outside", "V1", seen),
    line(3, "visit.outside", "V1", { ...seen, light_box: "working" }),
  ];
  expect(visitsNow([], said, me).get("V1")?.outside).toEqual({ ...seen, light_box: "working" });
  expect(visitsNow([], said.slice(1), me).size).toBe(0);
});

test("a skipped step is there at once with its last reason, over what the server has", () => {
  const held = visit("V1", {
    state: "in_progress",
    skips: [{ step: "store_check", reason: "owner_absent" }],
  });
  const said = [
    line(2, "visit.skip", "V1", { step: "order", reason: "owner_absent" }),
    line(3, "visit.skip", "V1", { step: "store_check", reason: "shelf_rebuilt" }),
  ];
  const now = visitsNow([held], said, me).get("V1");
  expect(now?.skips).toEqual([
    { step: "store_check", reason: "shelf_rebuilt" },
    { step: "order", reason: "owner_absent" },
  ]);
  expect(now?.waiting).toBe(true);
});

test("left in time it is done; left the next day it stays abandoned, and her answer lies with it", () => {
  const said = [checkIn(1, "V1")];
  const at = (made_at: string, n: number, kind: string, args: object) => ({
    ...line(n, kind as "visit.left", "V1", args as never),
    made_at,
  });
  const out = { position: null, stay_s: 1, note: "x", no_order_reason: null, next_promise: null };
  const state = (made_at: string) =>
    visitsNow([], [...said, at(made_at, 2, "visit.check_out", out)], me).get("V1");
  expect(state("2026-11-25T15:59:59.999Z")?.state).toBe("completed");
  const late = state("2026-11-25T16:00:00.000Z");
  expect([late?.state, late?.checked_out_at, late?.note]).toEqual(["abandoned", null, "x"]);
  const answer = { left_at: "2026-11-25T10:00:00.000Z", reason: "forgot", note: null };
  const answered = visitsNow(
    [],
    [...said, at("2026-11-26T00:10:00.000Z", 2, "visit.left", answer)],
    me,
  ).get("V1");
  expect(answered?.left_said).toEqual({ ...answer, said_at: "2026-11-26T00:10:00.000Z" });
  expect(forgottenVisits([late as VisitNow], me.id, "2026-11-26")).toHaveLength(1);
  expect(forgottenVisits([answered as VisitNow], me.id, "2026-11-26")).toEqual([]);
});

test("a pause runs until she goes on or leaves, and no second one begins within it", () => {
  const at = (made_at: string, n: number, kind: string, args: object) => ({
    ...line(n, kind as "visit.pause", "V1", args as never),
    made_at,
  });
  const said = [
    checkIn(1, "V1"),
    at("2026-11-25T02:10:00.000Z", 2, "visit.pause", { reason: "owner_busy" }),
    at("2026-11-25T02:11:00.000Z", 3, "visit.pause", { reason: "delivery" }),
  ];
  const running = visitsNow([], said, me).get("V1") as VisitNow;
  expect(openPause(running)?.reason).toBe("owner_busy");
  const on = at("2026-11-25T02:20:00.000Z", 4, "visit.resume", {});
  const after = visitsNow([], [...said, on], me).get("V1") as VisitNow;
  expect(openPause(after)).toBeUndefined();
  expect(after.pauses).toEqual([
    {
      reason: "owner_busy",
      from_at: "2026-11-25T02:10:00.000Z",
      until_at: "2026-11-25T02:20:00.000Z",
    },
  ]);
});
