import { expect, test } from "vitest";
import { asBefore, isBegun, lackOf, NOTHING, rivalOf } from "./rivals";

const typed = { brand: " 演示别家 ", what: " ", activity: "price_cut", price: "2.9", effect: "3" };

test("nothing typed is nothing begun; a single choice is", () => {
  expect(isBegun(NOTHING)).toBe(false);
  expect(isBegun({ ...NOTHING, effect: "2" })).toBe(true);
});

test("brand, activity and effect must be there, and a price must be one", () => {
  expect(lackOf(NOTHING)).toBe("brand");
  expect(lackOf({ ...typed, activity: "" })).toBe("activity");
  expect(lackOf({ ...typed, effect: "" })).toBe("effect");
  expect(lackOf({ ...typed, price: "cheap" })).toBe("price");
  expect(lackOf({ ...typed, price: "" })).toBe("");
});

test("it is said without blanks, in fen", () => {
  expect(rivalOf(typed)).toEqual({
    brand: "演示别家",
    what: null,
    activity: "price_cut",
    price_fen: 290,
    effect: 3,
  });
});

test("how it works, its days and its facings go along where they were filled in", () => {
  const whole = {
    ...typed,
    mechanism: " 买三送一 ",
    from_on: "2026-11-20",
    until_on: "2026-11-30",
    facings: "6",
  };
  expect(rivalOf(whole)).toMatchObject({
    mechanism: "买三送一",
    from_on: "2026-11-20",
    until_on: "2026-11-30",
    facings: 6,
  });
  expect(lackOf({ ...whole, until_on: "2026-11-19" })).toBe("days");
  // An older company hears of it in words.
  expect(asBefore(rivalOf({ ...whole, what: "橙味" }))).toEqual({
    ...rivalOf(typed),
    what: "橙味 · 买三送一",
  });
});
