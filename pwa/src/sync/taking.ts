/** Takes in the frames of one pull, mark by mark. */

import { known, note } from "../device/meta";
import type { Database } from "../device/database";
import { leave, takePages, type FeedLine, type Page } from "../device/feed";
import type { Scope } from "../device/shapes";
import type { Frame } from "../protocol";
import { learnClock } from "./clock";
import { Fault } from "./net";

/** Pages wait for each other so that one transaction takes many; so much, and no longer than that. */
const FRAMES = 500;
const PAGES = 200;
const HOLD_MS = 500;

/** What a store's scope shows; all of it is gone when the scope is. */
const ALL = ["store", "visit", "photo", "sales_order", "delivery_note"] as const;

/** The frames of one answer, as they come. */
export class Taking {
  readonly entities = new Set<string>();
  readonly #disagreeing: string[] = [];
  readonly #db: Database;
  readonly #serverId: string | null;
  readonly #serverNext: number;
  readonly #before: number;
  #lines: FeedLine[] = [];
  #pages: Page[] = [];
  #frames = 0;
  #since = 0;
  readonly #resets = new Set<string>();
  /** By scope, where the next page goes on from: at first what was asked. */
  readonly #cursors: Map<string, readonly [number, number]>;
  archived = 0;
  ended = false;
  more = false;
  /** The server remembers other cursors than we thought. */
  forgotten = false;
  left = false;
  #rewindTo: number | undefined;
  /** The server's time, as it said hello. */
  #now = new Date().toISOString();

  constructor(
    db: Database,
    asked: Scope[],
    serverId: string | null,
    serverNext: number,
    before: number,
  ) {
    this.#db = db;
    this.#cursors = new Map(asked.map(({ scope, epoch, pos }) => [scope, [epoch, pos]]));
    this.#serverId = serverId;
    this.#serverNext = serverNext;
    this.#before = before;
  }

  get disagreeing(): string[] {
    return this.#disagreeing;
  }

  get rewindTo(): number | undefined {
    return this.#rewindTo;
  }

  /** Frames this app does not know are left alone. */
  async take(frame: Frame): Promise<void> {
    switch (frame.t) {
      case "hello":
        await this.#hello(frame);
        return;
      case "put":
      case "del":
      case "leave":
        this.#lines.push(frame as FeedLine);
        return;
      case "reset":
        this.#resets.add(frame.scope ?? "");
        return;
      case "mark":
        await this.#mark(frame);
        return;
      case "gone":
        await this.store();
        this.left = (await leave(this.#db, frame.scope ?? "", this.#now)) || this.left;
        this.archived += 1;
        for (const entity of ALL) this.entities.add(entity);
        return;
      case "need-cursors":
        this.forgotten = true;
        return;
      case "end":
        this.ended = true;
        this.more = frame.more ?? false;
        return;
      default:
    }
  }

  async #hello(frame: Frame): Promise<void> {
    if (frame.server_time) {
      this.#now = frame.server_time;
      await learnClock(this.#db, frame.server_time, this.#before);
    }
    const there = frame.server_id ?? "";
    if (this.#serverId !== null && there !== this.#serverId) {
      throw new Fault({ kind: "problem", status: 0, code: "server/changed" });
    }
    const { schema } = frame;
    const held = await known(this.#db, "server");
    if (this.#serverId === null || (schema !== undefined && held?.schema !== schema)) {
      const met = schema === undefined ? {} : { schema };
      await note(this.#db, "server", (before) => ({ ...before, server_id: there, ...met }));
    }
    if (frame.next_seq !== undefined && frame.next_seq < this.#serverNext) {
      this.#rewindTo = frame.next_seq;
    }
  }

  async #mark(frame: Frame): Promise<void> {
    const scope = frame.scope ?? "";
    const mark = {
      scope,
      epoch: frame.epoch ?? 0,
      pos: frame.pos ?? 0,
      more: frame.more ?? false,
      ...(frame.n === undefined ? {} : { n: frame.n }),
      ...(frame.digest === undefined ? {} : { digest: frame.digest }),
    };
    const after = this.#cursors.get(scope);
    this.#pages.push({ lines: this.#lines, mark, reset: this.#resets.delete(scope), after });
    this.#cursors.set(scope, [mark.epoch, mark.pos]);
    this.#frames += this.#lines.length;
    this.#lines = [];
    this.#since ||= Date.now();
    const enough = this.#frames >= FRAMES || this.#pages.length >= PAGES;
    if (enough || Date.now() - this.#since >= HOLD_MS) await this.store();
  }

  /** Store what has come whole; at the end and at a cut too. */
  async store(): Promise<void> {
    const pages = this.#pages;
    if (pages.length === 0) return;
    this.#pages = [];
    this.#frames = 0;
    this.#since = 0;
    const taken = await takePages(this.#db, pages, this.#now);
    for (const entity of taken.entities) this.entities.add(entity);
    this.archived += taken.archived;
    for (const [scope, agrees] of taken.agrees) if (!agrees) this.#disagreeing.push(scope);
  }
}
