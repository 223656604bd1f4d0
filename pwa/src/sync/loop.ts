/**
 * One person's syncing: feeds the engine with what happens, does what it says. Drivers throw Fault;
 * anything else is trouble with our own storage, waited out like a network's.
 */

import { becomeNew, forgetOld, rewind } from "../device/answers";
import { known, note } from "../device/meta";
import { announce, onChange } from "../device/changes";
import { NotSaved, type Database } from "../device/database";
import { tidyKept } from "../device/kept";
import { renew } from "../device/scopes";
import { learn, type Known } from "../device/people";
import { letGo, sendAgain } from "../device/photos";
import { match } from "../device/copies";
import type { Hello } from "../protocol";
import { learnClock, serverTime } from "./clock";
import {
  initial,
  step,
  type Effect,
  type Event,
  type Failure,
  type Job,
  type State,
} from "./engine";
import { firstPiece, sendPiece } from "./files";
import { count } from "./incidents";
import { Live } from "./live";
import { Mending, scan } from "./mend";
import { call, Fault, post, readJson, type Net } from "./net";
import { pullOnce } from "./pull";
import { pushOnce } from "./push";
import { Reporter } from "./report";
import { waits } from "./standing";

const DAY_MS = 24 * 60 * 60 * 1000;
const SCAN_MS = 7 * DAY_MS;

/** Time and chance, so that a test can have its own. */
export interface Clock {
  now(): number;
  random(): number;
  /** Call after so many milliseconds; returns how to forget it. */
  after(ms: number, call: () => void): () => void;
}

export const REAL: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

type Happening<T = Event> = T extends Event ? Omit<T, "now" | "rand"> : never;
type Outcome = { idle?: boolean; more?: boolean; news?: boolean; rewind_to?: number };

export class Loop {
  readonly db: Database;
  readonly #net: Net;
  readonly #live: Live;
  readonly #mending = new Mending();
  readonly #piece = firstPiece();
  readonly #reporter = new Reporter();
  readonly #changed: (loop: Loop) => void;
  readonly #stopHearing: () => void;
  #who: Known;
  #state: State = initial();
  readonly #clock: Clock;
  #forgetTimer: () => void = () => undefined;
  #stopped = false;
  /** The key for rescue files was asked for since this loop began. */
  #keyAsked = false;
  /** Ask the server what it expects, even with nothing to send. */
  #probe = false;
  /** Somebody asked for a full scan. */
  #check = false;
  #tidied = 0;
  #running: Promise<void> = Promise.resolve();
  #matching: Promise<void> = Promise.resolve();

