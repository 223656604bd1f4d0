/**
 * Brings what this device does not know yet: one request, its frames taken in mark by mark. A stream
 * cut anywhere leaves the device at its last mark; the next pull goes on from there.
 */

import { note, known } from "../device/answers";
import { announce } from "../device/changes";
import type { Database } from "../device/database";
import {
  followGrants,
  fresh,
  knownDigest,
  leave,
  remembered,
  scopes,
  takeMark,
  type FeedLine,
} from "../device/feed";
import { SCHEMA } from "../device/log";
import { caughtUp } from "../device/overlay";
import type { Scope } from "../device/shapes";
import type { Frame, Pull } from "../protocol";
import { call, cut, Fault, packed, type Net } from "./net";
import { learnClock, PROTOCOL } from "./push";

const SCOPES = 1000;
/** A stream that says nothing for so long is dead. */
const SILENCE_MS = 30_000;

export type Cursor = [string, number, number];

export interface Pulled {
  more: boolean;
  /** Scopes whose count or digest differ from the server's: to be mended, and counted. */
  disagreeing: string[];
  /** The server expects less than it had acknowledged; it says from where. */
  rewind_to: number | undefined;
  entities: Set<string>;
}

/** Pull once. Throws Fault; what had a mark is stored even then. */
export async function pullOnce(
  db: Database,
  net: Net,
  token: string,
  options: { page: number },
): Promise<Pulled> {
  const lastN = await newestLine(db);
  await followGrants(db, await serverTime(db));
  const table = await scopes(db);
  const own = `user:${db.user_id}`;
  const asked = question(table, own);
  const { replica_id, server_id, server_next } = await whoWeAre(db);
  const body: Pull = {
    protocol: PROTOCOL,
    schema: SCHEMA,
    server_id,
    replica_id,
    max_bytes: options.page,
    ...(asked.known === null
      ? { cursors: asked.cursors }
      : { known: asked.known, moved: asked.cursors }),
  };
  const silence = new Silence();
  const before = Date.now();
  const sent = await packed(JSON.stringify(body));
  const answer = await call(net, "/sync/v1/pull", {
    token,
    body: sent.body,
    headers: { ...sent.headers, Accept: "application/x-ndjson" },
    signal: silence.signal,
  });
  if (!(answer.headers.get("content-type") ?? "").includes("ndjson")) throw cut();
  const taking = new Taking(db, server_id, server_next, before);
  try {
    for await (const frame of framesOf(answer, silence)) {
      if (await taking.take(frame)) break;
    }
  } finally {
    silence.over();
    if (taking.entities.size || taking.archived) announce(db.user_id, taking.entities, true);
  }
  if (!taking.ended) throw cut(silence.signal.aborted);
  if (taking.forgotten) {
    await remembered(db, [], true);
    return { ...taking.pulled(), more: true };
  }
  await remembered(db, asked.cursors, asked.known === null);
  if (taking.left) await remembered(db, [], true);
  const news = await followGrants(db, await serverTime(db));
  const more = taking.more || asked.rest || news > 0;
  if (!more) await finished(db, lastN);
  return { ...taking.pulled(), more };
}

/** What to ask for: all cursors, or those the server does not remember; its own scope first. */
export function question(
  table: Scope[],
  own: string,
): { known: string | null; cursors: Cursor[]; rest: boolean } {
  const cursor = (scope: Scope): Cursor => [scope.scope, scope.epoch, scope.pos];
  const mine = table.find((scope) => scope.scope === own) ?? fresh(own);
  // Before the grants are here there is nothing else to follow.
  if (!mine.whole) return { known: null, cursors: [cursor(mine)], rest: false };
  const known = knownDigest(table);
  const changed = table
    .filter((scope) => !isKnown(scope))
    .sort((a, b) => order(a.scope, own) - order(b.scope, own));
  return {
    known,
    cursors: changed.slice(0, SCOPES).map(cursor),
    rest: changed.length > SCOPES,
  };
}

/** Own scope, then what every screen needs, then the stores. */
function order(scope: string, own: string): number {
  if (scope === own) return 0;
  return scope.startsWith("store:") ? 2 : 1;
}

function isKnown(scope: Scope): boolean {
  return scope.known?.[0] === scope.epoch && scope.known[1] === scope.pos;
}

/** The frames of one answer, as they come. */
class Taking {
  readonly entities = new Set<string>();
  readonly #disagreeing: string[] = [];
  readonly #db: Database;
  readonly #serverId: string | null;
  readonly #serverNext: number;
  readonly #before: number;
  #lines: FeedLine[] = [];
  readonly #resets = new Set<string>();
  archived = 0;
  ended = false;
  more = false;
  /** The server remembers other cursors than we thought. */
  forgotten = false;
  left = false;
  #rewindTo: number | undefined;

