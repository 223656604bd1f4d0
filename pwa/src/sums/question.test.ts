import { expect, test } from "vitest";
import { anyGone } from "./question.svelte";

test("what was said is heard once it is gone, though another thing is said in the same moment", () => {
  expect(anyGone([], ["a"])).toBe(false);
  expect(anyGone(["a"], ["a", "b"])).toBe(false);
  expect(anyGone(["a", "b"], ["b"])).toBe(true);
  expect(anyGone(["a"], ["b"])).toBe(true);
});
