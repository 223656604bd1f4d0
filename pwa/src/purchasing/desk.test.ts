import { expect, test } from "vitest";
import { amendedOf, fenOf, inFilter, turnOf, type PurchaseRow } from "./desk";

test("yuan are fen without a float", () => {
  expect(["12", "12.3", " 12.34 ", "0.05"].map(fenOf)).toEqual([1200, 1230, 1234, 5]);
  expect(["", "-1", "1.234", "1,000", "x"].map(fenOf)).toEqual([null, null, null, null, null]);
  expect(fenOf("1000000000.10")).toBe(100_000_000_010);
});

test("what waits for whom", () => {
  const row = (state: string) => ({ state }) as PurchaseRow;
  expect(inFilter(row("submitted"), "mine", "office_supervisor")).toBe(true);
  expect(inFilter(row("submitted"), "mine", "order_desk")).toBe(false);
  expect(inFilter(row("diff_claimed"), "mine", "order_desk")).toBe(true);
  expect(inFilter(row("received_diff"), "mine", "order_desk")).toBe(false);
  expect(turnOf("closed")).toBeUndefined();
  expect(inFilter(row("cancelled"), "done", "ops_manager")).toBe(true);
});

test("other quantities take nothing from what he needs besides", () => {
  const line = { sku_id: "A", proposed_cases: 40, promo_cases: 30, launch_cases: 7, cases: 40 };
  const lines = [line, { sku_id: "B", proposed_cases: null, cases: 5 }] as PurchaseRow["lines"];
  expect(amendedOf(lines, { A: 35 })).toEqual([
    { ...line, cases: 35 },
    { sku_id: "B", proposed_cases: null, cases: 5 },
  ]);
});
