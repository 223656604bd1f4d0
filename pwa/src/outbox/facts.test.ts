import { beforeAll, expect, test } from "vitest";
import { speaking } from "../ui/words/index.svelte";
import { factsOf } from "./facts";

const NAMES = new Map([
  ["SKU-1", "力泉 550"],
  ["S1", "阳光士多"],
]);
const read = (kind: string, args: object) => factsOf({ kind, args }, (id) => NAMES.get(id) ?? id);

beforeAll(async () => {
  globalThis.document ??= { documentElement: {} } as Document;
  for (const part of ["said", "visit", "stores", "tickets"] as const)
    await speaking(part, async () => null);
});

test("a complaint that was not taken can be read again", () => {
  const said = {
    store_id: "S1", type: "cooler", text: "不制冷", goods: [], photo_ids: ["P"], visit_id: "V", note_id: null,
  }; // prettier-ignore
  expect(read("ticket.open", said)).toEqual([
    ["门店", "阳光士多"],
    ["类型", "冰柜故障"],
    ["内容", "不制冷"],
    ["照片", "1"],
  ]);
});

test("a verdict that was not taken is said in words", () => {
  const said = {
    state: "rejected",
    reason: "not_there",
    note: null,
    upheld: ["V-1:G01", "V-1:G16"],
  };
  expect(read("visit.review", said)).toEqual([
    ["决定", "不通过"],
    ["认定的疑点", "在围栏外和离店时已走远"],
    ["原因", "没有到店"],
  ]);
});

test("lists are read by what they hold, not counted", () => {
  expect(
    read("order.submit", { lines: [{ sku_id: "SKU-1", qty: 3, uom: "case" }], pack_at: "x" }),
  ).toEqual([["商品", "力泉 550 × 3 箱"]]);
  const gifts = [
    { sku_id: "SKU-1", item: null, qty: 2 },
    { sku_id: null, item: "保温袋", qty: 1 },
  ];
  expect(read("order.submit", { gifts })).toEqual([["赠品", "力泉 550 × 2 箱 · 保温袋 × 1"]]);
  expect(read("order.audit", { gifts: "reckoned" })).toEqual([["赠品", "按促销应有的"]]);
  const changes = [
    { what: "phone", saw: "1", value: "问隔壁" },
    { what: "address", saw: "x", value: null },
  ];
  expect(read("store_change.propose", { changes })).toEqual([["改什么", "电话：问隔壁 · 地址：–"]]);
  const seen = { sku_id: "SKU-1", presence: "present", facings: 4, price_fen: 300 };
  expect(read("visit.check", { observations: [seen] })[0]?.[1]).toBe("力泉 550 在架 × 4 ¥3.00");
});

test("a version of a card that came second can be read again, whole and in words", () => {
  const zh = {
    title: "冰柜",
    talk: "",
    points: ["看得见", "够得着"],
    objections: [{ says: "太贵", answer: "不贵" }],
  };
  const said = {
    code: "01a2", card_version: 3, kind: "shelf", steps: ["order"], sku_ids: ["SKU-1"],
    valid_from: "2026-11-28", valid_until: null, zh, en: null,
  }; // prettier-ignore
  const found = read("card.put", said);
  expect(found.map(([name]) => name)).toEqual(["版本", "从哪天起用", "步骤", "产品", "中文"]);
  expect(found[0]?.[1]).toBe("第 3 版");
  expect(found[3]?.[1]).toBe("力泉 550");
  expect(found[4]?.[1]).toBe("冰柜 · 看得见 · 够得着 · 太贵 | 不贵");
  expect(JSON.stringify(found)).not.toContain("{");
});
