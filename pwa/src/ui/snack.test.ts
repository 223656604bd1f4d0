import { expect, test } from "vitest";
import { snack, snacked } from "./snack.svelte";

test("what can be taken back no more is no longer offered, and nothing said since goes with it", () => {
  const withdraw = snacked("filled", () => undefined);
  withdraw();
  expect([snack.text, snack.undo]).toEqual(["", null]);
  snacked("saved");
  withdraw();
  expect(snack.text).toBe("saved");
});
