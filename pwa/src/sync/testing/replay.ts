/**
 * A phone that lives through a recorded conversation: the app's own loop, engine, drivers and storage,
 * with the recorded clocks, chance, names and answers in the places of the real ones.
 */

import { IDBFactory } from "fake-indexeddb";
import { expect, vi } from "vitest";
import { open, type Database } from "../../device/database";
import { rowHash, Sum } from "../../device/digest";
import { newId } from "../../device/ids";
import { lines, say, standing } from "../../device/log";
import { known as held } from "../../device/meta";
import type { Replica } from "../../device/shapes";
import { fillUp } from "../../device/testing/full";
import type { PhotoBytes } from "../../device/photos";
import { sha256Hex } from "../../device/sha256";
import type { Operation, PhotoAttach } from "../../protocol";
import { Loop, type Clock } from "../loop";
import { body, problem } from "./server";
import { cutAfter, known, lost } from "./world";

export interface Head {
  phone: string;
  person: string;
  start_ms: number;
}

/** One thing that happened; `then` is what had changed when the phone came to rest. */
export interface Step {
  at: number;
  do: string;
  then: Record<string, unknown>;
  skew?: number;
  read?: boolean;
  push?: boolean;
  op?: Operation;
  kind?: "json" | "frames" | "problem" | "tus" | "other" | "lost" | "timeout";
  status?: number;
  body?: string | Record<string, unknown>;
  headers?: Record<string, string>;
  cut?: "error" | "quiet";
  /** Bytes of a picture, in hexadecimal. */
  picture?: string;
  scope?: string;
  entity?: string;
  id?: string;
}

interface Asked {
  path: string;
  init: RequestInit;
  answer(response: Response | Promise<never>): void;
}

const PICTURES = "/sync/v1/files/";
const TYPES = {
  tus: "",
  json: "application/json",
  frames: "application/x-ndjson",
  problem: "application/problem+json",
  other: "text/html",
};

export class Replay implements Clock {
  readonly #head: Head;
  #who = known("");
  #db!: Database;
  #loop!: Loop;
  #asked: Asked | null = null;
  #timer: { at: number; call: () => void } | null = null;
  #at = 0;
  #skew = 0;
  #sessions = 0;

  constructor(head: Head) {
    this.#head = head;
    globalThis.indexedDB = new IDBFactory();
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.spyOn(performance, "now").mockImplementation(() => this.#at);
  }

  // Its clocks

  now(): number {
    return Date.now();
  }

  random(): number {
    return 0.5;
  }

  after(ms: number, call: () => void): () => void {
    const timer = { at: this.#at + ms, call };
    this.#timer = timer;
    return () => {
      if (this.#timer === timer) this.#timer = null;
    };
  }

  // What happens to it

  async live(step: Step): Promise<void> {
    this.#at = step.at;
    this.#skew = step.skew ?? this.#skew;
    vi.setSystemTime(this.#head.start_ms + this.#at + this.#skew);
    await this.#happen(step);
    await this.#rest();
  }

  async #happen(step: Step): Promise<void> {
    switch (step.do) {
      case "start":
        return this.#install(step.read ?? false, step.push ?? false);
      case "restart":
        await this.stop();
        return this.#lead();
      case "say":
        return this.#say(step.op as Operation, pictureOf(step));
      case "say into a full storage":
        return this.#sayInVain(step.op as Operation, pictureOf(step));
      case "rot a picture":
        return this.#rotPicture(step.id ?? "", bytesOf(step.picture ?? ""));
      case "timer":
        return this.#ring();
      case "reply":
        return this.#reply(step);
      case "sign in":
        this.#sessions += 1;
        this.#who = { ...this.#who, token: `session ${this.#sessions}` };
        return this.#loop.meet(this.#who);
      case "rot":
        await this.#rot(step);
        return this.#loop.check();
      case "check":
        return this.#loop.check();
      default:
        return this.#loop.happen({ t: step.do as "asked" });
    }
  }

  async #install(read: boolean, push: boolean): Promise<void> {
    const { phone, person } = this.#head;
    const db = await open(person);
    await db.write(["meta"], async (tx) => {
      const meta = tx.objectStore("meta");
      const own = (await meta.get("replica")) as Replica;
      await meta.put({ ...own, replica_id: phone }, "replica");
    });
    db.close();
    this.#who = {
      ...known(person),
      token: read ? "session" : null,
      push_token: push ? "push" : null,
      replica_id: push ? phone : null,
    };
    await this.#lead();
  }

  async #lead(): Promise<void> {
    this.#db = await open(this.#head.person);
    const net = (path: string, init: RequestInit): Promise<Response> => this.#net(path, init);
    this.#loop = new Loop(this.#who, this.#db, net, () => undefined, this);
    this.#loop.meet(this.#who, true);
  }

