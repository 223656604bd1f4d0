import { expect, test } from "vitest";
import { LEAST_PX, unfit } from "./picture-made";

const jpeg = { type: "image/jpeg", size: 2_000_000 };

test("what is no picture, or too large a file, is known before it is read", () => {
  for (const type of ["image/gif", "image/svg+xml", "application/pdf", ""])
    expect(unfit({ type, size: 10 })).toBe("not");
  for (const type of ["image/jpeg", "image/png", "image/webp"])
    expect(unfit({ type, size: 10 })).toBe(null);
  expect(unfit({ ...jpeg, size: 26 * 1024 * 1024 })).toBe("large");
});

test("its longer edge is long enough, and it does not unfold to more than a camera's", () => {
  expect(unfit(jpeg, { width: LEAST_PX, height: 200 })).toBe(null);
  expect(unfit(jpeg, { width: 200, height: LEAST_PX })).toBe(null);
  expect(unfit(jpeg, { width: LEAST_PX - 1, height: LEAST_PX - 1 })).toBe("small");
  expect(unfit(jpeg, { width: 8000, height: 5000 })).toBe(null);
  expect(unfit(jpeg, { width: 8000, height: 5001 })).toBe("large");
  expect(unfit(jpeg, { width: 20_001, height: 1 })).toBe("large");
});
