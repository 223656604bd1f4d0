import { expect, test } from "vitest";
import {
  amendedOf,
  auditLack,
  fenOf,
  inFilter,
  sendLack,
  settleLack,
  turnOf,
  type PurchaseRow,
} from "./desk";

test("yuan are fen without a float", () => {
  expect(["12", "12.3", " 12.34 ", "0.05"].map(fenOf)).toEqual([1200, 1230, 1234, 5]);
  expect(["", "-1", "1.234", "1,00", "x"].map(fenOf)).toEqual([null, null, null, null, null]);
  expect(["1,008", "12,345,678.9"].map(fenOf)).toEqual([100_800, 1_234_567_890]);
  expect(fenOf("1000000000.10")).toBe(100_000_000_010);
});

test("what a step lacks is said", () => {
  const audit = (typed: string) => auditLack(100_800, typed);
  expect(["", "1007.999", "1,007", "1,008"].map(audit)).toEqual([
    "no_amount",
    "bad_amount",
    "funds",
    "",
  ]);
  expect(auditLack(null, "9")).toBe("price");
  const settle = (typed: string, note: string | null = null) => settleLack(3360, typed, note);
  expect([settle(""), settle("99"), settle("x"), settle("33.59"), settle("33.59", "n")]).toEqual([
    "",
    "over",
    "bad_amount",
    "note",
    "",
  ]);
});

test("goods leave whole, each lot with its day, on a paper", () => {
  const lines = [{ sku_id: "A", allocated_cases: 5 }];
  const lot = { sku_id: "A", produced_on: "2026-11-01", cases: 5 };
  const send = (lots: (typeof lot)[], paper = "X1", day = "2026-11-28") =>
    sendLack(lines, lots, paper, day, "2026-11-28");
  expect(send([lot])).toBe("");
  expect(send([{ ...lot, cases: 2 }])).toBe("quantity");
  expect(send([lot, { ...lot, produced_on: "", cases: 0 }])).toBe("");
  expect(send([{ ...lot, produced_on: "" }])).toBe("produced");
  expect(send([{ ...lot, produced_on: "2026-11-29" }])).toBe("future");
  expect(send([lot], " ")).toBe("paper");
  expect(send([lot], "X1", "2026-11-27")).toBe("day");
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
