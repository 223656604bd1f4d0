/**
 * What this device does next: a pure function of what happened. No clock, no chance, no network, no
 * storage: they come in as events and go out as effects, so a test can play any history.
 *
 * The order is always: become who we are, push, pull, pictures. Nothing here can lose a line of the
 * log; the worst any event can do is to make us wait.
 */

/** One thing in flight at a time: two pushes of one replica can never meet. */
export type Job = "fork" | "rewind" | "register" | "meet" | "push" | "pull" | "files";

export interface Wait {
  fails: number;
  until: number;
}

export interface State {
  online: boolean;
  visible: boolean;
  /** Which tokens are at hand: the session's, and the one that may only push. */
  may: { read: boolean; push: boolean };
  want: { [J in Job]: boolean };
  busy: Job | null;
  wait: { [J in Job]: Wait };
  /** Operations in a push; bytes in a pull. Halved when too large or too slow. */
  batch: number;
  page: number;
  timeouts: number;
  rewind_to: number;
  /** The log has lost what the server expects, or the server has: everything kept is said anew. */
  fork_all: boolean;
  /** This app is too old to read. It still pushes. */
  too_old: boolean;
  problem: string | null;
  heard_at: number;
  hurried_at: number;
  registered_at: number;
}

export type Failure =
  | { kind: "network"; timeout: boolean }
  | { kind: "server"; status: number; retry_after_ms?: number }
  | {
      kind: "problem";
      status: number;
      code: string;
      expected?: number;
      retry_after_ms?: number;
    };

export type Event = { now: number; rand: number } & (
  | { t: "start" | "tokens"; read: boolean; push: boolean; registered: boolean }
  | { t: "said" | "poked" | "timer" | "asked" | "online" | "offline" | "visible" | "hidden" }
  | { t: "done"; job: Job; idle?: boolean; more?: boolean; news?: boolean; rewind_to?: number }
  | { t: "failed"; job: Job; failure: Failure }
);

export type Effect =
  | { t: "run"; job: Job; limit: number; page: number; to: number; all: boolean }
  | { t: "timer"; at: number }
  | { t: "live"; open: boolean }
  | { t: "expired"; which: "session" | "push" };

const BATCH = 200;
const PAGE = 1024 * 1024;
const SMALLEST_PAGE = 32 * 1024;
const POLL_MS = 60_000;
const HIDDEN_POLL_MS = 15 * 60_000;
const HURRY_MS = 30_000;
const BACKOFF_MS = 2_000;
/** Bad luck must not become a loop without a pause. */
const SHORTEST_MS = 100;
const LONGEST_MS = 15 * 60_000;
const REGISTER_AGAIN_MS = 60_000;
/** In the order they are done. */
const JOBS: readonly Job[] = ["fork", "rewind", "register", "meet", "push", "pull", "files"];

export function initial(): State {
  const each = <T>(make: () => T): { [J in Job]: T } =>
    Object.fromEntries(JOBS.map((job) => [job, make()])) as { [J in Job]: T };
  return {
    online: true,
    visible: true,
    may: { read: false, push: false },
    want: each(() => false),
    busy: null,
    wait: each(() => ({ fails: 0, until: 0 })),
    batch: BATCH,
    page: PAGE,
    timeouts: 0,
    rewind_to: 0,
    fork_all: false,
    too_old: false,
    problem: null,
    heard_at: 0,
    hurried_at: Number.NEGATIVE_INFINITY,
    registered_at: Number.NEGATIVE_INFINITY,
  };
}

/** Take in one event. The state given is not changed. */
export function step(before: State, event: Event): { state: State; effects: Effect[] } {
  const state = structuredClone(before);
  const effects: Effect[] = [];
  happen(state, event, effects);
  const other = state.may.read !== before.may.read || state.online !== before.online;
  if (other || event.t === "tokens") {
    effects.push({ t: "live", open: state.may.read && state.online });
  }
  next(state, event.now, effects);
  return { state, effects };
}