  /** The tab is closed: nobody waits any more for what it had asked. */
  async stop(): Promise<void> {
    if (!this.#loop.state.may.read) this.#who = { ...this.#who, token: null };
    const stopped = this.#loop.stop();
    this.#asked?.answer(lost());
    this.#asked = null;
    this.#timer = null;
    await stopped;
  }

  async #say(op: Operation, photos: PhotoBytes[]): Promise<void> {
    newId(0); // names count up within a millisecond: this one begins a new one
    const bytes = Uint8Array.from(op.op_id.replaceAll("-", "").match(/../g) ?? [], (two) =>
      Number.parseInt(two, 16),
    );
    bytes[6] = 0; // the version is not chance's
    const chance = vi.spyOn(crypto, "getRandomValues").mockImplementation((array) => {
      (array as Uint8Array).set(bytes);
      return array;
    });
    await say(this.#db, op.kind as "day.end", op.id, op.args as never, { photos });
    chance.mockRestore();
  }

  async #sayInVain(op: Operation, photos: PhotoBytes[]): Promise<void> {
    fillUp("meta"); // what is written last
    const { kind, id, args } = op;
    const failed = await say(this.#db, kind as "day.end", id, args as never, { photos }).catch(
      (error: unknown) => error,
    );
    vi.mocked(IDBObjectStore.prototype.put).mockRestore();
    if ((failed as { why?: string }).why !== "full")
      throw new Error("a full storage was no trouble");
  }

  #ring(): void {
    const timer = this.#timer;
    if (!timer || timer.at > this.#at) throw new Error("no timer is due");
    this.#timer = null;
    timer.call();
  }

