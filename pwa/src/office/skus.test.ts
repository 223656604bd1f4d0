import { expect, test } from "vitest";
import { blank, counted, formOf, type SkuRow } from "./skus";

test("a count is a whole number within its bounds, or none where there may be none", () => {
  expect(counted("units_per_case", "24")).toBe(24);
  for (const odd of ["0", "1001", "2.5", "x", ""])
    expect(counted("units_per_case", odd)).toBe(undefined);
  expect(counted("cases_per_layer", " ")).toBe(null);
  expect(counted("sort", "0")).toBe(0);
});

test("of a row only what is said of a product goes back", () => {
  const row: SkuRow = {
    ...blank(),
    id: "S",
    version: 3,
    published: true,
    image: null,
    lacks: [],
    warns: ["pallet"],
  };
  expect(formOf(row)).toEqual(blank());
});