  constructor(db: Database, serverId: string | null, serverNext: number, before: number) {
    this.#db = db;
    this.#serverId = serverId;
    this.#serverNext = serverNext;
    this.#before = before;
  }

  pulled(): Omit<Pulled, "more"> {
    return {
      disagreeing: this.#disagreeing,
      rewind_to: this.#rewindTo,
      entities: this.entities,
    };
  }

  /** True at the end. Frames this app does not know are left alone. */
  async take(frame: Frame): Promise<boolean> {
    switch (frame.t) {
      case "hello":
        await this.#hello(frame);
        return false;
      case "put":
      case "del":
      case "leave":
        this.#lines.push(frame as FeedLine);
        return false;
      case "reset":
        this.#resets.add(frame.scope ?? "");
        return false;
      case "mark":
        await this.#mark(frame);
        return false;
      case "gone":
        this.left = (await leave(this.#db, frame.scope ?? "")) || this.left;
        this.archived += 1;
        for (const entity of ALL) this.entities.add(entity);
        return false;
      case "need-cursors":
        this.forgotten = true;
        return false;
      case "end":
        this.ended = true;
        this.more = frame.more ?? false;
        return true;
      default:
        return false;
    }
  }

  async #hello(frame: Frame): Promise<void> {
    if (frame.server_time) await learnClock(this.#db, frame.server_time, this.#before);
    const there = frame.server_id ?? "";
    if (this.#serverId !== null && there !== this.#serverId) {
      throw new Fault({ kind: "problem", status: 0, code: "server/changed" });
    }
    if (this.#serverId === null) await note(this.#db, "server", () => ({ server_id: there }));
    if (frame.next_seq !== undefined && frame.next_seq < this.#serverNext) {
      this.#rewindTo = frame.next_seq;
    }
  }

  async #mark(frame: Frame): Promise<void> {
    const scope = frame.scope ?? "";
    const lines = this.#lines;
    this.#lines = [];
    const taken = await takeMark(
      this.#db,
      lines,
      {
        scope,
        epoch: frame.epoch ?? 0,
        pos: frame.pos ?? 0,
        more: frame.more ?? false,
        ...(frame.n === undefined ? {} : { n: frame.n }),
        ...(frame.digest === undefined ? {} : { digest: frame.digest }),
      },
      this.#resets.delete(scope),
    );
    for (const entity of taken.entities) this.entities.add(entity);
    this.archived += taken.archived;
    if (taken.agrees === false) this.#disagreeing.push(scope);
  }
}

/** What a store's scope shows; all of it is gone when the scope is. */
const ALL = ["store", "visit", "photo", "sales_order", "delivery_note"] as const;

/** Lines of the stream as frames. A half line at the cut is nothing. */
export async function* framesOf(answer: Response, silence?: Silence): AsyncGenerator<Frame> {
  if (!answer.body) return;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      silence?.broken();
      const lines = (rest + value).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line) yield JSON.parse(line) as Frame;
    }
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw cut(silence?.signal.aborted ?? false);
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/** Ends a request that has said nothing for too long. */
export class Silence {
  readonly #end = new AbortController();
  readonly #after: number;
  #clock: ReturnType<typeof setTimeout> | undefined;

  constructor(after = SILENCE_MS) {
    this.#after = after;
    this.broken();
  }

  get signal(): AbortSignal {
    return this.#end.signal;
  }

  broken(): void {
    clearTimeout(this.#clock);
    this.#clock = setTimeout(
      () => this.#end.abort(new DOMException("silence", "TimeoutError")),
      this.#after,
    );
  }

  over(): void {
    clearTimeout(this.#clock);
  }
}

async function whoWeAre(db: Database) {
  const own = await known(db, "replica");
  const server = await known(db, "server");
  return {
    replica_id: own?.replica_id ?? "",
    server_next: own?.server_next ?? 1,
    server_id: server?.server_id ?? null,
  };
}

/** What the server's clock should show now. */
async function serverTime(db: Database): Promise<string> {
  const clock = await known(db, "clock");
  return new Date(Date.now() + (clock?.offset_ms ?? 0)).toISOString();
}

async function newestLine(db: Database): Promise<number> {
  const keys = await db.read(["log"], (tx) => tx.objectStore("log").openKeyCursor(null, "prev"));
  return keys?.key ?? 0;
}

async function finished(db: Database, throughN: number): Promise<void> {
  const archived = await db.write(["log"], (tx) => caughtUp(tx, throughN), "relaxed");
  if (archived) announce(db.user_id, [], true);
}
