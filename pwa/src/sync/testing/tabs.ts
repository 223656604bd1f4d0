/**
 * Several tabs of one browser over one database and one server. Every transaction, every request and
 * answer, and every change of the leader waits at a gate; which one opens next is the scheduler's.
 */

import type { Scheduler } from "fast-check";
import { IDBFactory } from "fake-indexeddb";
import { expect, vi } from "vitest";
import { open, type Database } from "../../device/database";
import { recount } from "../../device/feed";
import { lines, say, standing } from "../../device/log";
import { scopes } from "../../device/scopes";
import { incidents } from "../incidents";
import { lead, type Lead } from "../lead";
import { Loop } from "../loop";
import { Locks } from "./locks";
import { Server } from "./server";
import { known, lost, personId, VirtualTime } from "./world";

const CHECK_IN = {
  planned_visit_id: null, unplanned_reason: "on_the_way", day: "2026-11-25", position: null,
  distance_m: null, fence_result: "no_position" as const, exception_reason: null, note: null,
}; // prettier-ignore

export type Fault = "none" | "lost" | "answer lost";

/** What a planted bug may put in the place of the product's own. Nothing of it exists outside tests. */
export interface Bug {
  /** The invariant that must be seen to break. */
  breaks?: string;
  lead?: typeof lead;
  say?: (db: Database, id: string, args: never, gate: () => Promise<void>) => Promise<string>;
  /** Around each transaction of a tab. */
  write?: (
    db: Database,
    stores: string[],
    real: () => Promise<unknown>,
    tab: Tab,
  ) => Promise<unknown>;
  /** Before a request goes out. */
  sending?: (db: Database, path: string, tab: Tab) => Promise<void>;
}

export class Tab {
  readonly name: string;
  readonly world: Tabs;
  readonly election: Lead;
  dead = false;
  loop: Loop | null = null;
  /** Requests of this tab that nobody has answered yet. */
  pushing = 0;
  /** Marks of the last pull's answer, for those who would trust them too early. */
  marks: Array<{ scope: string; epoch: number; pos: number }> = [];
  #frozen: Promise<void> = Promise.resolve();
  #thaw: (() => void) | null = null;
  #leading = false;
  #waiting = 0;

  constructor(world: Tabs, name: string) {
    this.world = world;
    this.name = name;
    const choose = world.bug.lead ?? lead;
    this.election = choose(
      () => void this.#begin(),
      () => void this.#end(),
      name,
    );
  }

  /** Wait for one's turn. A tab that is closed never gets it, a frozen one when it thaws. */
  async gate(what: string): Promise<void> {
    this.#waiting += 1;
    await this.world.scheduler.schedule(Promise.resolve(), `${this.name}: ${what}`);
    await this.#frozen;
    this.#waiting -= 1;
    if (this.dead) await new Promise(() => undefined);
  }

  /** Between two gates: something runs that the scheduler has no hand in (compression, a stream). */
  get between(): boolean {
    return !this.dead && this.#waiting === 0 && (this.loop?.state.busy ?? null) !== null;
  }

  freeze(): void {
    if (!this.#thaw) this.#frozen = new Promise((resolve) => (this.#thaw = resolve));
  }

  thaw(): void {
    this.#thaw?.();
    this.#thaw = null;
  }

  close(): void {
    this.dead = true;
    this.pushing = 0;
    this.election.resign();
    void this.loop?.stop();
    this.loop = null;
  }

  /** The database as this tab has it: each transaction in its turn. */
  async database(): Promise<Database> {
    await this.gate("open");
    const db = await open(this.world.user);
    const { read, write } = { read: db.read.bind(db), write: db.write.bind(db) };
    db.read = async (stores, work) => {
      await this.gate(`read ${stores.join(" ")}`);
      return this.world.busy(() => read(stores, work));
    };
    db.write = async (stores, work, durability) => {
      await this.gate(`write ${stores.join(" ")}`);
      const real = (): ReturnType<typeof work> => write(stores, work, durability);
      this.world.changed = true;
      const { bug } = this.world;
      if (!bug.write) return this.world.busy(real);
      return bug.write(db, stores, () => this.world.busy(real), this) as ReturnType<typeof work>;
    };
    return db;
  }

  async say(store: string, id: string): Promise<void> {
    const db = await this.database();
    const args = { store_id: store, ...CHECK_IN } as never;
    const { bug } = this.world;
    const op_id = bug.say
      ? await bug.say(db, id, args, () => this.gate("say"))
      : (await say(db, "visit.check_in", id, args)).op_id;
    // Only what the person saw as saved is promised.
    this.world.said.set(op_id, { id, store });
    db.close();
  }

  async #begin(): Promise<void> {
    this.#leading = true;
    const db = await this.database();
    if (!this.#leading || this.dead || this.loop) return db.close();
    const net = (path: string, init: RequestInit): Promise<Response> => this.#net(db, path, init);
    const who = this.world.who();
    this.loop = new Loop(who, db, net, () => undefined, this.world.time);
    this.loop.meet(who, true);
  }

  async #end(): Promise<void> {
    this.#leading = false;
    await this.#frozen;
    void this.loop?.stop();
    this.loop = null;
  }

