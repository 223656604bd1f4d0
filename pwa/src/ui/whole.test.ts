import { expect, test } from "vitest";
import { begun, wholeOf, within } from "./whole";

test.each([
  ["12", 12],
  ["１２", 12],
  ["007", 7],
  [" 12 ", 12],
  ["1,000", 1000],
  ["１，０００", 1000],
  ["1 200", 1200],
  ["12,345,678", 12_345_678],
  ["9".repeat(400), Number.MAX_SAFE_INTEGER],
])("%s is a whole number", (text, meant) => {
  expect(wholeOf(text)).toBe(meant);
});

test.each([
  "1e9",
  "-3",
  "1.5",
  "3,5",
  "12箱",
  "箱",
  "3。7",
  "1,0000",
  ",100",
  "0x1F",
  "½",
  "3²",
  "①",
  "1-2",
  "NaN",
])("%s is none, and no digit of it is taken for one", (text) => {
  expect(wholeOf(text)).toBeNull();
});

test("what sets off thousands may be on its way", () => {
  expect(["1,", "1,0", "1,00", "１，0", "12,345,"].map(begun)).toEqual(Array(5).fill(true));
  expect(["1,000", "1.", ",", "1,0000", "-1,", ""].map(begun)).toEqual(Array(6).fill(false));
});

test("a button goes no further than there is", () => {
  const ordered = { min: 1, max: 24 };
  expect([within(25, ordered), within(0, ordered), within(Number.NaN, ordered)]).toEqual([
    24, 1, 1,
  ]);
  expect([within(24.9, ordered), within(-3, ordered)]).toEqual([24, 1]);
});
