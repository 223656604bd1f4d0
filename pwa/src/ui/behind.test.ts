import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { behindPaint } from "./behind";

/** The frames that were asked for; a page that is put away paints none. */
let frames: Array<() => void>;

beforeEach(() => {
  vi.useFakeTimers();
  frames = [];
  vi.stubGlobal("requestAnimationFrame", (paint: () => void) => frames.push(paint));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const paint = (): void => {
  for (const one of frames.splice(0)) one();
};

test("it is done behind the frame, not in it, and once", () => {
  const run = vi.fn<() => void>();
  behindPaint(run);
  expect(run).not.toHaveBeenCalled();
  paint();
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1000);
  expect(run).toHaveBeenCalledTimes(1);
});

test("a page that is put away paints no more, and it is done all the same", () => {
  const run = vi.fn<() => void>();
  behindPaint(run);
  vi.advanceTimersByTime(99);
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledTimes(1);
  paint(); // it is shown again
  vi.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledTimes(1);
});

test("what was left is not done, before its frame and behind it", () => {
  const run = vi.fn<() => void>();
  behindPaint(run)();
  const leave = behindPaint(run);
  paint();
  leave();
  vi.advanceTimersByTime(1000);
  expect(run).not.toHaveBeenCalled();
});
