import { expect, test } from "vitest";
import type { Held } from "../device/records";
import type { TemplateStep } from "../protocol";
import { missing, nameOf, rowsOf, skippable, stays, visitPlan, type Known } from "./steps";

const SINCE = "2026-11-25T02:00:00.000Z";
const known: Known = {
  visit: { checked_in_at: SINCE },
  template: undefined,
  photos: [],
  checked: false,
  tasks: [],
  due: new Set(),
  orders: 0,
  noOrderReason: "",
};
const open = { state: "assigned", answered_at: null, waiting: false };

function template(steps: TemplateStep[]): Held<"visit_template"> {
  return {
    id: "c1.1",
    version: 1,
    code: "c1",
    template_version: 1,
    name: "C1",
    classes: [],
    channels: [],
    tiers: [],
    valid_from: "2026-01-01",
    strict_order: false,
    steps,
    state: "published",
    org_unit_ids: [],
  };
}

/** The keys of the rows that are done. */
function done(change: Partial<Known>): string[] {
  return rowsOf(visitPlan({ ...known, ...change }))
    .filter((row) => row.done)
    .map((row) => row.key);
}

test("without a template a visit has the steps it has always had, in their order", () => {
  const rows = rowsOf(visitPlan(known));
  expect(rows.map((row) => [nameOf(row, rows).code, row.required])).toEqual([
    ["storefront", true],
    ["shelf", true],
    ["photo", true],
    ["task", false],
    ["order", true],
  ]);
});

test("the shelf is done when every must-stock SKU has an answer; a reason stands for an order", () => {
  expect(done({ tasks: [open] })).toEqual([]);
  expect(done({ tasks: [open], checked: true, noOrderReason: "price" })).toEqual([
    "store_check",
    "order",
  ]);
  expect(done({ photos: [{ type: "storefront" }, { type: "main_shelf_after" }] })).toEqual([
    "check_in storefront",
    "store_check main_shelf_before",
    "sell_in",
  ]);
  expect(done({ checked: false })).not.toContain("store_check");
});

test("a task counts if it lies here or was answered since she came in, and stays counted", () => {
  const given = template([{ step: "sell_in", need: "if_task", photos: [] }]);
  const counter = (...tasks: Known["tasks"]): string => {
    const { settled, required } = visitPlan({ ...known, template: given, tasks });
    return `${settled} of ${required}`;
  };
  expect(counter()).toBe("0 of 0");
  expect(counter(open)).toBe("0 of 1");
  expect(counter({ state: "done", answered_at: null, waiting: true })).toBe("1 of 1");
  expect(counter({ state: "not_possible", answered_at: SINCE, waiting: false })).toBe("1 of 1");
  expect(counter({ state: "done", answered_at: "2026-11-24T02:00:00.000Z", waiting: false })).toBe(
    "0 of 0",
  );
  expect(counter({ state: "withdrawn", answered_at: null, waiting: false })).toBe("0 of 0");
});

test("work on the shelf is done once it was said, and pictured where anything was changed", () => {
  const given = template([{ step: "merchandise", need: "required", photos: [] }]);
  const order = {
    brand_block: "found",
    labels_front: "found",
    clean: "no",
    rotated: "no",
  } as const;
  const merchandise = { actions: [], posm: [], order, fixes: [] };
  const visit = { checked_in_at: SINCE };
  expect(done({ template: given, visit })).toEqual([]);
  expect(done({ template: given, visit: { ...visit, merchandise } })).toEqual(["merchandise"]);
  const worked = { ...visit, merchandise: { ...merchandise, actions: ["cleaned" as const] } };
  expect(done({ template: given, visit: worked })).toEqual([]);
  const photos = [{ type: "main_shelf_after" as const }];
  expect(done({ template: given, visit: worked, photos })).toEqual(["merchandise"]);
});

test("to have looked for other brands and seen nothing is to have looked", () => {
  const given = template([{ step: "competitor", need: "required", photos: [] }]);
  const visit = { checked_in_at: SINCE };
  expect(done({ template: given, visit })).toEqual([]);
  expect(done({ template: given, visit: { ...visit, rivals: [] } })).toEqual(["competitor"]);
});

