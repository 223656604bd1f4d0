/** What she is shown before she adds a store. */

import { expect, test } from "vitest";
import type { Held } from "../device/records";
import { storesLike } from "./similar";

const here = { lat_e7: 230215000, lon_e7: 1131214000 };

function store(id: string, name: string, north_m: number, more = {}): Held<"store"> {
  return {
    id, name, active: true, phone: null, ...here,
    lat_e7: here.lat_e7 + north_m * 90, ...more,
  } as Held<"store">; // prettier-ignore
}
const found = { name: "阳光士多", phone: null, licence_no: null, ...here };

test("the most alike comes first, of equals the nearest, and six are enough", () => {
  const near = Array.from({ length: 8 }, (_, i) => store(`N${i}`, `别店${i}`, 29 - i));
  const alike = storesLike(found, [
    ...near,
    store("A", "阳光士多", 120),
    store("B", "阳光士多", 90),
  ]);
  expect(alike.map((one) => one.store.id)).toEqual(["B", "A", "N7", "N6", "N5", "N4"]);
  expect(alike[0]?.why).toEqual(["name"]);
});

test("a store that is closed, or far and unlike, is not shown", () => {
  const closed = store("C", "阳光士多", 5, { active: false });
  expect(storesLike(found, [closed, store("D", "老王五金", 400)])).toEqual([]);
});

test.each([
  "演示粱一品生活超市",
  "演示良一品生活超市",
  "演示梁逸品生活超市",
  "yanshi liang yipin shenghuo chaoshi",
  "演示梁一品超市",
])("a name that sounds alike, is spelt out or left short is found: %s", (name) => {
  const known = store("A", "演示梁一品生活超市", 36, { pinyin: "yanshiliangyipinshenghuochaoshi" });
  const other = store("B", "演示黄记便利店", 40, { pinyin: "yanshihuangjibianlidian" });
  const alike = storesLike({ ...found, name }, [known, other]);
  expect(alike.map((one) => [one.store.id, one.why])).toEqual([["A", ["name"]]]);
});

test("in a short name another sound is another name", () => {
  const known = store("A", "欧四季店", 36, { pinyin: "ousijidian" });
  expect(storesLike({ ...found, name: "陈四季店" }, [known])).toEqual([]);
  expect(storesLike({ ...found, name: "殴四季店" }, [known])).toHaveLength(1);
});
