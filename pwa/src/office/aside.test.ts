import { beforeAll, expect, test } from "vitest";
import { speaking, useLocale } from "../ui/words/index.svelte";
import type { AsideRow } from "./api";
import { factsOf, whyAside } from "./aside";

const row = (kind: string, args: Record<string, unknown>, code = "store/not-granted"): AsideRow => ({
  op_id: "O1", kind, row_id: "R1", person_id: "P1", person_name: "Li", code,
  made_at: "2026-11-25T01:00:00.000Z", received_at: "2026-11-25T02:00:00.000Z", body: { args },
}); // prettier-ignore

beforeAll(async () => {
  globalThis.document ??= { documentElement: {} } as Document;
  await speaking("office", () => speaking("said", async () => null));
});

test("why it is set aside is said to the one who judges it, not to the one who captured it", () => {
  expect(whyAside(row("visit.check_in", {}))).toBe("采集时，这家门店不归采集人负责");
  for (const code of ["store/not-granted", "visit/closed", "role/not-allowed", "internal"])
    expect(whyAside(row("visit.check_in", {}, code))).not.toMatch(/您|等主任|手机上/);
  expect(whyAside(row("visit.check_in", {}, "op/unreadable"))).toBe(
    "公司服务器读不懂这条记录，内容已保留，请更新应用",
  );
});

test("what was said is read in words and in the company's time", () => {
  const said = factsOf(
    row("photo.attach", {
      visit_id: "0193-4f", store_id: "S0012", type: "storefront", sha256: "ab".repeat(32), bytes: 204_800,
      taken_at: "2024-11-24T17:05:00.000Z", capture_mode: "live", sequence: 1,
      position: { lat_e7: 230_301_000, lon_e7: 1_131_122_000, accuracy_m: 18, age_s: 1 },
    }),
  ); // prettier-ignore
  expect(said).toEqual([
    ["门店", "S0012"],
    ["照片", "门头照"],
    ["拍摄时间", "2024年11月25日 周一 01:05"],
    ["定位", "23.03010, 113.11220 ±18 米"],
    ["大小", "200 KB"],
  ]);
});

test("reasons are read as what they are of, lists are counted, what is not known stays as it is", () => {
  const record = factsOf(
    row("visit.record", {
      store_id: "S1", outcome: "failed", fail_reason: "unsafe", observations: [{}, {}], note: null,
      distance_m: 1200, fence_result: "outside", newer: "x",
    }),
  ); // prettier-ignore
  expect(record).toEqual([
    ["门店", "S1"],
    ["位置", "不在门店范围"],
    ["离门店", "1.2 公里"],
    ["结果", "未成"],
    ["未成原因", "天气或安全"],
    ["检查的单品", "2"],
    ["newer", "x"],
  ]);
  expect(factsOf(row("visit.fail", { reason: "closed_today" }))).toEqual([["原因", "今天关门"]]);
  expect(factsOf(row("order.submit", { total_fen: 128_450, lines: [{}] }))).toEqual([
    ["金额", "¥1,284.50"],
    ["商品", "1"],
  ]);
});

test("what cannot be read so is shown as it was said: it is here because something is wrong with it", () => {
  const said = {
    day: "soon",
    position: null,
    taken_at: 7,
    total_fen: "many",
    distance_m: {},
    stay_s: "x",
  };
  expect(factsOf(row("visit.record", said))).toEqual([
    ["日期", "soon"],
    ["拍摄时间", "7"],
    ["离门店", "{}"],
    ["金额", "many"],
    ["停留", "x"],
  ]);
  expect(factsOf(row("visit.record", { position: "here" }))).toEqual([["定位", "here"]]);
});

test("in English, too", async () => {
  await useLocale("en");
  expect(whyAside(row("visit.check_in", {}))).toBe(
    "The store was not the author's when this was captured",
  );
  expect(factsOf(row("visit.fail", { reason: "closed_today" }))).toEqual([
    ["Reason", "Closed today"],
  ]);
  const skip = { step: "store_check", reason: "owner_absent" };
  expect(factsOf(row("visit.skip", skip))).toEqual([
    ["Step", "Store check"],
    ["Reason", "Owner absent"],
  ]);
  await useLocale("zh-CN");
});
