import { expect, test } from "vitest";
import { atStep, holding, ordered, textOf } from "./cards";

const card = (code: string, card_version: number, valid_from: string, more = {}) => ({
  code,
  card_version,
  valid_from,
  valid_until: null as string | null,
  ...more,
});
const text = (title: string) => ({ title, talk: "", points: ["p"], objections: [] });

test("a version holds from its day on, and none below it comes back when it is over", () => {
  const all = [
    card("a", 1, "2026-11-01"),
    card("a", 2, "2026-11-20", { valid_until: "2026-11-25" }),
    card("a", 3, "2026-12-01"),
    card("b", 1, "2026-11-30"),
  ];
  const on = (day: string) => holding(all, day).map((one) => `${one.code}${one.card_version}`);
  expect(on("2026-10-31")).toEqual([]);
  expect(on("2026-11-19")).toEqual(["a1"]);
  expect(on("2026-11-25")).toEqual(["a2"]);
  expect(on("2026-11-26")).toEqual([]);
  expect(on("2026-12-01")).toEqual(["a3", "b1"]);
});

test("by kind, then by title; at the step that names it; in the language there is", () => {
  const all = [
    { kind: "photo", zh: text("乙"), en: null, steps: ["check_in"] },
    { kind: "selling", zh: text("乙"), en: text("B"), steps: ["order"] },
    { kind: "selling", zh: text("甲"), en: null, steps: [] },
  ];
  expect(ordered(all).map((one) => one.kind + one.zh.title)).toEqual([
    "selling甲",
    "selling乙",
    "photo乙",
  ]);
  expect(atStep(all, "order")).toHaveLength(1);
  expect(all.map((one) => textOf(one, "en").title)).toEqual(["乙", "B", "甲"]);
  expect(all.map((one) => textOf(one, "zh-CN").title)).toEqual(["乙", "乙", "甲"]);
});
