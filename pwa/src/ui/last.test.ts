import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { correctClock } from "../device/time";
import { keepClock, keepLast, lastClock, lastHere } from "./last";

let kept: Map<string, string>;

beforeEach(() => {
  kept = new Map();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
});
afterEach(() => {
  correctClock(null);
  vi.unstubAllGlobals();
  vi.useRealTimers();
  vi.resetModules();
});

test("a phone whose clock is wrong opens on the company's day, before anything has been read", async () => {
  vi.useFakeTimers({ now: Date.parse("2026-11-27T03:00:00Z") });
  keepClock(-2 * 86_400_000);
  vi.resetModules();
  const { app } = await import("./app.svelte");
  expect(app.today).toBe("2026-11-25");
});

test("what somebody else wrote there, or nothing, is no correction", () => {
  expect(lastClock()).toBe(0);
  kept.set("xundian.clock", "soon");
  expect(lastClock()).toBe(0);
  kept.set("xundian.last", "{");
  expect(lastHere()).toBeNull();
});

test("storage that is switched off stops nothing", () => {
  vi.stubGlobal("localStorage", undefined);
  keepClock(5);
  keepLast({ id: "a", role: "field_rep" });
  expect([lastClock(), lastHere()]).toEqual([0, null]);
});
