import { beforeAll, expect, test } from "vitest";
import { speaking, word } from "../ui/words/index.svelte";
import { readAs, shownAs } from "./thresholds";

beforeAll(() => speaking("reviews", () => Promise.resolve()));

test("working hours are times of day, and the least time a product takes is seconds", () => {
  for (const [name, value, shown] of [
    ["opens_min", 420, "07:00"],
    ["evening_closes_min", 1260, "21:00"],
    ["closes_min", 1440, "24:00"],
    ["sku_ms", 1000, "1"],
    ["sku_ms", 1500, "1.5"],
    ["stay_p1_min", 20, "20"],
    ["doubt_m", 100, "100"],
  ] as const) {
    expect(shownAs(name, value)).toBe(shown);
    expect(readAs(name, shown)).toBe(value);
  }
  expect(readAs("opens_min", "７：３０")).toBe(450);
});

test("what is none is not kept as something else", () => {
  for (const text of ["", "25:00", "24:01", "7", "7:60", "420", "a"])
    expect(readAs("opens_min", text)).toBeNull();
  for (const text of ["-1", "1,5", "1.2345", "x"]) expect(readAs("sku_ms", text)).toBeNull();
  for (const text of ["1.5", "07:00", "1234567"]) expect(readAs("stay_p1_min", text)).toBeNull();
});

test("each says its unit", () => {
  expect(word("threshold", "sku_ms")).toContain("（秒）");
  expect(word("threshold", "speed_kmh")).toContain("（公里/小时）");
  expect(word("threshold", "city_kmh")).toContain("（公里/小时）");
  expect(word("threshold", "opens_min")).not.toContain("分钟");
});
