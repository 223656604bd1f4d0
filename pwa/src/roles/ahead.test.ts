import { expect, test } from "vitest";
import { screensOf } from "./index";

test("what is fetched ahead are screens of that role", () => {
  const screens = screensOf("field_rep");
  const ahead = screens.flatMap((one) => one.ahead ?? []);
  expect(ahead).toContain("/stores/:id");
  const paths = new Set(screens.map((one) => one.path));
  expect(ahead.filter((path) => !paths.has(path))).toEqual([]);
});
