/** Asking the office through the network's edge: pages as one list, and where asking stops. */

import { afterEach, expect, test, vi } from "vitest";
import { askWhole } from "./api";

afterEach(() => vi.unstubAllGlobals());

function office(pages: Record<string, { rows: number[]; next: string | null }>): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (path: string) => {
    asked.push(path);
    const after = new URL(path, "http://x").searchParams.get("after") ?? "";
    return Promise.resolve(Response.json({ as_of: `t${asked.length}`, ...pages[after] }));
  });
  return asked;
}

test("a long list is asked for page by page, and is as old as its first page", async () => {
  const asked = office({
    "": { rows: [1, 2], next: "B|a b" },
    "B|a b": { rows: [3], next: "C|+" },
    "C|+": { rows: [4], next: null },
  });
  const { value } = await askWhole<number>("p", "/office/v1/reps?limit=2", AbortSignal.any([]));
  expect(value).toEqual({ as_of: "t1", rows: [1, 2, 3, 4], next: null });
  expect(asked).toHaveLength(3);
});

test("a list that never ends is cut, and says that there is more", async () => {
  const asked = office({ "": { rows: [1], next: "x" }, x: { rows: [2], next: "x" } });
  const { value } = await askWhole<number>("p", "/office/v1/reps", AbortSignal.any([]));
  expect(asked).toHaveLength(25);
  expect(value.next).toBe("x");
});

test("of a list that is read on demand no page comes that nobody asked for", async () => {
  const pages = {
    "": { rows: [1], next: "x" },
    x: { rows: [2], next: "y" },
    y: { rows: [3], next: null },
  };
  const asked = office(pages);
  const read = (n: number) => askWhole<number>("p", "/office/v1/r", AbortSignal.any([]), n);
  expect((await read(1)).value).toMatchObject({ rows: [1], next: "x" });
  expect(asked).toHaveLength(1);
  expect((await read(2)).value).toMatchObject({ rows: [1, 2], next: "y" });
});
