import { expect, test } from "vitest";
import { yuan } from "./index.svelte";

const price = new Intl.NumberFormat("zh-CN", {
  style: "currency",
  currency: "CNY",
  currencyDisplay: "narrowSymbol",
});

test("money is written as the price tag has it", () => {
  expect(yuan(128_450)).toBe("¥1,284.50");
  for (const fen of [0, 1, 9, 10, 99, 100, 101, 99_999, 100_000, 123_456_789, 99_999_999_999]) {
    expect(yuan(fen)).toBe(price.format(fen / 100));
    if (fen) expect(yuan(-fen)).toBe(price.format(-fen / 100));
  }
});
