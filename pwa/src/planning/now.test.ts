import { expect, test } from "vitest";
import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import type { PlannedVisit, Task } from "../protocol";
import { ordersNow, type OrderNow } from "../orders/now";
import { numbersNow } from "../me/now";
import { visitsNow } from "../visits/now";
import { line, visit } from "../visits/testing";
import { endedAt, planNow, startedAt, tasksByUrgency, tasksNow, todayNow } from "./now";

const DAY = "2026-11-25";
const ME = "rep.cc01";

function stop(
  id: string,
  store_id: string,
  sequence: number,
  change: Partial<PlannedVisit> = {},
): Held<"planned_visit"> {
  return {
    id,
    version: 1,
    store_id,
    store_code: store_id,
    store_name: store_id,
    rep_id: ME,
    day: DAY,
    sequence,
    reason: "cycle",
    minutes: 30,
    state: "planned",
    origin: "route",
    tier: "P2",
    lat_e7: 1,
    lon_e7: 1,
    note: null,
    ...change,
  };
}
const store = {
  id: "S9",
  code: "S9",
  name: "新店",
  tier: "P3",
  lat_e7: 5,
  lon_e7: 6,
} as Held<"store">;

function order(id: string, visit_id: string, total_fen: number, waiting = false): OrderNow {
  return { id, visit_id, day: DAY, total_fen, doc_state: "submitted", waiting } as OrderNow;
}

function today(
  plan: Held<"planned_visit">[],
  visits: Held<"visit">[],
  orders: OrderNow[] = [],
  said: LogLine[] = [],
) {
  const now = visitsNow(visits, said, { id: ME, name: "" });
  return todayNow(DAY, ME, plan, new Map([["S9", store]]), now.values(), orders);
}

test("a day is ended when it was said, here or as the company knows it; the latest word counts", () => {
  const said = line(7, "day.end", "R1:2026-11-25", {
    day: "2026-11-25",
    unsent: 0,
    missed: [],
    note: null,
  });
  const summary = { ended_at: "2026-11-25T09:00:00.000Z" };
  expect(endedAt("R1:2026-11-25", null, [])).toBeNull();
  expect(endedAt("R1:2026-11-24", null, [said])).toBeNull();
  expect(endedAt("R1:2026-11-25", summary, [])).toBe(summary.ended_at);
  expect(endedAt("R1:2026-11-25", null, [said])).toBe(said.made_at);
  const again = { ...said, made_at: "2026-11-25T11:00:00.000Z" };
  expect(endedAt("R1:2026-11-25", summary, [again])).toBe(again.made_at);
});

test("a stop is done by the visit that names it, or by one at its store; the next is the first open one", () => {
  const now = today(
    [stop("P2", "S2", 2), stop("P1", "S1", 1), stop("P3", "S3", 3)],
    [visit("V1", { store_id: "S1" }), visit("V2", { store_id: "S2", planned_visit_id: "P2" })],
  );
  expect(now.stops.map((one) => [one.id, one.state])).toEqual([
    ["P1", "completed"],
    ["P2", "completed"],
    ["P3", "planned"],
  ]);
  expect([now.done, now.planned, now.next?.id]).toEqual([2, 3, "P3"]);
});

test("whoever is in a store comes first, wherever it stands in the route", () => {
  const now = today(
    [stop("P1", "S1", 1), stop("P2", "S2", 2)],
    [visit("V2", { store_id: "S2", state: "in_progress" })],
  );
  expect(now.next?.id).toBe("P2");
});

test("back in a store that is done already, she is seen to be there, and it stays done", () => {
  const now = today(
    [stop("P1", "S1", 1), stop("P2", "S2", 2)],
    [
      visit("V1", { store_id: "S1", planned_visit_id: "P1" }),
      visit("V2", { store_id: "S1", state: "in_progress" }),
    ],
  );
  expect(now.next?.visit?.id).toBe("V2");
  expect(now.stops.map((one) => [one.visit?.id, one.state])).toContainEqual(["V1", "completed"]);
  expect([now.done, now.planned, now.unplanned]).toEqual([1, 2, 0]);
});

test("of two visits left open, the one she walked into last is the one she is in", () => {
  const open = (id: string, store_id: string, at: string): Held<"visit"> =>
    visit(id, { store_id, state: "in_progress", checked_in_at: at });
  const now = today(
    [stop("P1", "S1", 1), stop("P2", "S2", 2)],
    [open("V1", "S1", `${DAY}T01:00:00.000Z`), open("V2", "S2", `${DAY}T02:00:00.000Z`)],
  );
  expect(now.next?.id).toBe("P2");
});

test("a waived stop is asked of nobody; a visit nobody planned counts for value, not for the plan", () => {
  const now = today(
    [stop("P1", "S1", 1, { state: "waived" }), stop("P2", "S2", 2)],
    [visit("V9", { store_id: "S9" })],
    [order("O1", "V9", 5000, true)],
  );
  expect([now.planned, now.done, now.productive, now.value_fen, now.waiting_fen]).toEqual([
    1, 0, 1, 5000, 5000,
  ]);
  expect(now.stops.at(-1)).toMatchObject({ planned: null, store_name: "新店", state: "completed" });
});

test("another rep's visit does the stop, as M01 counts it; its order and a cancelled one are not mine", () => {
  const now = today(
    [stop("P1", "S1", 1)],
    [visit("V1", { store_id: "S1", rep_id: "rep.cc02", rep_name: "罗" })],
    [order("O1", "V1", 5000), { ...order("O2", "V1", 700), doc_state: "cancelled" }],
  );
  expect([now.done, now.value_fen, now.unplanned]).toEqual([1, 0, 0]);
  expect(now.stops[0]).toMatchObject({ state: "completed", by: "罗" });
});

