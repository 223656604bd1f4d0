import { expect, test } from "vitest";
import { few, near, type PartnerStockRow } from "./partner-stock";

const row = (days: number | null, zone = "fresh", good = 1) =>
  ({ days, lots: [{ zone, good }] }) as unknown as PartnerStockRow;

test("what lasts less than it should; of what nobody can say it is not said", () => {
  expect([few(row(9)), few(row(10)), few(row(null))]).toEqual([true, false, false]);
});

test("near its end is what is still there", () => {
  expect([near(row(1, "act")), near(row(1, "expired", 0)), near(row(1, "watch"))]).toEqual([
    true,
    false,
    false,
  ]);
});