function happen(state: State, event: Event, effects: Effect[]): void {
  switch (event.t) {
    case "start":
    case "tokens":
      state.may = { read: event.read, push: event.push };
      state.want.register ||= event.read && !event.registered;
      if (event.read && state.problem?.startsWith("auth/")) state.problem = null;
      return all(state);
    case "said":
      state.want.push = true;
      return;
    case "poked":
      state.want.pull = true;
      return;
    case "timer":
      if (event.now - state.heard_at >= pollEvery(state)) all(state);
      return;
    case "asked":
      unwait(state, event.now);
      return all(state);
    case "online":
      state.online = true;
      return hurry(state, event.now);
    case "offline":
      state.online = false;
      return;
    case "visible":
      state.visible = true;
      return hurry(state, event.now);
    case "hidden":
      state.visible = false;
      return;
    case "done":
      return done(state, event);
    case "failed":
      return failed(state, event, effects);
  }
}

function all(state: State): void {
  state.want.push = true;
  state.want.pull = true;
  state.want.files = true;
}

/** A connection came back, or the person looks: one try at once, but not one per flicker. */
function hurry(state: State, now: number): void {
  all(state);
  if (now - state.hurried_at < HURRY_MS) return;
  state.hurried_at = now;
  unwait(state, now);
}

function unwait(state: State, now: number): void {
  for (const job of JOBS) state.wait[job].until = now;
}

function pollEvery(state: State): number {
  return state.visible ? POLL_MS : HIDDEN_POLL_MS;
}

function done(state: State, event: Event & { t: "done" }): void {
  const { job } = event;
  state.busy = null;
  state.want[job] ||= event.more ?? false;
  if (event.idle) return; // there was nothing to do: no word from the server
  state.wait[job] = { fails: 0, until: 0 };
  if (job === "fork") {
    state.fork_all = false;
    state.may.push = false;
    state.want.register = true;
    return;
  }
  if (job === "rewind") {
    state.want.push = true;
    return;
  }
  state.timeouts = 0;
  state.heard_at = event.now;
  state.problem = state.too_old ? "upgrade-required" : null;
  if (job === "register") {
    state.registered_at = event.now;
    state.may.push = true;
    all(state);
  } else if (job === "meet") {
    all(state);
  } else if (job === "push") {
    state.batch = Math.min(BATCH, state.batch * 2);
    if (event.news) {
      state.want.pull = true;
      state.want.files = true;
    }
  } else if (job === "pull") {
    state.page = Math.min(PAGE, state.page * 2);
    if (event.rewind_to !== undefined) goBack(state, event.rewind_to);
  } else if (job === "files" && event.news && !event.more) {
    state.want.pull = true;
  }
}

function goBack(state: State, to: number): void {
  state.rewind_to = to;
  state.want.rewind = true;
}

function failed(state: State, event: Event & { t: "failed" }, effects: Effect[]): void {
  const { job, failure, now, rand } = event;
  state.busy = null;
  state.want[job] = true;
  if (failure.kind === "network") {
    state.problem = "network";
    if (failure.timeout) slower(state, job);
    // No answer at all says nothing about one door: everything waits. A picture's cut keeps no row.
    for (const each of job === "files" ? [job] : JOBS) backOff(state, each, event);
    return;
  }
  const code = failure.kind === "problem" ? failure.code : `http/${failure.status}`;
  if (failure.kind === "problem" && solve(state, job, failure, now, effects)) return;
  state.problem = code;
  backOff(state, job, { now, rand });
  const wait = state.wait[job];
  if (failure.retry_after_ms) wait.until = Math.max(wait.until, now + failure.retry_after_ms);
}

/** Full jitter: somewhere between almost now and a limit that doubles. */
function backOff(state: State, job: Job, { now, rand }: { now: number; rand: number }): void {
  const wait = state.wait[job];
  const limit = Math.min(LONGEST_MS, BACKOFF_MS * 2 ** Math.min(wait.fails, 20));
  wait.until = now + Math.max(SHORTEST_MS, Math.round(rand * limit));
  wait.fails += 1;
}

