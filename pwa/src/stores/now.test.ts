import { expect, test } from "vitest";
import { visitsNow } from "../visits/now";
import { line, me, visit } from "../visits/testing";
import { lastVisitDays } from "./now";

test("a visit she has just finished counts before the company has heard of it", () => {
  const before = visit("V1", { day: "2026-11-24", state: "completed" });
  const args = { store_id: "S1", planned_visit_id: null, day: "2026-11-25", note: null };
  const begun = [line(1, "visit.check_in", "V2", { ...args, fence_result: "inside" })];
  const done = [...begun, line(2, "visit.check_out", "V2", { note: null })];
  const last = (log: typeof begun): Map<string, string> =>
    lastVisitDays(visitsNow([before], log, me).values());
  expect(last(begun).get("S1")).toBe("2026-11-24");
  expect(last(done).get("S1")).toBe("2026-11-25");
});