  constructor(
    who: Known,
    db: Database,
    net: Net,
    changed: (loop: Loop) => void,
    clock: Clock = REAL,
  ) {
    this.#clock = clock;
    this.#who = who;
    this.db = db;
    this.#net = net;
    this.#changed = changed;
    this.#live = new Live(net, () => this.happen({ t: "poked" }));
    this.#stopHearing = onChange((change) => {
      if (change.log && change.user_id === db.user_id) this.happen({ t: "said" });
    });
  }

  /** Resolves when the job that runs now has ended. */
  get running(): Promise<void> {
    return this.#running;
  }

  get state(): State {
    return this.#state;
  }

  /** Begin, or go on with other tokens. */
  meet(who: Known, first = false): void {
    const before = this.#who;
    this.#who = who;
    if (first) this.#matching = this.#match();
    if (!first && before.token === who.token && before.push_token === who.push_token) return;
    this.happen({ t: first ? "start" : "tokens", ...this.#tokens() });
  }

  /** Nothing more begins; resolves when what runs has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#forgetTimer();
    this.#live.close();
    this.#stopHearing();
    await Promise.all([this.#running, this.#matching]);
    this.db.close();
  }

  /** Scan all that is stored, whether or not its week is over. */
  check(): void {
    this.#check = true;
    this.happen({ t: "asked" });
  }

  happen(happening: Happening): void {
    if (this.#stopped) return;
    const event = { ...happening, now: this.#clock.now(), rand: this.#clock.random() } as Event;
    const { state, effects } = step(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#do(effect);
    this.#changed(this);
  }

  #tokens(): { read: boolean; push: boolean; registered: boolean } {
    const { token, push_token, replica_id } = this.#who;
    return {
      read: token !== null,
      push: push_token !== null,
      registered: push_token !== null && replica_id !== null,
    };
  }

  #do(effect: Effect): void {
    switch (effect.t) {
      case "timer":
        this.#forgetTimer();
        this.#forgetTimer = this.#clock.after(effect.at - this.#clock.now(), () =>
          this.happen({ t: "timer" }),
        );
        return;
      case "live":
        if (effect.open && this.#who.token) this.#live.open(this.#who.token);
        else this.#live.close();
        return;
      case "expired":
        this.#forgetToken(effect.which).catch(() => undefined);
        return;
      case "run":
        this.#running = this.#run(effect);
    }
  }

  async #run(effect: Effect & { t: "run" }): Promise<void> {
    const { job } = effect;
    try {
      const outcome = await this.#work(effect);
      this.happen({ t: "done", job, ...outcome });
    } catch (error) {
      const failure: Failure =
        error instanceof Fault ? error.failure : { kind: "problem", status: 0, code: ours(error) };
      this.happen({ t: "failed", job, failure });
    }
  }

  async #work(effect: Effect & { t: "run" }): Promise<Outcome> {
    const work: Record<Job, () => Promise<Outcome>> = {
      fork: () => this.#fork(effect.all),
      rewind: () => this.#rewind(effect.to),
      register: () => this.#register(),
      meet: () => this.#meet(),
      push: () => this.#push(effect.limit),
      pull: () => this.#pull(effect.page),
      files: () => this.#files(),
    };
    return work[effect.job]();
  }

  async #push(limit: number): Promise<Outcome> {
    const token = this.#who.push_token ?? this.#who.token ?? "";
    const pushed = await pushOnce(this.db, this.#net, token, {
      limit,
      app: __APP__,
      probe: this.#probe,
    });
    this.#probe = false;
    if (!pushed.idle) {
      await this.#contact({ ops_agree: pushed.agrees ?? false });
      await this.#match();
    }
    return pushed;
  }

  async #pull(page: number): Promise<Outcome> {
    await this.#scan();
    const pulled = await this.#reporter.along(this.db, this.#clock.now(), (report) =>
      pullOnce(this.db, this.#net, this.#who.token ?? "", { page, ...(report && { report }) }),
    );
    const again = await this.#mending.mend(
      this.db,
      this.#net,
      this.#who.token ?? "",
      pulled.disagreeing,
      this.#clock.now(),
    );
    if (pulled.rewind_to !== undefined) {
      await count(this.db, "backwards", `pull: next_seq ${pulled.rewind_to}`);
    }
    if (!pulled.more && !again) {
      await this.#tidy();
      await this.#learnKey();
    }
    await this.#contact({ rows_agree: pulled.disagreeing.length === 0 }, !pulled.more && !again);
    return {
      more: pulled.more || again,
      ...(pulled.rewind_to === undefined ? {} : { rewind_to: pulled.rewind_to }),
    };
  }

  /** The key for a rescue file, learnt while all is well: on the day it is needed, nobody answers. */
  async #learnKey(): Promise<void> {
    if (this.#keyAsked || (await known(this.db, "server"))?.rescue_key) return;
    this.#keyAsked = true;
    try {
      const { rescue_key, server_id } = await readJson<Hello>(
        await call(this.#net, "/sync/v1/hello", { method: "GET" }),
      );
      if (!rescue_key) return; // an older server
      await note(this.db, "server", (before) => ({ ...(before ?? { server_id }), rescue_key }));
    } catch {
      this.#keyAsked = false; // after another pull
    }
  }

  /** Weekly, and on demand (protocol.md 3.10); what is found damaged is pulled anew. */
  async #scan(): Promise<void> {
    const now = this.#clock.now();
    const last = await known(this.db, "scan");
    const due = last !== undefined && now - Date.parse(last.at) >= SCAN_MS;
    if (last && !due && !this.#check) return;
    const damaged = due || this.#check ? (await scan(this.db)).length : null;
    this.#check = false;
    await note(this.db, "scan", () => ({ at: new Date(now).toISOString(), damaged }));
  }

  async #files(): Promise<Outcome> {
    const token = this.#who.push_token ?? this.#who.token ?? "";
    const sent = await sendPiece(this.db, this.#net, token, this.#piece);
    if (!sent.idle) await this.#contact();
    if (sent.arrived) {
      if (await letGo(this.db)) await this.#match();
      announce(this.db.user_id, ["photo"], false);
    }
    return { idle: sent.idle ?? false, more: sent.more, news: sent.arrived };
  }

  /** This session speaks for this replica from now on, and gets a token that can always push. */
  async #register(): Promise<Outcome> {
    const replica_id = await this.#replicaId();
    const { token } = this.#who;
    const answer = await post<{ push_token: string }>(this.#net, "/auth/v1/replicas", token ?? "", {
      replica_id,
      device_name: deviceName(),
      app: __APP__,
    });
    const learnt = { push_token: answer.push_token, replica_id };
    await learn(this.#who.person_id, learnt, { token });
    this.#who = { ...this.#who, ...learnt };
    return {};
  }

  /** Which history does the server tell? Another than before: it was restored from a backup. */
  async #meet(): Promise<Outcome> {
    const before = Date.now();
    const answer = await call(this.#net, "/sync/v1/hello", { method: "GET" });
    const hello = await readJson<Hello>(answer);
    await learnClock(this.db, hello.server_time, before);
    const known = await this.db.read(["meta"], (tx) => tx.objectStore("meta").get("server"));
    const changed =
      known !== undefined && (known as { server_id: string }).server_id !== hello.server_id;
    const { server_id, zone, rescue_key, schema } = hello;
    await note(this.db, "server", () => ({
      server_id,
      zone,
      schema,
      ...(rescue_key ? { rescue_key } : {}),
    }));
    if (changed) {
      await count(this.db, "restored", `now ${hello.server_id}`);
      await sendAgain(this.db);
      await renew(this.db, "all");
      this.#probe = true;
    }
    return {};
  }

  async #fork(all: boolean): Promise<Outcome> {
    const replica_id = await becomeNew(this.db, all);
    await count(this.db, all ? "lost" : "forked", `now ${replica_id}`);
    await learn(this.#who.person_id, { push_token: null, replica_id: null });
    this.#who = { ...this.#who, push_token: null, replica_id: null };
    return {};
  }

  async #rewind(to: number): Promise<Outcome> {
    await rewind(this.db, to);
    return {};
  }

  async #tidy(): Promise<void> {
    if (await letGo(this.db)) {
      announce(this.db.user_id, ["photo"], false);
      await this.#match();
    }
    await tidyKept(this.db, await serverTime(this.db));
    const now = this.#clock.now();
    if (now - this.#tidied < DAY_MS) return;
    this.#tidied = now;
    await forgetOld(this.db, now);
  }

  /** What has been answered, or is held over there, needs no second place on this phone. */
  async #match(): Promise<void> {
    await match(this.db).catch(() => undefined); // the next one will do
  }

  /** "All delivered" needs every line answered, every picture gone up, and both sums the same. */
  async #contact(
    agreement: { ops_agree?: boolean; rows_agree?: boolean } = {},
    whole = false,
  ): Promise<void> {
    const now = await serverTime(this.db);
    const unsent = await waits(this.db);
    await note(this.db, "contact", (before) => {
      const agree = { ops_agree: true, rows_agree: true, ...before, ...agreement };
      const delivered = !unsent && agree.ops_agree && agree.rows_agree;
      return {
        ...agree,
        ...(whole ? { whole_at: now } : {}),
        last_contact_at: now,
        delivered_at: delivered ? now : (before?.delivered_at ?? null),
      };
    });
  }

  async #forgetToken(which: "session" | "push"): Promise<void> {
    const { person_id, token, push_token } = this.#who;
    if (which === "session") {
      this.#who = { ...this.#who, token: null };
      await learn(person_id, { token: null }, { token });
    } else {
      this.#who = { ...this.#who, push_token: null };
      if (push_token) await learn(person_id, { push_token: null });
    }
  }

  async #replicaId(): Promise<string> {
    const own = await this.db.read(["meta"], (tx) => tx.objectStore("meta").get("replica"));
    return (own as { replica_id: string }).replica_id;
  }
}

/** Trouble with our own storage, as a problem's code. */
function ours(error: unknown): string {
  return error instanceof NotSaved && error.why === "full" ? "storage/full" : "storage";
}

function deviceName(): string {
  return typeof navigator === "undefined" ? "" : navigator.userAgent.slice(0, 80);
}
