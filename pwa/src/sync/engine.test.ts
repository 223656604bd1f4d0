import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  initial,
  step,
  type Effect,
  type Event,
  type Failure,
  type Job,
  type State,
} from "./engine";

const MINUTE = 60_000;
type Happening<T = Event> = T extends Event ? Omit<T, "now" | "rand"> : never;

/** Play events, one after the other, at the given times. */
function play(...events: Array<[number, Happening, number?]>): { state: State; effects: Effect[] } {
  let state = initial();
  let effects: Effect[] = [];
  for (const [now, happening, rand = 0.5] of events) {
    ({ state, effects } = step(state, { ...happening, now, rand } as Event));
  }
  return { state, effects };
}

const START: Happening = { t: "start", read: true, push: true, registered: true };
const ran = (effects: Effect[]): Job | undefined =>
  effects.find((effect) => effect.t === "run")?.job;
const problem = (status: number, code: string, extra = {}): Failure => ({
  kind: "problem", status, code, ...extra,
}); // prettier-ignore
const failed = (job: Job, failure: Failure): Happening => ({ t: "failed", job, failure });
const done = (job: Job, extra = {}): Happening => ({ t: "done", job, ...extra });
const NETWORK: Failure = { kind: "network", timeout: false };

describe("the order of things", () => {
  test("who we are, push, pull, pictures; one at a time", () => {
    const first = play([0, { t: "start", read: true, push: false, registered: false }]);
    expect(ran(first.effects)).toBe("register");
    const jobs: Array<Job | undefined> = [];
    let state = first.state;
    for (let i = 0; i < 4 && state.busy; i += 1) {
      jobs.push(state.busy);
      state = step(state, { t: "done", job: state.busy, now: 1, rand: 0 }).state;
    }
    expect(jobs).toEqual(["register", "push", "pull", "files"]);
  });

  test("what is said while something runs goes next, and before any picture", () => {
    const { effects } = play(
      [0, START],
      [1, done("push")],
      [2, done("pull")],
      [3, { t: "said" }],
      [4, done("files", { more: true })],
    );
    expect(ran(effects)).toBe("push");
  });

  test.each(["push", "pull"] as const)(
    "what is wanted while a %s runs may be too late for it, and goes again",
    (job) => {
      const wish: Happening = job === "push" ? { t: "said" } : { t: "poked" };
      const before: Array<[number, Happening]> =
        job === "push" ? [[0, START]] : [[0, START], [1, done("push")]]; // prettier-ignore
      const { state, effects } = play(...before, [2, wish], [3, done(job)]);
      expect(ran(effects)).toBe(job);
      expect(step(state, { t: "done", job, now: 4, rand: 0 }).state.want[job]).toBe(false);
    },
  );

  test("an answer makes us fetch its effect", () => {
    const { effects } = play(
      [0, START],
      [1, done("push")],
      [2, done("pull")],
      [3, done("files")],
      [4, { t: "said" }],
      [5, done("push", { news: true })],
    );
    expect(ran(effects)).toBe("pull");
  });

  const jobs: Job[] = ["fork", "rewind", "register", "meet", "push", "pull", "files"];
  const failure: fc.Arbitrary<Failure> = fc.oneof(
    fc.record({ kind: fc.constant("network" as const), timeout: fc.boolean() }),
    fc.record({ kind: fc.constant("server" as const), status: fc.constantFrom(500, 502, 503) }),
    fc.record({
      kind: fc.constant("problem" as const),
      status: fc.constantFrom(400, 401, 409, 413, 426, 429),
      code: fc.constantFrom(
        "op-gap", "hole", "replica/forked", "replica/foreign", "replica/unknown", "server/changed",
        "too-large", "upgrade-required", "busy", "auth/expired", "auth/revoked", "bad-request", "storage",
      ),
      expected: fc.integer({ min: 1, max: 9 }),
    }),
  ); // prettier-ignore
  const outside = fc.oneof(
    fc.constantFrom<Happening>(
      { t: "said" },
      { t: "poked" },
      { t: "timer" },
      { t: "asked" },
      { t: "online" },
      { t: "offline" },
      { t: "visible" },
      { t: "hidden" },
    ),
    fc.record({
      t: fc.constant("tokens" as const),
      read: fc.boolean(),
      push: fc.boolean(),
      registered: fc.boolean(),
    }),
  );
  const move = fc.oneof(
    { weight: 2, arbitrary: outside.map((happening) => ({ outside: happening })) },
    {
      weight: 3,
      arbitrary: fc.record({
        fails: fc.option(failure, { nil: undefined }),
        more: fc.boolean(),
        news: fc.boolean(),
      }),
    },
  );

  test("whatever happens: at most one thing in flight, always a next time to look, and it recovers", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(move, fc.nat(MINUTE), fc.double({ min: 0, max: 1, noNaN: true })), {
          maxLength: 60,
        }),
        (moves) => {
          let state = initial();
          let now = 0;
          let effects: Effect[] = [];
          const go = (happening: Happening, rand: number): void => {
            const busy = state.busy;
            ({ state, effects } = step(state, { ...happening, now, rand } as Event));
            const runs = effects.filter((effect) => effect.t === "run");
            const timers = effects.filter((effect) => effect.t === "timer");
            expect(runs.length).toBeLessThanOrEqual(1);
            if (runs.length && happening.t !== "done" && happening.t !== "failed")
              expect(busy).toBeNull();
            // Never silent for ever (failure 27): something runs, or there is a time to look again.
            expect(state.busy !== null || timers.length === 1).toBe(true);
            for (const timer of timers) expect(timer.at - now).toBeLessThanOrEqual(15 * MINUTE);
          };
          go(START, 0);
          for (const [one, passes, rand] of moves) {
            now += passes;
            if ("outside" in one) go(one.outside, rand);
            else if (state.busy) {
              const job = state.busy;
              go(
                one.fails ? failed(job, one.fails) : done(job, { more: one.more, news: one.news }),
                rand,
              );
            }
          }
          // Heal everything: it becomes quiet, with everything asked for done.
          go({ t: "online" }, 0);
          go({ t: "tokens", read: true, push: true, registered: true }, 0);
          for (let i = 0; i < 40; i += 1) {
            now += 15 * MINUTE;
            go(state.busy ? done(state.busy) : { t: "timer" }, 0);
          }
          while (state.busy) go(done(state.busy), 0);
          const wanted = jobs.filter(
            (job) => state.want[job] && !(job === "pull" && state.too_old),
          );
          expect(wanted).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("trouble", () => {
  test("backs off with full jitter, never longer than a quarter of an hour", () => {
    let { state } = play([0, START]);
    let now = 0;
    const waits: number[] = [];
    for (let i = 0; i < 14; i += 1) {
      state = step(state, { ...failed("push", NETWORK), now, rand: 1 } as Event).state;
      waits.push(state.wait.push.until - now);
      now = Math.max(...Object.values(state.wait).map((wait) => wait.until));
      state = step(state, { t: "timer", now, rand: 1 }).state;
      expect(state.busy).toBe("push");
    }
    expect(waits.slice(0, 4)).toEqual([2000, 4000, 8000, 16_000]);
    expect(waits.at(-1)).toBe(15 * MINUTE);
    const lucky = step(state, { ...failed("push", NETWORK), now, rand: 0 } as Event).state;
    expect(lucky.wait.push.until).toBe(now + 100);
  });

  test("a flickering connection means one immediate try in 30 seconds", () => {
    let { state } = play([0, START], [0, failed("push", NETWORK), 1]);
    let tries = 0;
    for (let now = 1000; now < 61_000; now += 100) {
      const { state: next, effects } = step(state, { t: "online", now, rand: 1 });
      state = next;
      if (ran(effects)) {
        tries += 1;
        state = step(state, { ...failed("push", NETWORK), now, rand: 1 } as Event).state;
        for (const wait of Object.values(state.wait)) wait.until = now + 10 * MINUTE;
      }
    }
    expect(tries).toBe(2);
  });

  test("the person's own tap does not wait", () => {
    const { effects } = play([0, START], [0, failed("push", NETWORK), 1], [1, { t: "asked" }]);
    expect(ran(effects)).toBe("push");
  });

  test("a server with too much to do is left alone for as long as it says", () => {
    const busy = problem(429, "busy", { retry_after_ms: 90_000 });
    const { state } = play([0, START], [0, failed("push", busy), 0]);
    expect(state.wait.push.until).toBe(90_000);
    expect(state.want.push).toBe(true);
  });

  test("one door that is broken does not close the others", () => {
    const { effects } = play([0, START], [1, failed("push", { kind: "server", status: 500 }), 1]);
    expect(ran(effects)).toBe("pull");
  });

  test("too large is halved, down to one; three timeouts halve too", () => {
    const { effects } = play([0, START], [0, failed("push", problem(413, "too-large"))]);
    expect(effects).toContainEqual(expect.objectContaining({ job: "push", limit: 100 }));
    const slow: Failure = { kind: "network", timeout: true };
    const again: Array<[number, Happening, number]> = [1, 2, 3].flatMap((i) => [
      [i, failed("push", slow), 0] as [number, Happening, number],
      [i, { t: "timer" } as Happening, 0] as [number, Happening, number],
    ]);
    expect(play([0, START], ...again).state.batch).toBe(100);
  });
});

describe("what the server says about us", () => {
  test("a session that ended stops reading; the log is pushed with the push token", () => {
    const { state, effects } = play(
      [0, START],
      [1, done("push")],
      [2, failed("pull", problem(401, "auth/expired"))],
      [3, { t: "said" }],
    );
    expect(state.may).toEqual({ read: false, push: true });
    expect(state.problem).toBe("auth/expired");
    expect(state.busy === "push" || ran(effects) === "push" || state.busy === "files").toBe(true);
    expect(state.want.pull).toBe(false);
  });

  test("a push token that ended is asked for anew while there is a session", () => {
    const { effects } = play([0, START], [1, failed("push", problem(401, "auth/revoked"))]);
    expect(effects).toContainEqual({ t: "expired", which: "push" });
    expect(ran(effects)).toBe("register");
  });

  test("without any token nothing is sent, and nothing is given up", () => {
    const { state, effects } = play(
      [0, { t: "start", read: false, push: true, registered: true }],
      [1, failed("push", problem(401, "auth/revoked"))],
    );
    expect(ran(effects)).toBeUndefined();
    expect(state.want.push).toBe(true);
  });

  test("a gap goes back to where the server is", () => {
    const { effects } = play(
      [0, START],
      [1, failed("push", problem(409, "op-gap", { expected: 7 }))],
    );
    expect(effects).toContainEqual(expect.objectContaining({ t: "run", job: "rewind", to: 7 }));
  });

  test("a fork makes a new replica, and a lost log says everything again", () => {
    const forked = play([0, START], [1, failed("push", problem(409, "replica/forked"))]);
    expect(forked.effects).toContainEqual(expect.objectContaining({ job: "fork", all: false }));
    const hole = play([0, START], [1, failed("push", problem(0, "hole"))]);
    expect(hole.effects).toContainEqual(expect.objectContaining({ job: "fork", all: true }));
    const after = step(hole.state, { ...done("fork"), now: 2, rand: 0 } as Event);
    expect(ran(after.effects)).toBe("register");
  });

  test("another history is met before anything else is sent", () => {
    const { effects } = play([0, START], [1, failed("push", problem(409, "server/changed"))]);
    expect(ran(effects)).toBe("meet");
  });

  test("an app too old to read goes on pushing", () => {
    const { state, effects } = play(
      [0, START],
      [1, done("push")],
      [2, failed("pull", problem(426, "upgrade-required"))],
      [3, done("files")],
      [4, { t: "said" }],
    );
    expect(ran(effects)).toBe("push");
    expect(state.problem).toBe("upgrade-required");
    expect(
      ran(step(state, { ...done("push", { news: true }), now: 5, rand: 0 } as Event).effects),
    ).toBe("files");
  });
});
