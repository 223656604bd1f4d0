import { expect, test } from "vitest";
import type { StockRow } from "./now";
import { backorders, proposal } from "./proposal";

const U = 24;
const row = {
  sku: { id: "SKU-01", units_per_case: U, shelf_life_days: 365, active: true },
  now: { saleable: 900 * U },
  between: {
    opening: 1200 * U,
    closing: 900 * U,
    receipts: 800 * U,
    returns_in: 0,
    scrapped: 0,
    posted: 1100 * U,
    days: 14,
    out_days: 0,
  },
} as unknown as StockRow;
const NONE = { promo: {}, launch: {} };
const CYCLE = { cycle_days: 14, lead_days: 3, season_per_mille: 1000 };

test("the worked example, with goods under way: 700 cases", () => {
  const [one] = proposal(
    [row],
    new Map([["SKU-01", 150 * U]]),
    new Map([["SKU-01", 200 * U]]),
    CYCLE,
    NONE,
  );
  expect(one?.purchase).toMatchObject({ units: 700 * U, why: "formula", daily_milli: 1_885_714 });
  const gone = { ...row, sku: { ...row.sku, active: false } } as StockRow;
  expect(proposal([gone], new Map(), new Map(), CYCLE, NONE)).toEqual([]);
});

test("what a promotion and a launch need comes on top, and whole pallet layers are filled up", () => {
  const bought = (more: object, besides = NONE) => {
    const sku = { ...row.sku, ...more };
    const there = new Map([["SKU-01", 200 * U]]);
    return proposal([{ ...row, sku } as StockRow], new Map(), there, CYCLE, besides)[0]?.purchase;
  };
  expect(bought({})).toMatchObject({ units: 550 * U, why: "formula" });
  const besides = { promo: { "SKU-01": 30, "SKU-02": 500 }, launch: { "SKU-01": 7 } };
  expect(bought({}, besides)).toMatchObject({ units: 587 * U, why: "formula" });
  expect(bought({ cases_per_layer: 100 })).toMatchObject({
    units: 600 * U,
    cases: 550,
    why: "layer",
  });
  expect(bought({ cases_per_layer: 400 })).toMatchObject({ units: 550 * U, why: "formula" });
});

test("stores wait for what was audited and is on no road; what was refused they wait for again", () => {
  const line = (qty: number, more: object = {}) => ({
    order_id: "O-1", line_id: "1", sku_id: "SKU-01", qty, uom: "case", accepted_qty: null, ...more,
  }); // prettier-ignore
  const order = (doc_state: string, lines: object[]) =>
    ({ id: "O-1", doc_state, lines }) as Parameters<typeof backorders>[0][number];
  const note = (loaded_at: string | null, delivered_at: string | null, lines: object[]) =>
    ({ loaded_at, delivered_at, lines }) as Parameters<typeof backorders>[1][number];
  const open = (o: ReturnType<typeof order>, ...notes: ReturnType<typeof note>[]) =>
    backorders([o], notes, new Map([["SKU-01", U]])).get("SKU-01");
  const ten = order("audited", [line(10)]);
  expect(open(ten)).toBe(240);
  expect(open(order("audited", [line(10, { accepted_qty: 8 })]))).toBe(192);
  expect(open(order("cancelled", [line(10)]))).toBeUndefined();
  expect(open(ten, note(null, null, [line(6)]))).toBe(240);
  expect(open(ten, note("x", null, [line(6)]))).toBe(96);
  expect(open(ten, note("x", "y", [line(6, { accepted_qty: 2 })]))).toBe(192);
  expect(open(ten, note("x", "y", [line(12, { accepted_qty: 12 })]))).toBe(0);
});

test("gifts wait with what they follow, until they went out with it", () => {
  const gift = (qty: number, more: object = {}) => ({
    order_id: "O-1", line_id: "g1", sku_id: "SKU-01", qty, accepted_qty: null, ...more,
  }); // prettier-ignore
  const line = { order_id: "O-1", line_id: "1", sku_id: "SKU-02", qty: 10, uom: "case" };
  const open = (gifts: object[], ...notes: object[]) =>
    backorders(
      [{ id: "O-1", doc_state: "audited", lines: [], gifts } as never],
      notes as never,
      new Map([["SKU-01", U]]),
    ).get("SKU-01");
  const gone = (delivered_at: string | null, gifts: object[]) => ({
    loaded_at: "x",
    delivered_at,
    lines: [line],
    gifts,
  });
  expect(open([gift(3)])).toBe(72);
  expect(open([gift(3, { accepted_qty: 2 })])).toBe(48);
  expect(open([gift(3), gift(9, { sku_id: null })])).toBe(72);
  expect(open([gift(3)], gone(null, [gift(2)]))).toBe(24);
  expect(open([gift(3)], gone("y", [gift(2, { accepted_qty: 1 })]))).toBe(48);
  expect(open([gift(3)], gone("y", [gift(2, { order_id: "O-2" })]))).toBe(72);
});
