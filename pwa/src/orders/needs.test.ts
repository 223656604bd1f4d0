import { describe, expect, test } from "vitest";
import type { Observation, ReturnLine, SalesLine, SalesOrder } from "../protocol";
import { asksWhy, countOf, needsOf, suggestionOf, type Need, type Shelf } from "./needs";

const CAN = { id: "CAN", units_per_case: 24, shelf_life_days: 365 };

function seen(sku_id: string, shelf: number | null, back: number | null = null): Observation {
  return {
    sku_id,
    location: "main_shelf",
    presence: shelf === 0 ? "oos_store" : "present",
    facings: 2,
    shelf_units: shelf,
    backroom_units: back,
    price_fen: null,
    price_tag: null,
    same_as_last: false,
  };
}
const visit = (day: string, ...observations: Observation[]) => ({
  day,
  checked_in_at: `${day}T02:00:00.000Z`,
  observations,
});
function order(more: Partial<SalesOrder>, line: Partial<SalesLine> = {}): SalesOrder {
  const one = { line_id: "1", sku_id: "CAN", qty: 2, uom: "case", received_qty: 2, ...line };
  const made = { day: "2026-11-14", doc_state: "closed", lines: [one], ...more };
  return made as SalesOrder;
}
const came = (at: string, units: number) => ({
  deliveries: [{ at, goods: [{ sku_id: "CAN", units }] }],
});
function shelf(more: Partial<Shelf> = {}): Shelf {
  return {
    visit: visit("2026-11-28", seen("CAN", 12, 10)),
    before: [visit("2026-11-14", seen("CAN", 20, 10))],
    orders: [order(came("2026-11-16T03:00:00.000Z", 48))],
    nextDay: "2026-12-12",
    must: new Set(["CAN"]),
    skus: [CAN],
    split: () => false,
    ...more,
  };
}
const need = (more: Partial<Shelf> = {}): Need => needsOf(shelf(more)).get("CAN") as Need;

test("the worked example, from what the phone holds: 30 and 48 came, 22 are left, 3 cases", () => {
  expect(need().counts).toMatchObject({ last: 30, delivered: 48, now: 22, days: 14 });
  expect(need().suggestion).toMatchObject({ sold: 56, target: 84, units: 72, why: "history" });
});

test("goods that came before the last count, or after this one, are in the counts or not yet", () => {
  const early = order(came("2026-11-14T01:00:00.000Z", 100));
  const late = order(came("2026-11-28T09:00:00.000Z", 100));
  const both = [...shelf().orders, early, late];
  expect(need({ orders: both }).counts.delivered).toBe(48);
});

test("what was fetched back from the store was not sold; what it did not take never was there", () => {
  const went = (origin: "store" | "delivery", collected_at: string | null, qty = 1) => ({
    origin,
    collected_at,
    lines: [{ sku_id: "CAN", uom: "case" as const, qty: 2, collected_qty: qty } as ReturnLine],
  });
  const returns = [
    went("store", "2026-11-20T03:00:00.000Z"),
    went("delivery", "2026-11-20T03:00:00.000Z"),
    went("store", "2026-11-14T01:00:00.000Z"),
    went("store", "2026-11-28T09:00:00.000Z"),
    went("store", null),
  ];
  expect(need({ returns }).counts.returned).toBe(24);
  expect(need({ returns }).suggestion.sold).toBe(56 - 24);
});

test("what is ordered and on its way goes off it, short answers and cancelled orders as they are", () => {
  const open = order({ doc_state: "audited" }, { qty: 5, accepted_qty: 3, received_qty: 1 });
  const off = order({ doc_state: "cancelled" }, { qty: 9, received_qty: null });
  expect(need({ orders: [...shelf().orders, { ...open, deliveries: [] }, off] }).open_units).toBe(
    48,
  );
});

describe("counts", () => {
  test("shelf and back room of all places together; out is none, not counted is not known", () => {
    const both = [seen("CAN", 3, 4), { ...seen("CAN", 5), location: "cooler" as const }];
    expect(countOf({ observations: both }, "CAN")).toBe(12);
    expect(
      countOf({ observations: [{ ...seen("CAN", null), presence: "oos_store" }] }, "CAN"),
    ).toBe(0);
    expect(countOf({ observations: [seen("CAN", null)] }, "CAN")).toBeNull();
    expect(countOf({ observations: [] }, "CAN")).toBeNull();
  });
  test("the last visit that counted it, not the last one", () => {
    const before = [visit("2026-11-21", seen("CAN", null)), ...shelf().before];
    expect(need({ before }).counts).toMatchObject({ last: 30, days: 14 });
  });
  test("out when it was counted: the days until goods came are no days without a sale", () => {
    const before = [visit("2026-11-14", seen("CAN", 0))];
    expect(need({ before }).counts).toMatchObject({ last: 0, out_days: 2 });
  });
  test("goods came and nobody knows when: nothing is reckoned from it", () => {
    const found = need({ orders: [order({})], visit: visit("2026-11-28", seen("CAN", 0)) });
    expect(found.counts.last).toBeNull();
    expect(found.suggestion).toMatchObject({ why: "first", units: 24 });
  });
  test("a product nobody counted and that need not be here gets no suggestion", () => {
    expect(needsOf(shelf({ visit: visit("2026-11-28"), must: new Set() })).size).toBe(0);
  });
});

test("without a plan the time between the last two visits is the next", () => {
  expect(need({ nextDay: null }).cycle.next_days).toBe(14);
  expect(need({ nextDay: null, before: [] }).cycle.next_days).toBe(7);
});

describe("asks why", () => {
  test.each([
    [72, false],
    [0, true],
    [48, true], // a third less
    [96, true], // a third more
  ])("3 cases suggested, %i ordered: %s", (ordered, asks) => {
    expect(asksWhy(need(), ordered, 24)).toBe(asks);
  });
  test("half a case more or less is nobody's doing, nor is a suggestion without a count behind it", () => {
    const split = need({ split: () => true });
    expect(split.suggestion.units).toBe(62);
    expect(asksWhy(split, 72, 24)).toBe(false);
    const first = need({ before: [], visit: visit("2026-11-28") });
    expect(first.suggestion).toMatchObject({ why: "first", units: 24 });
    expect(asksWhy(first, 0, 24)).toBe(false);
  });
});

test("the company gets every term of it", () => {
  expect(suggestionOf(need(), 24, "no_money")).toEqual({
    sku_id: "CAN",
    last: 30,
    now: 22,
    delivered: 48,
    returned: 0,
    days: 14,
    out_days: 0,
    next_days: 14,
    delivery_days: 1,
    open_units: 0,
    suggested: 72,
    why: "history",
    ordered: 24,
    reason: "no_money",
  });
});