test("what she added herself is beside the plan, not in it", () => {
  const own = stop("P9", "S9", 9, { origin: "rep_added" });
  const now = today(
    [stop("P1", "S1", 1), own],
    [visit("V9", { store_id: "S9", planned_visit_id: "P9" })],
  );
  expect([now.done, now.planned, now.unplanned]).toEqual([0, 1, 1]);
  expect(now.stops.map((one) => one.state)).toEqual(["planned", "completed"]);
});

test("a store planned twice for one day is one store-day", () => {
  const now = today([stop("P1", "S1", 1), stop("P2", "S1", 2)], [visit("V1", { store_id: "S1" })]);
  expect([now.done, now.planned]).toEqual([1, 1]);
});

test("her own failed call stays hers until somebody else completes one", () => {
  const failed = visit("V1", { store_id: "S1", state: "failed" });
  expect(today([stop("P1", "S1", 1)], [failed]).stops[0]?.state).toBe("failed");
  const other = visit("V2", { store_id: "S1", rep_id: "rep.cc02", rep_name: "罗" });
  expect(today([stop("P1", "S1", 1)], [failed, other]).stops[0]?.by).toBe("罗");
});

test("a stop the rep added stands in the plan at once, and only once", () => {
  const added = line(1, "planned_visit.add", "P9", {
    store_id: "S9",
    day: DAY,
    sequence: 7,
    reason: "make_up",
  });
  const stores = new Map([["S9", store]]);
  expect(planNow([], [added], stores, ME)[0]).toMatchObject({
    id: "P9",
    store_name: "新店",
    origin: "rep_added",
  });
  expect(planNow([stop("P9", "S9", 7)], [added], stores, ME)).toHaveLength(1);
  expect(planNow([], [added], new Map(), ME)).toHaveLength(0);
});

function task(id: string, due_on: string, change: Partial<Task> = {}): Held<"task"> {
  return {
    id,
    version: 3,
    store_name: id,
    due_on,
    priority: "normal",
    state: "assigned",
    answered_at: null,
    photo_ids: [],
    ...change,
  } as Held<"task">;
}

test("tasks: what is late first, important before the rest, answered ones out of the way", () => {
  const said = [
    line(1, "task.complete", "T4", { answer: "做了", photo_ids: ["F1"], visit_id: null }),
  ];
  const board = tasksByUrgency(
    tasksNow(
      [
        task("T1", "2026-11-26"),
        task("T2", DAY),
        task("T3", DAY, { priority: "high" }),
        task("T4", DAY),
        task("T5", "2026-11-20"),
      ],
      said,
    ),
    DAY,
  );
  expect(board.late.map((one) => one.id)).toEqual(["T5"]);
  expect(board.today.map((one) => one.id)).toEqual(["T3", "T2"]);
  expect(board.later.map((one) => one.id)).toEqual(["T1"]);
  expect(board.closed).toMatchObject([{ id: "T4", state: "done", answer: "做了", waiting: true }]);
});

test("my numbers are sums of the days behind them, halves rounded up", () => {
  const plan = [
    stop("P1", "S1", 1),
    stop("P2", "S2", 2),
    stop("P3", "S3", 1, { day: "2026-11-24" }),
  ];
  const visits = [
    ...visitsNow([visit("V1", { store_id: "S1" })], [], { id: ME, name: "" }).values(),
  ];
  const numbers = numbersNow([DAY, "2026-11-24"], ME, plan, visits, [order("O1", "V1", 4200)]);
  expect(numbers).toMatchObject({
    planned: 3,
    done: 1,
    rate_1e4: 3333,
    productive: 1,
    value_fen: 4200,
  });
  expect(numbers.days.map((day) => [day.day, day.done, day.planned])).toEqual([
    [DAY, 1, 2],
    ["2026-11-24", 0, 1],
  ]);
  expect(numbersNow([DAY], ME, [], [], []).rate_1e4).toBeNull();
});

test("orders of the log are in the numbers, marked as waiting", () => {
  const args = {
    no: "A-1",
    store_id: "S1",
    visit_id: "V1",
    day: DAY,
    lines: [],
    total_fen: 900,
    wanted_on: null,
    note: null,
    signature_photo_id: null,
  };
  const orders = ordersNow([], [line(2, "order.submit", "O1", args)]);
  const now = today([stop("P1", "S1", 1)], [visit("V1")], [...orders.values()]);
  expect([now.value_fen, now.waiting_fen]).toEqual([900, 900]);
});

test("her own order goes before the plan's, and what it does not name comes behind", () => {
  const plan = [stop("P1", "S1", 1), stop("P2", "S2", 2), stop("P3", "S3", 3)];
  const order = (ids: string[]): string[] =>
    todayNow(DAY, ME, plan, new Map(), [], [], ids).stops.map((one) => one.id);
  expect(order([])).toEqual(["P1", "P2", "P3"]);
  expect(order(["P3", "gone", "P1"])).toEqual(["P3", "P1", "P2"]);
  expect(todayNow(DAY, ME, plan, new Map(), [], [], ["P2"]).next?.id).toBe("P2");
});

test("a day begins once: the first word of it counts", () => {
  const id = `${ME}:${DAY}`;
  expect(startedAt(id, null, [])).toBeNull();
  const said = line(1, "day.start", id, { day: DAY });
  expect(startedAt(id, null, [said])).toBe(said.made_at);
  expect(startedAt(id, { started_at: "2026-11-25T00:01:00.000Z" }, [said])).toBe(
    "2026-11-25T00:01:00.000Z",
  );
});
