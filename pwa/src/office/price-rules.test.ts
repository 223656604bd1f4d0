import { expect, test } from "vitest";
import type { PromotionRule } from "../protocol";
import { begun, fitted, unfinished } from "./price-rules";

const TEN: PromotionRule = { id: "1", type: "buy_n_get_m", sku_ids: ["A", "B"], buy: 10, get: 1 };
const plan = (type: "buy_n_get_m" | "mix" | "tier" | "display_fee", ...sku_ids: string[]) => ({
  type,
  sku_ids,
});

test("a rule begins with all products, a number of its own, and of a mix they count together", () => {
  expect(begun("buy_n_get_m", plan("mix", "A", "B"), [TEN])).toEqual({
    id: "2",
    type: "buy_n_get_m",
    sku_ids: ["A", "B"],
    pooled: true,
  });
  expect(begun("bundle", plan("mix", "A", "B"), []).parts).toHaveLength(2);
});

test("rules follow their promotion: its products, and its type", () => {
  const before = plan("buy_n_get_m", "A", "B");
  expect(fitted([TEN], before, plan("buy_n_get_m", "A", "B", "C"))[0]?.sku_ids).toEqual([
    "A",
    "B",
    "C",
  ]);
  const some = { ...TEN, sku_ids: ["A"] };
  expect(fitted([some], before, plan("buy_n_get_m", "A", "C"))[0]?.sku_ids).toEqual(["A"]);
  expect(fitted([TEN], before, plan("mix", "A", "B"))[0]?.pooled).toBe(true);
  expect(fitted([TEN], before, plan("display_fee", "A", "B"))).toEqual([]);
});

test("a rule with something missing, or whose steps do not rise, is not finished", () => {
  expect(unfinished(TEN)).toBe(false);
  expect(unfinished({ id: "1", type: "buy_n_get_m", sku_ids: ["A"], buy: 10 })).toBe(true);
  const tier = (...steps: PromotionRule["steps"] & object): PromotionRule => ({
    id: "1",
    type: "tier",
    sku_ids: ["A"],
    steps,
  });
  expect(unfinished(tier({ from_cases: 20, get: 2 }, { from_cases: 50, get: 6 }))).toBe(false);
  expect(unfinished(tier({ from_cases: 20, get: 2 }, { from_cases: 50, get: 2 }))).toBe(true);
  expect(unfinished(tier({ from_cases: 50, get: 2 }, { from_cases: 20, get: 6 }))).toBe(true);
  expect(unfinished(tier({ from_cases: 20, get: 2 }, { from_cases: 50, off_per_mille: 60 }))).toBe(
    true,
  );
  expect(unfinished({ id: "1", type: "price_off", sku_ids: ["A"], off_per_mille: 50 })).toBe(false);
  expect(unfinished({ id: "1", type: "order_level", off_fen: 100 })).toBe(true);
});