  async #rot({ scope, entity, id, body: turned }: Step): Promise<void> {
    await this.#db.write(["rows"], async (tx) => {
      const rows = tx.objectStore("rows");
      const row = await rows.get([scope, entity, id] as [string, string, string]);
      await rows.put({ ...row, body: turned } as never);
    });
  }

  async #rotPicture(id: string, bytes: ArrayBuffer): Promise<void> {
    await this.#db.write(
      ["bytes"],
      async (tx) => void (await tx.objectStore("bytes").put(bytes, id)),
    );
  }

  // Its network

  async #net(path: string, init: RequestInit): Promise<Response> {
    if (path === "/sync/v1/live") return problem(404, "not-found"); // the poll is enough
    // A phone asks for the key of rescue files beside its pull; no conversation is about that.
    if (path === "/sync/v1/hello" && this.#loop.state.busy === "pull") return lost();
    return new Promise((answer) => {
      this.#asked = { path, init, answer };
    });
  }

  async #reply(step: Step): Promise<void> {
    const asked = this.#asked;
    if (!asked) throw new Error("nothing was asked");
    this.#asked = null;
    const { kind = "lost", status = 200, cut } = step;
    if (kind === "lost") return asked.answer(lost());
    if (kind === "timeout") {
      return asked.answer(Promise.reject(new DOMException("late", "TimeoutError")));
    }
    if (asked.path === "/auth/v1/replicas" && kind === "json" && !cut) {
      this.#who = { ...this.#who, push_token: "push", replica_id: this.#head.phone };
    }
    const text = String(step.body ?? "");
    const headers = { "Content-Type": TYPES[kind], ...step.headers };
    if (kind === "tus") return asked.answer(new Response(null, { status, headers }));
    if (!cut) return asked.answer(new Response(text, { status, headers }));
    const longer = new Response(`${text} `, { status, headers });
    return asked.answer(await cutAfter(longer, text.length, cut === "quiet"));
  }

  /** Until it waits for an answer, or has nothing to do. */
  async #rest(): Promise<void> {
    do await new Promise((resolve) => setImmediate(resolve));
    while (!this.#asked && this.#loop.state.busy);
  }

  // What it has come to

  async state(): Promise<Record<string, unknown>> {
    const replica = await held(this.#db, "replica");
    const log = await lines(this.#db);
    const laid = await standing(this.#db);
    return {
      asks: await this.#asks(),
      next_seq: replica?.server_next,
      acked_through: replica?.acked_through,
      ops_digest: replica?.digest,
      answers: log.map((line) => line.result?.status ?? null),
      standing: laid.map((line) => line.local_seq),
      scopes: await this.#scopes(),
      may: [this.#loop.state.may.read, this.#loop.state.may.push],
      problem: this.#loop.state.problem,
      timer: this.#timer?.at ?? null,
      photos: await this.#photos(),
    };
  }

  /** Of each picture that is not let go yet: where its upload stands, and its bytes by their sum. */
  async #photos(): Promise<Record<string, unknown>> {
    const [rows, keys, bytes] = await this.#db.read(["photos", "bytes"], (tx) =>
      Promise.all([
        tx.objectStore("photos").getAll(),
        tx.objectStore("bytes").getAllKeys(),
        tx.objectStore("bytes").getAll(),
      ]),
    );
    const held = new Map(keys.map((key, i) => [key, bytes[i]]));
    const found: Record<string, unknown> = {};
    for (const { photo_id, state, upload, tries } of rows) {
      const own = held.get(photo_id);
      const at = upload && [upload.url, upload.offset, upload.sure];
      if (own || state !== "present")
        found[photo_id] = [state, at, tries, own ? await sha256Hex(own) : null];
    }
    return found;
  }

  /** Cursors as stored; counts and digests of the rows that lie there now. */
  async #scopes(): Promise<Record<string, unknown>> {
    return this.#db.read(["scopes", "rows"], async (tx) => {
      const found: Record<string, unknown> = {};
      const rows = await tx.objectStore("rows").getAll();
      for (const { scope, epoch, pos } of await tx.objectStore("scopes").getAll()) {
        const sum = new Sum();
        const inScope = rows.filter((row) => row.scope === scope);
        for (const row of inScope) sum.add(rowHash(row.entity, row.id, row.v, row.body));
        found[scope] = [epoch, pos, inScope.length, sum.toString()];
      }
      return found;
    });
  }

  /** Of a push the operations' numbers, when each goes out word for word as it was recorded. */
  async #asks(): Promise<unknown> {
    if (!this.#asked) return null;
    const { path, init } = this.#asked;
    if (init.method === "GET") return { path, body: null };
    if (path.startsWith(PICTURES)) return asPicture(path, init);
    const said = await body(init);
    if (path === "/auth/v1/replicas") return { path, body: { replica_id: said.replica_id } };
    // What a device says of itself, and when, is each client's own.
    const { app: _app, sent_at: _at, report: _report, ops, ...rest } = said;
    if (path !== "/sync/v1/push") return { path, body: rest };
    const sent = ops as unknown as Operation[];
    for (const op of sent) expect(op).toEqual(this.#recorded.get(op.local_seq));
    return { path, body: { ...rest, ops: sent.map((op) => op.local_seq) } };
  }

  readonly #recorded = new Map<number, Operation>();

  /** What this phone will say, by its numbers. */
  expect(steps: Step[]): void {
    for (const { op } of steps) if (op) this.#recorded.set(op.local_seq, op);
  }
}

/** A request beside the others: what it carries of itself, and the sum of its bytes. */
async function asPicture(path: string, init: RequestInit): Promise<unknown> {
  const own = /^(upload-|content-type$)/;
  const said = Object.entries(init.headers as Record<string, string>);
  const headers = said.map(([name, value]) => [name.toLowerCase(), value] as const);
  const sent = (init.body as ArrayBuffer | null) ?? new ArrayBuffer(0);
  return {
    path,
    method: init.method,
    headers: Object.fromEntries(headers.filter(([name]) => own.test(name))),
    body: await sha256Hex(sent),
  };
}

function bytesOf(hex: string): ArrayBuffer {
  return Uint8Array.from(hex.match(/../g) ?? [], (two) => Number.parseInt(two, 16)).buffer;
}

/** The picture this operation is about, with its bytes. */
function pictureOf({ op, picture }: Step): PhotoBytes[] {
  if (!op || picture === undefined) return [];
  const bytes = bytesOf(picture);
  return [{ ...(op.args as PhotoAttach), photo_id: op.id, bytes, thumb: new ArrayBuffer(1) }];
}
