import { expect, test } from "vitest";
import { meant, reads, within } from "./whole";

const LIMITS = { min: 0, max: 99_999 };

test.each([
  ["12", 12],
  ["１２", 12],
  ["007", 7],
  ["3.7", 3],
  ["３．７", 3],
  ["12箱", 12],
  ["1 200", 1200],
  ["-5", 0],
  ["箱", 0],
  ["100000", 99_999],
  ["3。7", 3],
  ["3,5", 3],
  ["３，５", 3],
  ["1,200", 1200],
  ["1e5", 1],
  [".7", 0],
  ["9".repeat(400), 99_999],
])("of %s the number on the screen is the number that is kept", (text, kept) => {
  expect(meant(text, LIMITS)).toBe(kept);
  expect(reads(text, LIMITS)).toBe(String(kept));
});

test("no more than there is, no less than must be", () => {
  const ordered = { min: 1, max: 24 };
  expect([meant("25", ordered), reads("25", ordered)]).toEqual([24, "24"]);
  expect([meant("0", ordered), reads("0", ordered)]).toEqual([1, "1"]);
  expect([within(24.9, ordered), within(Number.NaN, ordered), within(-3, ordered)]).toEqual([
    24, 1, 1,
  ]);
});

test("a field being emptied or a dot being typed is left alone, and the number is kept meanwhile", () => {
  expect([meant("", LIMITS), reads("", LIMITS)]).toEqual([0, ""]);
  expect([meant("3.", LIMITS), reads("3.", LIMITS)]).toEqual([3, "3."]);
  expect([meant("３．", LIMITS), reads("３．", LIMITS)]).toEqual([3, "３．"]);
  expect([meant("3,", LIMITS), reads("3,", LIMITS)]).toEqual([3, "3,"]);
});