test("a step that was skipped with a reason is not missing any more, in none of its parts", () => {
  const given = template([
    { step: "store_check", need: "required", photos: [{ type: "main_shelf_before", count: 2 }] },
    { step: "order", need: "required", photos: [] },
  ]);
  const skips = [{ step: "store_check" as const, reason: "shelf_rebuilt" }];
  const before = visitPlan({ ...known, template: given });
  const after = visitPlan({ ...known, template: given, visit: { checked_in_at: SINCE, skips } });
  expect(missing(rowsOf(before)).map((row) => row.key)).toEqual([
    "store_check",
    "store_check main_shelf_before",
    "order",
  ]);
  expect(missing(rowsOf(after)).map((row) => row.key)).toEqual(["order"]);
  // An order has reasons of its own, at the door.
  expect(skippable(before.steps)).toEqual(["store_check"]);
  expect(skippable(after.steps)).toEqual([]);
});

test("the outside check is one row, done once it was said", () => {
  const given = template([{ step: "outside", need: "required", photos: [] }]);
  const seen = { sign: "clean", light_box: "none", poster: "none" } as const;
  const visit = { checked_in_at: SINCE };
  expect(done({ template: given, visit })).toEqual([]);
  expect(done({ template: given, visit: { ...visit, outside: seen } })).toEqual(["outside"]);
});

test("a step of a later version, and one without fields here, leave the counter alone", () => {
  const given = template([
    { step: "check_in", need: "required", photos: [] },
    { step: "tasting" as never, need: "required", photos: [] },
    { step: "order", need: "required", photos: [] },
    { step: "wrap_up", need: "required", photos: [] },
  ]);
  const plan = visitPlan({ ...known, template: given });
  expect(rowsOf(plan).map((row) => row.key)).toEqual(["order"]);
  expect([plan.settled, plan.required]).toEqual([0, 1]);
});

test("the counter counts the rows she sees, the shelf check and its picture as two", () => {
  const counted = (change: Partial<Known>): number[] => {
    const plan = visitPlan({ ...known, ...change });
    const must = rowsOf(plan).filter((row) => row.required);
    expect([must.length - missing(must).length, must.length]).toEqual([
      plan.settled,
      plan.required,
    ]);
    return [plan.settled, plan.required];
  };
  expect(counted({})).toEqual([0, 4]);
  expect(counted({ checked: true })).toEqual([1, 4]);
  expect(counted({ checked: true, photos: [{ type: "main_shelf_before" }] })).toEqual([2, 4]);
  const skips = [{ step: "store_check" as const, reason: "shelf_rebuilt" }];
  expect(counted({ visit: { checked_in_at: SINCE, skips } })).toEqual([2, 4]);
});

test("before and after are told apart only where both are asked for", () => {
  const names = (...types: Array<"main_shelf_before" | "main_shelf_after">): string[] => {
    const photos = types.map((type) => ({ type, count: 1 }));
    const given = template([{ step: "wrap_up", need: "required", photos }]);
    const rows = rowsOf(visitPlan({ ...known, template: given }));
    return rows.map((row) => nameOf(row, rows).code);
  };
  expect(names("main_shelf_before")).toEqual(["photo"]);
  expect(names("main_shelf_before", "main_shelf_after")).toEqual([
    "main_shelf_before",
    "main_shelf_after",
  ]);
});

test("S6 is a must where something was due when she came in, and stays once it was said", () => {
  const given = template([{ step: "promotion", need: "if_due", photos: [] }]);
  const rows = (change: Partial<Known>): Array<[string, boolean, boolean]> =>
    rowsOf(visitPlan({ ...known, template: given, ...change })).map((row) => [
      row.key,
      row.required,
      row.done,
    ]);
  expect(rows({})).toEqual([]);
  expect(rows({ due: new Set(["PR1"]) })).toEqual([["promotion", true, false]]);
  const said = { ...known.visit, promotion: { checks: [], posm: [], coolers: [] } };
  expect(rows({ visit: said })).toEqual([["promotion", true, true]]);
});

test("what keeps her from leaving is said, expired goods before what is only to be chosen", () => {
  expect(stays(true, true, true)).toBe("leave.expired");
  expect(stays(true, false, false)).toBe("leave.expired");
  expect(stays(false, true, true)).toBe("leave.order_decide");
  expect(stays(false, false, true)).toBe("leave.reason_first");
  expect(stays(false, false, false)).toBe("");
});
