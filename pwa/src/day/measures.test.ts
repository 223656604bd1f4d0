import fc from "fast-check";
import { expect, test } from "vitest";
import type { Held } from "../device/records";
import type { OrderNow } from "../orders/now";
import { todayNow, type TaskNow } from "../planning/now";
import type { VisitNow } from "../visits/now";
import { dayZh } from "../ui/words/day.zh-CN";
import { seen } from "../visits/testing";
import { measures, valueOf, type Code, type Known, type Measure } from "./measures";

const ME = "rep.cc01";
const stop = (store: string, day: string, change: object = {}): Held<"planned_visit"> =>
  ({
    id: `P-${store}-${day}`, version: 1, store_id: store, store_code: store, store_name: store,
    rep_id: ME, day, sequence: 1, reason: "cycle", minutes: 20, state: "planned", origin: "planned",
    tier: "P3", lat_e7: 0, lon_e7: 0, note: null, ...change,
  }) as Held<"planned_visit">; // prettier-ignore
const visit = (id: string, store: string, day: string, change: object = {}): VisitNow =>
  ({
    id, version: 1, store_id: store, rep_id: ME, rep_name: "", planned_visit_id: null, day,
    state: "completed", checked_in_at: `${day}T02:00:00.000Z`,
    checked_out_at: `${day}T02:20:00.000Z`, observations: [], waiting: false, ...change,
  }) as unknown as VisitNow; // prettier-ignore
const order = (id: string, visit_id: string, total_fen: number, change: object = {}): OrderNow =>
  ({
    id, version: 1, visit_id, day: "2026-11-25", store_name: id, total_fen, doc_state: "audited",
    lines: [{}, {}], waiting: false, ...change,
  }) as unknown as OrderNow; // prettier-ignore
const store = (id: string, change: object = {}): Held<"store"> =>
  ({
    id,
    version: 1,
    name: id,
    active: true,
    must_stock_list_id: "MS",
    ...change,
  }) as Held<"store">;
const task = (id: string, due_on: string, change: object = {}): TaskNow =>
  ({ id, version: 1, title: id, store_name: id, due_on, state: "assigned", answered_at: null, waiting: false, ...change }) as TaskNow; // prettier-ignore

const NONE: Known = {
  meId: ME,
  from: "2026-11-19",
  to: "2026-11-25",
  plan: [],
  visits: [],
  orders: [],
  tasks: [],
  stores: [],
  spots: [],
  mustStock: new Map([["MS", ["K1", "K2", "K3"]]]),
};
const of = (code: Code, known: Partial<Known>): Measure => {
  const found = measures({ ...NONE, ...known }).find((one) => one.code === code);
  if (!found) throw new Error(code);
  return found;
};
const parts = (code: Code, known: Partial<Known>): [number, number, number | null] => {
  const found = of(code, known);
  return [found.numerator, found.denominator, valueOf(found)];
};

test("nothing due is a dash, never nought and never a hundred", () => {
  for (const measure of measures(NONE)) expect(valueOf(measure)).toBeNull();
});

test("M01: what the office planned, a store once a day, waived and added aside, whoever was there", () => {
  const plan = [
    stop("S1", "2026-11-25"),
    stop("S1", "2026-11-25", { id: "again" }),
    stop("S2", "2026-11-25"),
    stop("S3", "2026-11-25", { state: "waived" }),
    stop("S4", "2026-11-25", { origin: "rep_added" }),
    stop("S5", "2026-11-18"),
  ];
  const visits = [
    visit("V1", "S1", "2026-11-25", { rep_id: "rep.cc02" }),
    visit("V4", "S4", "2026-11-25"),
    visit("V2", "S2", "2026-11-25", { state: "abandoned" }),
  ];
  expect(parts("M01", { plan, visits })).toEqual([1, 2, 5000]);
});

const DAYS = ["2026-11-24", "2026-11-25"];
test("M01 is what Today and the week's card say, whatever the days were like", () => {
  const stores = fc.constantFrom("S1", "S2", "S3");
  const days = fc.constantFrom(...DAYS);
  const plans = fc.array(
    fc.record({
      store: stores,
      day: days,
      origin: fc.constantFrom("planned", "rep_added"),
      state: fc.constantFrom("planned", "waived"),
    }),
  );
  const calls = fc.array(
    fc.record({
      store: stores,
      day: days,
      rep_id: fc.constantFrom(ME, "rep.cc02"),
      state: fc.constantFrom("completed", "failed", "abandoned", "in_progress"),
    }),
  );
  fc.assert(
    fc.property(plans, calls, (planned, called) => {
      const plan = planned.map(({ store: at, day, ...more }, i) =>
        stop(at, day, { id: `P${i}`, ...more }),
      );
      const visits = called.map(({ store: at, day, ...more }, i) => visit(`V${i}`, at, day, more));
      const each = DAYS.map((day) => todayNow(day, ME, plan, new Map(), visits, []));
      const sum = (name: "done" | "planned"): number =>
        each.reduce((all, day) => all + day[name], 0);
      expect(parts("M01", { plan, visits }).slice(0, 2)).toEqual([sum("done"), sum("planned")]);
    }),
  );
});

