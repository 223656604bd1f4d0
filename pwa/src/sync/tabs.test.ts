/**
 * Two tabs over one database, in every order the scheduler can think of: of transactions, requests,
 * answers and changes of the leader. `TABS=2000 SEED=7` for long runs.
 */

import fc, { type Scheduler } from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { BUGS } from "./testing/bugs";
import { Tabs, type Bug, type Fault } from "./testing/tabs";

const RUNS = Number(process.env.TABS ?? 25);
const SEED = Number(process.env.SEED ?? 20_261_127);

type Step =
  | { t: "say"; tab: number; store: string; bad: boolean }
  | { t: "run"; gates: number }
  | { t: "fault"; fault: Fault }
  | { t: "server writes"; store: string; id: string }
  | { t: "close"; tab: number }
  | { t: "open" | "thaw" }
  | { t: "steal"; from: number }
  | { t: "pass"; ms: number };

const store = fc.constantFrom("A", "B");
const ordinary: Array<{ weight: number; arbitrary: fc.Arbitrary<Step> }> = [
  { weight: 5, arbitrary: fc.record({ t: fc.constant("say" as const), tab: fc.nat(1), store, bad: fc.integer({ min: 0, max: 4 }).map((n) => n === 0) }) },
  { weight: 6, arbitrary: fc.record({ t: fc.constant("run" as const), gates: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 2, arbitrary: fc.record({ t: fc.constant("fault" as const), fault: fc.constantFrom<Fault>("none", "lost", "answer lost") }) },
  { weight: 2, arbitrary: fc.record({ t: fc.constant("server writes" as const), store, id: fc.constantFrom("x", "y") }) },
  { weight: 1, arbitrary: fc.record({ t: fc.constant("close" as const), tab: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.constant({ t: "open" as const }) },
  { weight: 1, arbitrary: fc.record({ t: fc.constant("pass" as const), ms: fc.constantFrom(50, 3000, 61_000) }) },
]; // prettier-ignore
const stealing: typeof ordinary = [
  ...ordinary,
  { weight: 2, arbitrary: fc.record({ t: fc.constant("steal" as const), from: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.constant({ t: "thaw" as const }) },
];

async function live(world: Tabs, step: Step): Promise<void> {
  switch (step.t) {
    case "say":
      void world.alive(step.tab)?.say(step.store, world.nextId(step.bad));
      return undefined;
    case "run":
      return world.run(step.gates);
    case "fault":
      world.faults.push(step.fault);
      return undefined;
    case "server writes": {
      const id = step.id;
      world.server.put([
        { scope: `store:${step.store}`, entity: "visit", id, body: { n: world.nextId(false) } },
      ]);
      return undefined;
    }
    case "close":
      world.alive(step.tab)?.close();
      return undefined;
    case "open":
      world.open();
      return undefined;
    case "steal": {
      // One tab is frozen, perhaps in the middle of its push; another takes over.
      const frozen = world.alive(step.from);
      const other = world.alive(step.from + 1);
      if (!frozen || !other || frozen === other) return undefined;
      frozen.freeze();
      other.election.steal();
      return undefined;
    }
    case "thaw":
      for (const tab of world.tabs) tab.thaw();
      return undefined;
    case "pass":
      world.time.pass(step.ms);
      return undefined;
  }
}

/** The first history in which something does not hold, or null. */
async function trouble(
  steps: typeof ordinary,
  strict: boolean,
  bug: Bug = {},
  runs = RUNS,
): Promise<string | null> {
  const property = fc.asyncProperty(
    fc.scheduler(),
    fc.array(fc.oneof(...steps), { minLength: 4, maxLength: 25 }),
    async (scheduler: Scheduler, history: Step[]) => {
      const world = new Tabs(scheduler, bug);
      world.strict = strict;
      try {
        await world.start();
        for (const step of history) await live(world, step);
        await world.rest();
      } finally {
        world.end();
      }
    },
  );
  const found = await fc.check(property, { numRuns: runs, seed: SEED, endOnFailure: true });
  if (!found.failed) return null;
  const { errorInstance: why } = found;
  return `${why instanceof Error ? why.message : "?"}\n${fc.defaultReportMessage(found) ?? ""}`;
}

afterEach(() => vi.unstubAllGlobals());

describe("two tabs", () => {
  test("lose nothing, double nothing, push one at a time and show what was saved", async () => {
    expect(await trouble(ordinary, true)).toBeNull();
  }, 600_000);

  test("lose and double nothing when one is frozen and the other takes the lead", async () => {
    expect(await trouble(stealing, false)).toBeNull();
  }, 600_000);

  test.each(Object.entries(BUGS))("notice a planted bug: %s", async (_, bug) => {
    expect(await trouble(ordinary, true, bug)).toMatch(new RegExp(`^${bug.breaks}: `));
  });
});
