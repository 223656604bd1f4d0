import { expect, test } from "vitest";
import type { StoreHit } from "./search";
import { StoreIndex } from "./store-index";

function store(n: number, fields: Partial<StoreHit> = {}): StoreHit {
  return {
    id: `ST-${n}`, version: 1, code: `CC${String(n).padStart(5, "0")}`, name: `店${n}`, pinyin: `dian${n}`,
    initials: `d${n}`, address: "", customer_id: "C", customer_name: "", customer_class: "C1",
    org_unit_id: "U", channel_type: "grocery", tier: "P3", lat_e7: 230_000_000, lon_e7: 1_131_000_000 + n * 1000,
    radius_m: 100, contact_name: null, phone: null, receiving_window: null, partner_id: null,
    partner_name: null, price_list_code: null, must_stock_list_id: null, split_sale: false, active: true,
    ...fields,
  }; // prettier-ignore
}

const index = new StoreIndex([
  store(1, { name: "阳光超市", pinyin: "yangguangchaoshi", initials: "ygcs" }),
  store(2, { name: "新阳光便利店", pinyin: "xinyangguangbianlidian", initials: "xygbld" }),
  store(3, { name: "Ａ１便利", pinyin: "a1bianli", initials: "a1bl" }),
  store(4, { name: "阳光旧店", active: false }),
]);
const ids = (text: string): string[] => index.find({ text }).stores.map((one) => one.id);

test("finds by name, full pinyin, initials and code", () => {
  expect(ids("超市")).toEqual(["ST-1"]);
  expect(ids("yangguang")).toEqual(["ST-1", "ST-2"]);
  expect(ids("ygcs")).toEqual(["ST-1"]);
  expect(ids("cc00002")).toEqual(["ST-2"]);
});

test("what stands at the beginning comes first, and closed stores do not come", () => {
  expect(ids("阳光")).toEqual(["ST-1", "ST-2"]);
});

test("width and case do not matter, several words all must fit, nothing typed is everything", () => {
  expect(ids("a1")).toEqual(["ST-3"]);
  expect(ids("ａ１")).toEqual(["ST-3"]);
  expect(ids("阳光 新")).toEqual(["ST-2"]);
  expect(index.find({ text: "" }).total).toBe(3);
});

test("nearest first when we know where we are; only some stores when asked so", () => {
  const near = { lat_e7: 230_000_000, lon_e7: 1_131_003_100 };
  expect(index.find({ text: "", near }).stores.map((one) => one.id)).toEqual([
    "ST-3",
    "ST-2",
    "ST-1",
  ]);
  expect(index.find({ text: "", ids: ["ST-2", "ST-9"] }).total).toBe(1);
});

test("10,000 stores answer within a keystroke", () => {
  const large = new StoreIndex(Array.from({ length: 10_000 }, (_, n) => store(n)));
  large.find({ text: "warm" });
  const started = performance.now();
  for (let i = 0; i < 20; i += 1) large.find({ text: `dian${i}`, limit: 50 });
  expect((performance.now() - started) / 20).toBeLessThan(50);
});
