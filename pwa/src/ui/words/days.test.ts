import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { alone, dayName, dayNear, inside, t, useLocale, when } from "./index.svelte";

beforeEach(() => {
  globalThis.document ??= { documentElement: {} } as Document;
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-12-30T04:00:00.000Z") });
});
afterEach(async () => {
  vi.useRealTimers();
  await useLocale("zh-CN");
});

test("a day of another year is said with its year, one of this year without", async () => {
  expect([dayName("2026-01-02"), dayName("2027-01-02")]).toEqual([
    "1月2日 周五",
    "2027年1月2日 周六",
  ]);
  expect(dayNear("2027-01-02", "2026-12-30")).toBe("2027年1月2日 周六");
  expect(when("2025-11-25T01:05:00.000Z")).toBe("2025年11月25日 周二 09:05");
  await useLocale("en");
  expect([dayName("2026-01-02"), dayName("2027-01-02")]).toEqual(["Fri Jan 2", "Sat Jan 2, 2027"]);
});

test("the year is the company's: on New Year's Eve in Shanghai it is not Greenwich's", () => {
  vi.setSystemTime(new Date("2026-12-31T16:30:00.000Z"));
  expect([dayName("2027-01-01"), dayName("2026-12-31")]).toEqual([
    "1月1日 周五",
    "2026年12月31日 周四",
  ]);
});

test("inside an English sentence a day is no heading, alone it is", async () => {
  await useLocale("en");
  const day = dayNear("2026-12-30", "2026-12-30");
  expect(t("task.due", { day })).toBe("Due today");
  expect([day, alone(day), alone(dayNear("2026-12-20", "2026-12-30"))]).toEqual([
    "today",
    "Today",
    "Sun Dec 20",
  ]);
  expect([inside("Shelf check"), inside("POSM")]).toEqual(["shelf check", "POSM"]);
  await useLocale("zh-CN");
  expect([alone("今天"), inside("货架检查")]).toEqual(["今天", "货架检查"]);
});
