import { afterEach, expect, test, vi } from "vitest";
import { correctClock } from "../device/time";
import { stampOf } from "./stamp";

afterEach(() => {
  correctClock(null);
  vi.useRealTimers();
});

test("the stamp in a picture says when it was by the company's clock", () => {
  vi.useFakeTimers({ now: new Date("2026-11-25T02:09:14Z") });
  correctClock(-3_600_000);
  const [, who] = stampOf({ code: "K01", name: "店" }, "陈小一", null);
  expect(who).toContain("09:09:14");
});
