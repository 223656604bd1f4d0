/** What tests need around a phone: a person, a network with faults, storage that can die, time. */

import { newId } from "../../device/ids";
import { open, type Database } from "../../device/database";
import type { Known } from "../../device/people";
import type { Clock } from "../loop";
import type { Net } from "../net";
import type { Server } from "./server";

export function personId(): string {
  return `P-${newId()}`;
}

export function known(person_id: string, fields: Partial<Known> = {}): Known {
  return {
    person_id,
    me: {
      id: person_id, login: person_id, name: "陈", role: "field_rep", org_unit_id: null,
      org_unit_name: null, partner_id: null, partner_name: null, branch_id: null,
    },
    token: `s:${person_id}`,
    expires_at: null,
    push_token: null,
    replica_id: null,
    signed_in_at: "2026-11-25T00:00:00.000Z",
    ...fields,
  }; // prettier-ignore
}

/** A database whose replica the server knows, and the token that pushes for it. */
export async function phone(
  server: Server,
  user = personId(),
): Promise<{ db: Database; user: string; push: string; read: string }> {
  const db = await open(user);
  const replica = (await db.read(["meta"], (tx) => tx.objectStore("meta").get("replica"))) as {
    replica_id: string;
  };
  server.replicas.set(replica.replica_id, { user_id: user, heard: [], cursors: new Map() });
  return { db, user, push: `p:${replica.replica_id}`, read: `s:${user}` };
}

export const through =
  (server: Server): Net =>
  (path, init) =>
    server.fetch(path, init);

export const lost = (): Promise<never> => Promise.reject(new TypeError("network"));

/** The answer's body ends after so many bytes: with an error, or (a proxy's way) as if it were whole. */
export async function cutAfter(
  answer: Response,
  bytes: number,
  quietly = false,
): Promise<Response> {
  const whole = new Uint8Array(await answer.arrayBuffer());
  const part = whole.slice(0, bytes);
  const broken = bytes < whole.length && !quietly;
  let sent = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (!sent) controller.enqueue(part);
      else if (broken) {
        // An error overtakes what nobody has read yet: what arrived is to be read before it.
        for (let i = 0; i < 4; i += 1) await new Promise((resolve) => setImmediate(resolve));
        controller.error(new TypeError("cut"));
      }
      if (!broken) controller.close();
      sent = true;
    },
  });
  return new Response(body, { status: answer.status, headers: answer.headers });
}

/** Storage that dies: after so many more transactions every one fails, until `revive`. */
export class Mortal {
  readonly #real = IDBDatabase.prototype.transaction;
  #left = Number.POSITIVE_INFINITY;

  constructor() {
    const real = this.#real;
    const takeOne = (): void => {
      if (this.#left <= 0) throw new Error("killed");
      this.#left -= 1;
    };
    IDBDatabase.prototype.transaction = function transaction(this: IDBDatabase, ...args) {
      // Opening is the fake database's own business; it would never recover from this.
      if ((args[1] as string) !== "versionchange") takeOne();
      return real.apply(this, args);
    };
  }

  dieAfter(transactions: number): void {
    this.#left = transactions;
  }

  get dead(): boolean {
    return this.#left <= 0;
  }

  revive(): void {
    this.#left = Number.POSITIVE_INFINITY;
  }

  restore(): void {
    IDBDatabase.prototype.transaction = this.#real;
  }
}

/** Time that passes only when told. */
export class VirtualTime implements Clock {
  time = Date.now();
  readonly #random: () => number;
  #timers: Array<{ at: number; call: () => void }> = [];

  constructor(random: () => number) {
    this.#random = random;
  }

  now(): number {
    return this.time;
  }

  random(): number {
    return this.#random();
  }

  after(ms: number, call: () => void): () => void {
    const timer = { at: this.time + Math.max(0, ms), call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }

  /** Go on to the next timer, if it is due within `ms`. */
  pass(ms: number): void {
    const until = this.time + ms;
    for (;;) {
      const next = this.#timers.toSorted((a, b) => a.at - b.at)[0];
      if (!next || next.at > until) break;
      this.#timers = this.#timers.filter((one) => one !== next);
      this.time = Math.max(this.time, next.at);
      next.call();
    }
    this.time = until;
  }
}
