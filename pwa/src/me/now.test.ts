import { expect, test } from "vitest";
import { pathOf } from "./now";

test("a message about a promotion leads a rep to her stores that have it, the office to the plan", () => {
  expect(pathOf("promotion", "PR1", "field_rep")).toBe("/promotions/PR1");
  expect(pathOf("promotion", "PR1", "office_supervisor")).toBe("/promotions/PR1");
  expect(pathOf("promotion", "PR1", "partner_clerk")).toBe("");
  expect(pathOf("promotion", null, "field_rep")).toBe("");
});