  async #net(db: Database, path: string, init: RequestInit): Promise<Response> {
    if (path === "/sync/v1/live") return new Response("", { status: 404 });
    const push = path === "/sync/v1/push";
    if (push) this.pushing += 1;
    try {
      await this.world.bug.sending?.(db, path, this);
      await this.gate(`to ${path}`);
      const fault = this.world.faults.shift() ?? "none";
      if (fault === "lost") return await lost();
      const answer = await this.world.busy(() => this.world.server.fetch(path, init));
      await this.gate(`from ${path}`);
      if (fault === "answer lost") return await lost();
      await this.#remember(path, answer.clone());
      return answer;
    } finally {
      if (push && !this.dead) this.pushing -= 1;
    }
  }

  async #remember(path: string, answer: Response): Promise<void> {
    if (path !== "/sync/v1/pull" || !answer.ok) return;
    const frames = (await answer.text()).trimEnd().split("\n");
    this.marks = frames.map((line) => JSON.parse(line)).filter((frame) => frame.t === "mark");
  }
}

export class Tabs {
  readonly server = new Server();
  readonly user = personId();
  readonly time = new VirtualTime(() => 0.5);
  readonly said = new Map<string, { id: string; store: string }>();
  readonly tabs: Tab[] = [];
  readonly scheduler: Scheduler;
  readonly bug: Bug;
  faults: Fault[] = [];
  /** Nobody steals the lead here: then two pushes at once must never be. */
  strict = true;
  /** Something was written since we looked. */
  changed = true;
  #busy = 0;
  #made = 0;
  #eyes!: Database;
  #seen = new Map<string, number>();

  constructor(scheduler: Scheduler, bug: Bug = {}) {
    this.scheduler = scheduler;
    this.bug = bug;
    globalThis.indexedDB = new IDBFactory();
    const locks = new Locks();
    const request: Locks["request"] = async (name, options, work) => {
      await scheduler.schedule(Promise.resolve(), "the lead");
      return locks.request(name, options, work);
    };
    vi.stubGlobal("navigator", { locks: { request } });
    for (const store of ["A", "B"]) this.server.grant(this.user, `store:${store}`);
  }

