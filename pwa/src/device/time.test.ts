import { afterEach, expect, test, vi } from "vitest";
import { clockOf, correctClock, dayOf, inCompanyTime, nowMs, occurredAt } from "./time";

const day = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" });
const clock = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "Asia/Shanghai",
});

test("day and time of day in Shanghai are as the calendar has them", () => {
  const from = Date.parse("2024-02-27T00:00:00Z");
  for (let n = 0; n < 3000; n += 1) {
    const moment = new Date(from + n * 17_777_777);
    expect(dayOf(moment)).toBe(day.format(moment));
    expect(clockOf(moment)).toBe(clock.format(moment));
  }
});

afterEach(() => {
  correctClock(null);
  vi.useRealTimers();
});

test("a phone set to another day still knows which day it is, once it has met the company", () => {
  vi.useFakeTimers({ now: Date.parse("2026-11-24T03:00:00Z") });
  expect(dayOf(new Date(nowMs()))).toBe("2026-11-24");
  correctClock(24 * 3_600_000);
  expect(dayOf(new Date(nowMs()))).toBe("2026-11-25");
});

test("what this phone dated is put right by the offset it knew then, as the server reckons it", () => {
  const made_at = "2026-11-24T03:00:00.000Z";
  expect(occurredAt({ made_at, clock: { offset_ms: 90 * 60_000 } })).toBe(
    "2026-11-24T04:30:00.000Z",
  );
  expect(occurredAt({ made_at, clock: { offset_ms: 0 } })).toBe(made_at);
  expect(inCompanyTime(made_at)).toBe(made_at);
  correctClock(-3 * 3_600_000);
  expect(inCompanyTime(made_at)).toBe("2026-11-24T00:00:00.000Z");
});
