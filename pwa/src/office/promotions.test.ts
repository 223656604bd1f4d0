import { expect, test } from "vitest";
import { line } from "../visits/testing";
import { oddKey, oddLeft } from "./price-rules";
import type { PromotionRule } from "../protocol";
import {
  blank,
  codeFor,
  formOf,
  gapsOf,
  lacksOf,
  passing,
  promotionsNow,
  refusalOf,
  type Form,
} from "./promotions";

const me = { name: "何婉仪" };
const form = { ...blank("端架", "2026-11-25"), mechanism: "1.2 m", sku_ids: ["A"] };

test("what was said here is in the list at once, step by step", () => {
  const said = [line(1, "promotion.save", "PR-1", form)];
  const state = () => promotionsNow([], said, me)[0];
  expect(state()).toMatchObject({
    state: "draft",
    mine: true,
    saved_by_name: "何婉仪",
    waiting: true,
  });
  said.push(line(2, "promotion.submit", "PR-1", {}));
  expect(state()?.state).toBe("pending");
  said.push(line(3, "promotion.return", "PR-1", { reason: "太贵" }));
  expect(state()).toMatchObject({ state: "draft", returned_for: "太贵" });
  said.push(line(4, "promotion.submit", "PR-1", {}));
  said.push(line(5, "promotion.approve", "PR-1", { budget_no: "B-1" }));
  said.push(line(6, "promotion.release", "PR-1", { material_ready: true }));
  expect(state()).toMatchObject({ state: "released", budget_no: "B-1" });
  const stop = { stops_at: "2026-11-26T00:00:00.000Z", reason: "缺货" };
  said.push(line(7, "promotion.stop", "PR-1", stop));
  expect(state()).toMatchObject({
    state: "stopped",
    stop_reason: "缺货",
    stopped_by_name: "何婉仪",
  });
});

test("what was not taken is said on the plan's own page, until it is read or said anew", () => {
  const save = line(1, "promotion.save", "PR-1", form);
  const submit = { ...line(2, "promotion.submit", "PR-1", {}), state: "attention" as const };
  const other = line(3, "promotion.save", "PR-2", form);
  expect(refusalOf([save, submit, other], "PR-1")).toBe(submit);
  expect(refusalOf([save, submit, other], "PR-2")).toBeUndefined();
  expect(refusalOf([save, { ...submit, seen: true }], "PR-1")).toBeUndefined();
  expect(
    refusalOf([save, submit, line(4, "promotion.save", "PR-1", form)], "PR-1"),
  ).toBeUndefined();

  const first = { ...save, state: "attention" as const };
  expect(refusalOf([first, submit], "PR-1")).toBe(first);
});

test("what waits for somebody stands first", () => {
  const said = [
    line(1, "promotion.save", "PR-1", form),
    line(2, "promotion.save", "PR-2", form),
    line(3, "promotion.submit", "PR-2", {}),
  ];
  expect(promotionsNow([], said, me).map((row) => row.id)).toEqual(["PR-2", "PR-1"]);
});

test("a draft lacks what somebody must choose", () => {
  expect(lacksOf(blank("", "2026-11-25"))).toEqual(["name", "mechanism", "skus"]);
  expect(lacksOf({ ...form, mechanism: " " })).toEqual(["mechanism"]);
  expect(lacksOf({ ...form, ends_on: "2026-11-24", sku_ids: [] })).toEqual(["days", "skus"]);
  expect(lacksOf({ ...form, items: [] })).toEqual(["items"]);
  expect(lacksOf({ ...form, agreement: true })).toEqual(["place"]);
  expect(lacksOf({ ...form, agreement: true, place: "window" })).toEqual([]);
});

test("a fee says how it is paid, and what is no amount keeps the draft from being saved", () => {
  const paid = { ...form, agreement: true, place: "window" as const, fee_fen: 30_000 };
  expect(lacksOf(paid)).toEqual(["pay"]);
  expect(lacksOf({ ...paid, fee_pay: "goods" })).toEqual([]);
  expect(lacksOf(form, { budget_fen: "2万" })).toEqual(["money"]);
  const rule = { id: "1", type: "order_level" as const };
  const odd = { budget_fen: "", price_fen: "abc", [oddKey("1", "off_fen")]: "-5" };
  expect(oddLeft(odd, { rules: [rule], items: ["price"] })).toEqual({
    price_fen: "abc",
    "rule.1.off_fen": "-5",
  });
  expect(oddLeft(odd, { rules: [], items: ["stock"] })).toEqual({});

  const steps = { id: "2", type: "tier" as const, steps: [{ from_cases: 10, get: 1 }] };
  const typed = { [oddKey("2", "from0")]: "x", [oddKey("2", "get1")]: "y" };
  expect(oddLeft(typed, { rules: [steps], items: [] })).toEqual({ "rule.2.from0": "x" });
});

test("what is edited is a copy, and nothing but the form", () => {
  const [row] = promotionsNow([], [line(1, "promotion.save", "PR-1", form)], me);
  const edited = row && formOf(row);
  edited?.sku_ids.push("B");
  expect(row?.sku_ids).toEqual(["A"]);
  expect(edited).not.toHaveProperty("state");
});

test("codes are short; a share needs a check", () => {
  expect(codeFor("0192f0aa-bbcc-7dde-8eef-0123456789ab")).toBe("PR-456789AB");
  const none = {
    stores: 9, agreed: 1, declined: 0, set_up: 2, passing: 0, failing: 0, taken_down: 0,
    checks: 0, passed: 0, flagged: 0,
  }; // prettier-ignore
  expect(passing(none)).toBeNull();
  expect(passing({ ...none, passing: 2, failing: 1 })).toBe(67);
});

test("what leaves a promotion without effect or without anything to check it by is warned of", () => {
  const cut: Form = { ...blank("特价", "2026-11-25"), type: "price_off", items: ["stock"] };
  expect(gapsOf(cut, false)).toEqual(["rules", "picture", "price"]);
  const checked: Form = { ...cut, type: "display_fee", items: ["price", "posm"] };
  expect(gapsOf(checked, true)).toEqual(["price", "posm"]); // and a fee for a display has no rule
  const whole: Form = {
    ...cut,
    rules: [{ id: "1", type: "price_off", off_fen: 100 } as PromotionRule],
    price_fen: 4500,
  };
  expect(gapsOf(whole, true)).toEqual([]);
});
