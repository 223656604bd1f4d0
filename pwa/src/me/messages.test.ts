import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { speaking, useLocale } from "../ui/words/index.svelte";
import { sentence } from "./messages";

const TODAY = "2026-11-25";
const stop = (day: string) => ({ store_name: "南海士多", day, by_name: "Wu", reason: "closed" });

beforeEach(async () => {
  await speaking("said", async () => null);
  globalThis.document ??= { documentElement: {} } as Document;
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-25T04:00:00.000Z") });
});
afterEach(async () => {
  vi.useRealTimers();
  await useLocale("zh-CN");
});

test("a stop that was waived or moved is named with its day, as it is seen from today", async () => {
  const waived = (day: string): string => sentence("plan.waived", stop(day), TODAY);
  expect(waived("2026-11-25")).toBe("南海士多 今天免访：门店停业");
  expect(waived("2026-11-24")).toBe("南海士多 昨天免访：门店停业");
  expect(waived("2026-12-02")).toBe("南海士多 12月2日 周三免访：门店停业");
  const moved = { ...stop("2026-12-02"), rep_name: "陈静" };
  for (const kind of ["moved_to_you", "moved_away", "moved_day", "visited_by_other"])
    expect(sentence(`plan.${kind}`, moved, TODAY)).toContain("12月2日 周三");
  await useLocale("en");
  expect(waived("2026-11-25")).toBe("南海士多 is waived for today: Store closed");
  expect(waived("2027-01-04")).toBe("南海士多 is waived for Mon Jan 4, 2027: Store closed");
});

test("what a message does not say leaves no hole", () => {
  expect(sentence("order.rejected", { no: "1", by_name: "Wu", reason: null }, TODAY)).toBe(
    "订单 1 被 Wu 驳回：",
  );
});

test("a rejected photo says of which store and day it is, why, and what was written beside it", async () => {
  const facts = {
    store_name: "南海士多",
    day: "2026-11-24",
    by_name: "Wu",
    reason: "dark: 灯坏了",
  };
  const said = (): string => sentence("photo.rejected", facts, TODAY);
  expect(said()).toBe("南海士多 昨天的照片不合格：太暗：灯坏了（Wu）");
  await useLocale("en");
  expect(said()).toBe("A photo of 南海士多 from yesterday was rejected by Wu: Too dark: 灯坏了");
});
