import { expect, test } from "vitest";
import { speaking } from "../ui/words/index.svelte";
import type { Promotion } from "../protocol";
import { feeOf, untilOf } from "./said";

await speaking("promotions", async () => null);

test("a fee is paid in what the plan says, and in nothing where it does not say", () => {
  expect(feeOf({ fee_fen: 30_000, fee_pay: "goods" })).toBe("店里每月得 ¥300.00（货）");
  expect(feeOf({ fee_fen: 30_000, fee_pay: null })).toBe("店里每月得 ¥300.00");
  expect(feeOf({ fee_fen: null, fee_pay: null })).toBe("");
});

test("a promotion that was stopped says since when and why, not its last day", () => {
  const plan = {
    ends_on: "2026-12-20",
    stops_at: "2026-11-25T01:05:00.000Z",
    stop_reason: "缺货",
  } as Promotion;
  const stopped = untilOf({ standing: "stopped", plan });
  expect(stopped).toMatch(/09:05 已停：缺货$/);
  expect(stopped).not.toContain("12月20日");
  expect(untilOf({ standing: "running", plan })).toContain("12月20日");
});
