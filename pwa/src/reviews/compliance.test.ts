import { expect, test } from "vitest";

import { judging, type ComplianceParts } from "./compliance";

const parts = (completed: number, unjudged_days: number): ComplianceParts =>
  ({ completed, unjudged_days }) as ComplianceParts;

test("a rate is said once all that was done is judged; until then, of how many", () => {
  expect(judging(parts(3, 2))).toEqual({ n: 1, all: 3 });
  expect(judging(parts(3, 0))).toBeNull();
  expect(judging(parts(0, 0))).toBeNull();
});
