import { expect, test } from "vitest";
import { endingIn, skuOf } from "./scan";

const A = { id: "A", gtin: "6901234567892" };
const B = { id: "B", gtin: "4006381333931" };

test("a code finds its product; a misread digit finds none", () => {
  expect(skuOf([A, B], "4006381333931")).toBe(B);
  expect(skuOf([A, B], "4006381333932")).toBeUndefined();
  expect(skuOf([{ id: "C", gtin: "1234567890123" }], "1234567890123")).toBeUndefined();
});

test("typed digits find by their end, from the fourth on", () => {
  expect(endingIn([A, B], "3931")).toEqual([B]);
  expect(endingIn([A, B], "931")).toEqual([]);
  expect(endingIn([A, B], "39 31")).toEqual([]);
});
