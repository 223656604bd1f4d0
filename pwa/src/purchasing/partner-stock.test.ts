import { expect, test } from "vitest";
import { daysLeft, few, near, type PartnerStockRow } from "./partner-stock";

const row = (saleable: number, daily_milli: number, zone = "fresh", good = 1) =>
  ({ saleable, daily_milli, lots: [{ zone, good }] }) as unknown as PartnerStockRow;

test("how long it lasts, and what is short of it", () => {
  expect(daysLeft(row(100, 10_500))).toBe(9);
  expect(daysLeft(row(100, 0))).toBeNull();
  expect([few(row(99, 10_000)), few(row(100, 10_000)), few(row(1, 0))]).toEqual([
    true,
    false,
    false,
  ]);
});

test("near its end is what is still there", () => {
  expect([near(row(1, 1, "act")), near(row(1, 1, "expired", 0)), near(row(1, 1, "watch"))]).toEqual(
    [true, false, false],
  );
});