  async start(): Promise<void> {
    this.#eyes = await open(this.user);
    const own = (await this.#eyes.read(["meta"], (tx) =>
      tx.objectStore("meta").get("replica"),
    )) as {
      replica_id: string;
    };
    this.#replica = own.replica_id;
    this.server.replicas.set(own.replica_id, {
      user_id: this.user,
      heard: [],
      cursors: new Map(),
    });
    this.open();
    this.open();
  }

  #replica = "";

  who() {
    const push_token = `p:${this.#replica}`;
    return known(this.user, { push_token, replica_id: this.#replica });
  }

  open(): void {
    this.tabs.push(new Tab(this, `tab ${this.tabs.length + 1}`));
  }

  alive(at: number): Tab | undefined {
    const living = this.tabs.filter((tab) => !tab.dead);
    return living[at % Math.max(1, living.length)];
  }

  nextId(bad: boolean): string {
    this.#made += 1;
    return bad ? `bad-${this.#made}` : `V-${this.#made}`;
  }

  /** Something that goes on in the real event loop; the next gate opens when it has ended. */
  async busy<T>(work: () => Promise<T>): Promise<T> {
    this.#busy += 1;
    try {
      return await work();
    } finally {
      this.#busy -= 1;
    }
  }

  /** Open up to so many gates, one after the other, and look each time. */
  async run(gates: number): Promise<void> {
    await this.#quiet();
    for (let i = 0; i < gates && this.scheduler.count() > 0; i += 1) {
      await this.scheduler.waitOne();
      await this.#quiet();
      await this.look();
    }
  }

  async #quiet(): Promise<void> {
    let calm = 0;
    while (calm < 2) {
      await new Promise((resolve) => setImmediate(resolve));
      calm = this.#busy || this.tabs.some((tab) => tab.between) ? 0 : calm + 1;
    }
  }

  // What must hold after every step

  async look(): Promise<void> {
    if (this.strict) {
      const pushing = this.tabs.reduce((sum, tab) => sum + tab.pushing, 0);
      expect(pushing, "I19: one push at a time").toBeLessThanOrEqual(1);
    }
    if (!this.changed) return;
    this.changed = false;
    const { log, rows, table } = await this.#eyes.read(["log", "rows", "scopes"], async (tx) => ({
      log: await tx.objectStore("log").getAll(),
      rows: await tx.objectStore("rows").getAll(),
      table: await tx.objectStore("scopes").getAll(),
    }));
    const numbers = log.map((line) => line.local_seq).toSorted((a, b) => a - b);
    expect(numbers, "I2: numbers without holes").toEqual(numbers.map((_, i) => i + 1));
    const held = new Map(rows.map((row) => [`${row.scope} ${row.entity}/${row.id}`, row]));
    for (const { scope, epoch, pos } of table) {
      if (epoch !== this.server.scope(scope).epoch) continue;
      for (const [key, line] of this.server.scope(scope).lines) {
        if (line.pos > pos || line.kind !== "put") continue;
        expect(held.get(`${scope} ${key}`)?.v, `I4: ${scope} ${key}`).toBe(line.version);
      }
    }
    this.#screen(log, held);
  }

  /** I18: what was saved is on the screen; no record goes back to what it was before. */
  #screen(log: Awaited<ReturnType<typeof lines>>, held: Map<string, { v: number }>): void {
    const laid = new Set(
      log
        .filter((line) => line.state !== "attention" && line.state !== "archived")
        .map((line) => line.op_id),
    );
    const refused = new Set(
      log.filter((line) => line.state === "attention").map((line) => line.op_id),
    );
    for (const [op_id, { id, store }] of this.said) {
      const shown = laid.has(op_id) || held.has(`store:${store} visit/${id}`);
      if (!refused.has(op_id)) expect(shown, `I18: ${id} is on the screen`).toBe(true);
    }
    for (const [key, { v }] of held) {
      expect(v, `I18: ${key} goes back`).toBeGreaterThanOrEqual(this.#seen.get(key) ?? 0);
      this.#seen.set(key, v);
    }
  }

  /** Everything arrives; then nothing may be missing, doubled or different. */
  async rest(): Promise<void> {
    this.faults = [];
    for (const tab of this.tabs) tab.thaw();
    if (!this.alive(0)) this.open();
    for (let i = 0; i < 3; i += 1) {
      await this.run(2000);
      this.time.pass(61_000);
    }
    await this.run(2000);
    const log = await lines(this.#eyes);
    for (const [op_id, { id }] of this.said) {
      const bad = id.startsWith("bad");
      expect(log.find((line) => line.op_id === op_id)?.state, `I1: ${id}`).toBe(
        bad ? "attention" : "archived",
      );
      const times = this.server.effects.filter((one) => one === op_id).length;
      expect(times, `I1: ${id} took effect`).toBe(bad ? 0 : 1);
    }
    const order = log.map((line) => line.op_id).filter((one) => this.server.effects.includes(one));
    expect(this.server.effects, "I2: in the order they were said").toEqual(order);
    for (const { scope, n, digest } of await scopes(this.#eyes)) {
      expect({ n, digest }, `I5: ${scope}`).toEqual(this.server.sum(scope));
      expect(await recount(this.#eyes, scope), `I20: ${scope}`).toEqual(this.server.sum(scope));
    }
    expect(await standing(this.#eyes), "nothing is left over").toEqual([]);
    const counted = await incidents(this.#eyes);
    expect([counted.digest, counted.ops_digest, counted.forked]).toEqual([0, 0, 0]);
  }

  end(): void {
    for (const tab of this.tabs) if (!tab.dead) tab.close();
    this.#eyes.close();
    vi.unstubAllGlobals();
  }
}
