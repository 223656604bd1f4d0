/**
 * Whole conversations, recorded from the simulator (`python -m tests.simulator.record`): after every
 * step this phone must ask for the same and hold the same as the reference phone in Python.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { Replay, type Head, type Step } from "./testing/replay";

const VECTORS = join(import.meta.dirname, "../../../sync_protocol/vectors/conversations");
const FILES = readdirSync(VECTORS).filter((name) => name.endsWith(".jsonl"));

function conversations(file: string): Array<{ head: Head; steps: Step[] }> {
  const found: Array<{ head: Head; steps: Step[] }> = [];
  for (const text of readFileSync(join(VECTORS, file), "utf8").trimEnd().split("\n")) {
    const line = JSON.parse(text) as Head | Step;
    if ("phone" in line) found.push({ head: line, steps: [] });
    else found.at(-1)?.steps.push(line);
  }
  return found;
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test.each(FILES)("%s", async (file) => {
  for (const { head, steps } of conversations(file)) {
    const phone = new Replay(head);
    phone.expect(steps);
    const expected: Record<string, unknown> = {};
    for (const [i, step] of steps.entries()) {
      await phone.live(step);
      Object.assign(expected, step.then);
      expect(await phone.state(), `${head.phone}, step ${i}: ${step.do}`).toEqual(expected);
    }
    await phone.stop();
    vi.restoreAllMocks();
    vi.useRealTimers();
  }
});

test("there are conversations, and long ones", () => {
  const steps = FILES.flatMap(conversations).map((one) => one.steps.length);
  expect(FILES.length).toBeGreaterThanOrEqual(40);
  expect(Math.max(...steps)).toBeGreaterThan(50);
});
