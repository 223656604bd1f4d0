/**
 * The sync worker: one per tab, one of them leads. The leader runs a loop for the person signed in,
 * and one that only pushes for each other person whose work is still on this device.
 */

import { open } from "../device/database";
import { newId } from "../device/ids";
import { copyPeople, current, people, type Known } from "../device/people";
import { lead } from "./lead";
import { Loop } from "./loop";
import { standingOf, waits } from "./standing";
import { ASK_CHANNEL, STATUS_CHANNEL, type Asked, type Status, type Told } from "./words";

const STATUS_MS = 150;
/** A leader that says nothing for so long is frozen or dead. */
const ANSWER_MS = 5_000;

interface Passed {
  from: string;
  asked: Asked | { t: "here" };
}

const id = newId();
const page = self as unknown as {
  postMessage(told: Told): void;
  onmessage: ((event: MessageEvent<Asked>) => void) | null;
};
const asks = new BroadcastChannel(ASK_CHANNEL);
const statuses = new BroadcastChannel(STATUS_CHANNEL);
const loops = new Map<string, Loop>();
const visible = new Set<string>();
let leading = false;
let currentId: string | null = null;
let refreshing: Promise<void> = Promise.resolve();
let statusClock: ReturnType<typeof setTimeout> | undefined;
let unanswered: ReturnType<typeof setTimeout> | undefined;

const election = lead(begin, end, id);

page.onmessage = ({ data: asked }) => {
  if (leading) return take(id, asked);
  asks.postMessage({ from: id, asked } satisfies Passed);
  unanswered ??= setTimeout(() => {
    unanswered = undefined;
    election.steal();
  }, ANSWER_MS);
};

asks.onmessage = ({ data }: MessageEvent<Passed>) => {
  if (data.asked.t === "here") {
    clearTimeout(unanswered);
    unanswered = undefined;
  } else if (leading) {
    asks.postMessage({ from: id, asked: { t: "here" } } satisfies Passed);
    take(data.from, data.asked);
  }
};

function begin(): void {
  leading = true;
  page.postMessage({ t: "status", status: { leader: true } });
  copyPeople().catch(() => undefined);
  refresh();
}

function end(): void {
  leading = false;
  page.postMessage({ t: "status", status: { leader: false } });
  const ended = [...loops.values()];
  loops.clear();
  for (const loop of ended) void loop.stop();
}

function take(from: string, asked: Asked): void {
  if (asked.t === "visible") visible.add(from);
  if (asked.t === "hidden") visible.delete(from);
  if (asked.t === "session") return refresh();
  if (asked.t === "check") return void (currentId && loops.get(currentId)?.check());
  if (asked.t === "hidden" && visible.size > 0) return;
  const happened = asked.t === "now" ? "asked" : asked.t;
  for (const loop of loops.values()) loop.happen({ t: happened });
  tellSoon();
}

/** Follow who is signed in and who is parked; one after the other. */
function refresh(): void {
  refreshing = refreshing.then(follow).catch(() => undefined);
}

async function follow(): Promise<void> {
  const now = await current();
  currentId = now?.person_id ?? null;
  for (const known of await people()) {
    if (!leading) return;
    await followOne(known, known.person_id === currentId);
  }
  tellSoon();
}

async function followOne(known: Known, here: boolean): Promise<void> {
  // A parked person's session is not used: her phone is in other hands.
  const who = here ? known : { ...known, token: null };
  const running = loops.get(known.person_id);
  if (running) return running.meet(who);
  if (!here && !known.push_token) return;
  const db = await open(known.person_id);
  if (!leading || (!here && !(await waits(db)))) return db.close();
  const loop = new Loop(who, db, (path, init) => fetch(path, init), changed);
  loops.set(known.person_id, loop);
  loop.meet(who, true);
}

function changed(loop: Loop): void {
  tellSoon();
  const { user_id } = loop.db;
  if (user_id === currentId || loop.state.busy) return;
  waits(loop.db)
    .then((more) => {
      if (more || user_id === currentId || !loops.delete(user_id)) return;
      void loop.stop();
    })
    .catch(() => undefined);
}

function tellSoon(): void {
  statusClock ??= setTimeout(() => {
    statusClock = undefined;
    void tell().catch(() => undefined);
  }, STATUS_MS);
}

async function tell(): Promise<void> {
  const loop = currentId ? loops.get(currentId) : undefined;
  if (!leading) return;
  const status: Partial<Status> = loop
    ? await standingOf(loop.db, loop.state)
    : { user_id: null, busy: null, pending: 0, oldest: null, attention: 0, photosPending: 0 };
  statuses.postMessage({ t: "status", status } satisfies Told);
}
