/** So much of a unit, as each language counts it. */

import { afterEach, expect, test, vi } from "vitest";
import { en } from "./en";
import { quantity, useLocale } from "./index.svelte";
import { officeEn } from "./office.en";
import { partnerEn } from "./partner.en";

vi.stubGlobal("document", { documentElement: {} });
afterEach(() => useLocale("zh-CN"));

test("English has one of a thing, and more or none of them", async () => {
  await useLocale("en");
  expect([0, 1, 2, 37].map((n) => quantity(n, "case"))).toEqual([
    "0 cases",
    "1 case",
    "2 cases",
    "37 cases",
  ]);
  expect([0, 1, 12].map((n) => quantity(n, "bottle"))).toEqual([
    "0 bottles",
    "1 bottle",
    "12 bottles",
  ]);
});

test("Chinese says the same word for any number", () => {
  expect([0, 1, 37].map((n) => quantity(n, "case"))).toEqual(["0 箱", "1 箱", "37 箱"]);
  expect(quantity(1, "bottle")).toBe("1 瓶");
});

test("no sentence counts a unit by itself, where one form would have to do for all numbers", () => {
  const said = Object.entries({ ...en, ...officeEn, ...partnerEn });
  expect(said.filter(([, sentence]) => /\{\w+\} \{uom\}/.test(sentence))).toEqual([]);
});