test("M07, M09, M08: orders of her own visits; cancelled ones are none, two of one visit are one call", () => {
  const visits = [
    visit("V1", "S1", "2026-11-25"),
    visit("V2", "S2", "2026-11-25"),
    visit("V3", "S3", "2026-11-25", { rep_id: "rep.cc02" }),
  ];
  const orders = [
    order("O1", "V1", 1000),
    order("O2", "V1", 500, { waiting: true }),
    order("O3", "V2", 9900, { doc_state: "cancelled" }),
    order("O4", "V3", 7700),
  ];
  expect(parts("M07", { visits, orders })).toEqual([1, 2, 5000]);
  expect(parts("M09", { visits, orders })).toEqual([1500, 1, 1500]);
  expect(parts("M08", { visits, orders })).toEqual([4, 1, 40]);
  expect(of("M09", { visits, orders }).waiting).toBe(500);
});

test("M27: of visits of the period that were looked at again; one that waits is not in it", () => {
  const spot = (id: string, visited_at: string, more = {}) => ({
    id,
    rep_id: ME,
    state: "done",
    store_name: id,
    visited_at,
    within: 3,
    compared: 4,
    ...more,
  });
  const spots = [
    spot("A", "2026-11-25T02:00:00.000Z"),
    spot("B", "2026-11-25T17:00:00.000Z"), // the next day here
    spot("C", "2026-11-25T02:00:00.000Z", { state: "open", within: undefined }),
    spot("D", "2026-11-25T02:00:00.000Z", { rep_id: "rep.cc02" }),
  ] as unknown as Known["spots"];
  expect(parts("M27", { spots, from: "2026-11-25", to: "2026-11-25" })).toEqual([3, 4, 7500]);
  expect(parts("M27", {})).toEqual([0, 0, null]);
});

test("M04: a store is covered by her own visit, closed stores aside", () => {
  const stores = [store("S1"), store("S2"), store("S3", { active: false })];
  const visits = [
    visit("V1", "S1", "2026-11-25", { waiting: true }),
    visit("V2", "S2", "2026-11-25", { rep_id: "rep.cc02" }),
  ];
  const found = of("M04", { stores, visits });
  expect([found.numerator, found.denominator, found.waiting]).toEqual([1, 2, 1]);
});

test("M13: the last check of a store counts, and a store nobody checked counts neither way", () => {
  const visits = [
    visit("V1", "S1", "2026-11-20", {
      observations: [seen("K1", "present"), seen("K2", "present")],
    }),
    visit("V2", "S1", "2026-11-24", {
      observations: [seen("K1", "present"), seen("K2", "oos_shelf")],
    }),
    visit("V3", "S2", "2026-11-24"),
  ];
  expect(parts("M13", { stores: [store("S1"), store("S2")], visits })).toEqual([1, 3, 3333]);
});

test("M31: done by its day is in time; later, not done or withdrawn is not", () => {
  const tasks = [
    task("T1", "2026-11-24", { state: "done", answered_at: "2026-11-24T15:59:00.000Z" }),
    task("T2", "2026-11-24", { state: "done", answered_at: "2026-11-24T16:01:00.000Z" }),
    task("T3", "2026-11-24", { state: "not_possible", answered_at: "2026-11-24T01:00:00.000Z" }),
    task("T4", "2026-11-24"),
    task("T5", "2026-11-24", { state: "withdrawn" }),
    task("T6", "2026-11-26"),
  ];
  expect(parts("M31", { tasks })).toEqual([1, 4, 2500]);
});

test("M10: minutes in stores are added up", () => {
  const visits = [visit("V1", "S1", "2026-11-25"), visit("V2", "S2", "2026-11-24")];
  expect(parts("M10", { visits })).toEqual([40, 2, 40]);
});

test("every number is the sum of the rows that are shown for it", () => {
  const known = {
    plan: [stop("S1", "2026-11-25"), stop("S2", "2026-11-25")],
    visits: [visit("V1", "S1", "2026-11-25", { waiting: true })],
    orders: [order("O1", "V1", 4200)],
    stores: [store("S1")],
    tasks: [task("T1", "2026-11-25")],
  };
  for (const { rows, numerator, denominator, waiting } of measures({ ...NONE, ...known })) {
    const sum = (name: "numerator" | "denominator"): number =>
      rows.reduce((all, row) => all + row[name], 0);
    expect([numerator, denominator]).toEqual([sum("numerator"), sum("denominator")]);
    expect(waiting).toBeLessThanOrEqual(numerator);
    for (const row of rows) expect(row.path).toMatch(/^\/(visits|stores|orders|tasks)\/./);
  }
});

test("what no review has judged yet has no code of what is judged", () => {
  for (const code of ["M01", "M04"] as const) {
    expect(dayZh[`measure.${code}`]).toContain("审核前");
    expect(dayZh[`measureof.${code}`]).not.toContain(code);
  }
});