/** The third timeout of the same request halves it instead of repeating it. */
function slower(state: State, job: Job): void {
  state.timeouts += 1;
  if (state.timeouts % 3 !== 0) return;
  if (job === "push") state.batch = Math.max(1, Math.floor(state.batch / 2));
  if (job === "pull") state.page = Math.max(SMALLEST_PAGE, Math.floor(state.page / 2));
}

/** What the protocol says to do about a problem. False: wait and try again. */
function solve(
  state: State,
  job: Job,
  failure: Failure & { kind: "problem" },
  now: number,
  effects: Effect[],
): boolean {
  switch (failure.code) {
    case "op-gap":
      goBack(state, failure.expected ?? 1);
      return true;
    case "hole":
      state.want.fork = true;
      state.fork_all = true;
      return true;
    case "replica/forked":
      state.want.fork = true;
      return true;
    case "replica/foreign":
    case "replica/unknown":
      if (job === "register") state.want.fork = true;
      else if (!register(state, now)) return false;
      return true;
    case "server/changed":
      state.want.meet = true;
      return true;
    case "too-large":
      if (job !== "push" || state.batch === 1) return false;
      state.batch = Math.floor(state.batch / 2);
      return true;
    case "upgrade-required":
      if (job !== "pull") return false;
      state.too_old = true;
      state.want.pull = false;
      state.problem = failure.code;
      return true;
    default:
      return failure.status === 401 && unauthorised(state, job, failure.code, now, effects);
  }
}

/** A token has ended. Reading stops; the log is not touched, and pushing goes on if it can. */
function unauthorised(
  state: State,
  job: Job,
  code: string,
  now: number,
  effects: Effect[],
): boolean {
  state.problem = code;
  if (job === "push" || job === "files") {
    state.may.push = false;
    effects.push({ t: "expired", which: "push" });
    register(state, now);
  } else {
    state.may.read = false;
    state.want.pull = false;
    effects.push({ t: "expired", which: "session" });
  }
  return true;
}

function register(state: State, now: number): boolean {
  if (!state.may.read || now - state.registered_at < REGISTER_AGAIN_MS) return false;
  state.want.register = true;
  return true;
}

/** The one thing to do now, or when to look again. */
function next(state: State, now: number, effects: Effect[]): void {
  if (state.busy) return;
  const job = chosen(state, now);
  if (job) {
    state.busy = job;
    // What is wanted from now on, this run may have come too early for.
    state.want[job] = false;
    effects.push({
      t: "run",
      job,
      limit: state.batch,
      page: state.page,
      to: state.rewind_to,
      all: state.fork_all,
    });
    return;
  }
  const waits = JOBS.filter((each) => ready(state, each)).map((each) => state.wait[each].until);
  const at = Math.min(...waits, Math.max(state.heard_at, now) + pollEvery(state));
  effects.push({ t: "timer", at: Math.max(at, now + 1) });
}

function chosen(state: State, now: number): Job | null {
  return JOBS.find((job) => ready(state, job) && state.wait[job].until <= now) ?? null;
}

/** When what failed is tried again; null: nothing may be, or it is tried right now. */
export function triedAgainAt(state: State): number | null {
  if (!state.problem) return null;
  const waits = JOBS.filter((job) => ready(state, job)).map((job) => state.wait[job].until);
  const next = Math.min(...waits);
  return next > 0 && Number.isFinite(next) ? next : null;
}

/** Wanted, and allowed: pictures never go before what is said about them. */
function ready(state: State, job: Job): boolean {
  if (!state.want[job]) return false;
  if (job === "fork" || job === "rewind") return true;
  if (!state.online) return false;
  switch (job) {
    case "register":
      return state.may.read;
    case "meet":
      return true;
    case "push":
      return state.may.push && !state.want.meet;
    case "pull":
      return state.may.read && !state.too_old && !state.want.meet && !state.want.register;
    case "files":
      return state.may.push && !state.want.push && !state.want.meet;
  }
}
