import { expect, test } from "vitest";
import { isBegun, lackOf, NOTHING, rivalOf } from "./rivals";

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
