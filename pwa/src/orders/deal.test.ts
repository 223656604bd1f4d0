import fc from "fast-check";
import { expect, test } from "vitest";
import type { PromotionRule } from "../protocol";
import type { PromotionNow } from "../promotions/now";
import type { Had } from "../promotions/price-rules";
import { dealOf, marketOf, nextStep, partsOf, wireOf, type Market } from "./deal";

const STORE = { id: "S1", org_unit_id: "O", customer_class: "C2", channel_type: "x", tier: "P3" };
const AT = "2026-11-28T02:00:00.000Z";
const TEN: PromotionRule = { id: "1", type: "buy_n_get_m", sku_ids: ["A", "B"], buy: 10, get: 1 };

function market(rules: PromotionRule[], more: object = {}, before: Had[] = []): Market {
  const plan = {
    id: "PR-1",
    name: "十送一",
    state: "released",
    starts_on: "2026-11-20",
    ends_on: "2026-11-30",
    released_at: "2026-11-19T00:00:00.000Z",
    stops_at: null,
    agreement: false,
    org_unit_ids: ["O"],
    store_ids: [],
    classes: [],
    channels: [],
    tiers: [],
    plan_version: 2,
    rules,
    ...more,
  };
  const now = { plan, execution: undefined } as unknown as PromotionNow;
  const prices = new Map([
    ["A", 5880],
    ["B", 4350],
  ]);
  return marketOf(prices, new Map([["A", 24]]), [now], STORE as never, "2026-11-28", AT, before);
}
const cases = (qty: number) => ({ qty, uom: "case" as const });

test("without promotions an order is the sum of its lines, nothing without a price", () => {
  const quantity = fc.integer({ min: 0, max: 500 });
  const price = fc.integer({ min: 1, max: 50_000 });
  fc.assert(
    fc.property(fc.array(fc.tuple(quantity, price), { maxLength: 40 }), (rows) => {
      const wanted = Object.fromEntries(rows.map(([qty], i) => [`s${i}`, cases(qty)]));
      const prices = new Map(rows.map(([, fen], i) => [`s${i}`, fen]));
      const plain = marketOf(prices, new Map(), [], STORE as never, "2026-11-28", AT);
      const deal = dealOf({ ...wanted, nothing: cases(9) }, plain);
      expect(deal.total_fen).toBe(rows.reduce((sum, [qty, fen]) => sum + qty * fen, 0));
      expect(deal.lines).toHaveLength(rows.filter(([qty]) => qty > 0).length);
      expect([deal.off_fen, deal.gift_fen, deal.gifts]).toEqual([0, 0, []]);
    }),
  );
});

test("ten get one, for nothing; it is said with its promotion, its version and why", () => {
  const here = market([TEN]);
  const deal = dealOf({ A: cases(25), B: cases(3) }, here);
  expect([deal.total_fen, deal.off_fen, deal.gift_fen]).toEqual([
    25 * 5880 + 3 * 4350,
    0,
    2 * 5880,
  ]);
  const { lines, gifts } = wireOf(deal, here, true);
  expect(gifts).toEqual([
    {
      line_id: "g1",
      gift_of_line: "1",
      rule_id: "PR-1:1",
      promotion_id: "PR-1",
      plan_version: 2,
      sku_id: "A",
      item: null,
      qty: 2,
    },
  ]);
  expect(lines[0]).toMatchObject({ line_id: "1", list_price_fen: 5880, amount_fen: 147000 });
  expect(lines[0]?.promoted).toMatchObject([{ rule_id: "PR-1:1", plan_version: 2, gift: 2 }]);
});

test("an older server hears of lines what it knows, and of no gifts", () => {
  const here = market([TEN]);
  const said = wireOf(dealOf({ A: cases(10) }, here), here, false);
  expect(said).toEqual({
    lines: [
      { line_id: "1", sku_id: "A", qty: 10, uom: "case", price_fen: 5880, amount_fen: 58800 },
    ],
  });
});

test("a promotion of other stores, of another day, or without rules prices nothing", () => {
  for (const more of [{ tiers: ["P1"] }, { starts_on: "2026-11-29" }, { rules: undefined }])
    expect(market([TEN], more).rules).toEqual([]);
});

test("the next step of the product she typed, and of no other", () => {
  const here = market([TEN]);
  const deal = dealOf({ A: cases(8), B: cases(9) }, here);
  expect(nextStep(deal, here, "A")).toMatchObject({ sku_id: "A", more_cases: 2, gain_fen: 5880 });
  expect(nextStep(deal, here, "B")).toMatchObject({ sku_id: "B", more_cases: 1, gain_fen: 4350 });
  expect(nextStep(deal, here, "C")).toBeNull();
});

test("of two hundred rows those are made anew that look otherwise", () => {
  const here = market([TEN]);
  const first = partsOf(dealOf({ A: cases(9), B: cases(9) }, here), new Map());
  const second = partsOf(dealOf({ A: cases(10), B: cases(9) }, here), first);
  expect(second.get("B")).toBe(first.get("B"));
  expect(second.get("A")).not.toBe(first.get("A"));
  expect(second.get("A")?.gifts).toHaveLength(1);
});

test("what the store had of its share is taken off, and a first order is only the first", () => {
  const share = { ...TEN, per_store: 3 };
  const first = { ...TEN, first_order: true };
  const had = { lines: [{ sku_id: "A", qty: 25 }], gifts: [{ rule_id: "PR-1:1", qty: 2 }] };
  const given = (rule: PromotionRule, before: (typeof had)[]): number =>
    dealOf({ A: cases(25) }, market([rule], {}, before)).gifts.reduce(
      (sum, one) => sum + one.qty,
      0,
    );
  expect([given(share, []), given(share, [had]), given(share, [had, had])]).toEqual([2, 1, 0]);
  expect([given(first, []), given(first, [had])]).toEqual([2, 0]);
});
