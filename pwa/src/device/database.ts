/**
 * One database per person. The only opening and upgrading of it, shared by page and workers, so
 * that nobody ever creates it with another shape. The service worker does not open it at all.
 */

import {
  openDB,
  type IDBPDatabase,
  type IDBPObjectStore,
  type IDBPTransaction,
  type StoreNames,
} from "idb";
import { newId } from "./ids";
import { recover } from "./recover";
import type { Meta, Reading, Replica, Shapes, Store, Writing } from "./shapes";

export const VERSION = 2;
const OPEN_MS = 10_000;
const TRANSACTION_MS = 30_000;

/** Nothing was stored. full: no space left. closed: the storage does not answer; reload. */
export class NotSaved extends Error {
  readonly why: "full" | "closed" | "too-large" | "damaged" | "other";

  constructor(why: NotSaved["why"], cause?: unknown) {
    super(`not saved: ${why}`, { cause });
    this.name = "NotSaved";
    this.why = why;
  }
}

/** The database cannot be opened. newer: another tab runs a newer app; reload. */
export class NotOpened extends Error {
  readonly why: "timeout" | "newer" | "blocked" | "other";

  constructor(why: NotOpened["why"], cause?: unknown) {
    super(`database not opened: ${why}`, { cause });
    this.name = "NotOpened";
    this.why = why;
  }
}

export type { Reading, Store, Writing } from "./shapes";
type Handle = IDBPDatabase<Shapes>;

/** The database of one person. Reopens a lost connection once; never retries on a dead one. */
export class Database {
  readonly user_id: string;
  #handle: Handle | null;

  constructor(userId: string, handle: Handle) {
    this.user_id = userId;
    this.#handle = handle;
    this.#watch(handle);
  }

  /** Read in one transaction. `work` may await nothing but this transaction. */
  async read<T>(stores: Store[], work: (tx: Reading) => Promise<T>): Promise<T> {
    return this.#run(async (handle) => {
      const tx = handle.transaction(stores, "readonly");
      return settle(tx, work(tx));
    });
  }

  /** Write in one transaction: all or nothing. strict for what a person would have to do again. */
  async write<T>(
    stores: Store[],
    work: (tx: Writing) => Promise<T>,
    durability: "strict" | "relaxed" = "strict",
  ): Promise<T> {
    return this.#run(async (handle) => {
      const tx = handle.transaction(stores, "readwrite", { durability });
      return settle(tx, work(tx));
    });
  }

  close(): void {
    this.#handle?.close();
    this.#handle = null;
  }

  async #run<T>(work: (handle: Handle) => Promise<T>): Promise<T> {
    try {
      return await work(this.#handle ?? (await this.#reopen()));
    } catch (error) {
      if (!lostConnection(error)) throw error;
      this.close();
      return work(await this.#reopen());
    }
  }

  async #reopen(): Promise<Handle> {
    this.#handle = await openHandle(this.user_id);
    this.#watch(this.#handle);
    const handle = this.#handle;
    await recoverOr(this);
    return handle;
  }

  #watch(handle: Handle): void {
    const forget = (): void => {
      if (this.#handle === handle) this.#handle = null;
    };
    handle.addEventListener("close", forget);
    // A newer app wants to upgrade: make way at once, or its tab waits for ever.
    handle.addEventListener("versionchange", () => {
      handle.close();
      forget();
    });
  }
}

/**
 * Open, and create if need be, the database of this person. One that had to be made anew has back what
 * its forerunner had not sent.
 */
export async function open(userId: string): Promise<Database> {
  const db = new Database(userId, await openHandle(userId));
  await recoverOr(db);
  return db;
}

/** What could not be put back stays in the second place: it is tried again (copies.ts, match). */
async function recoverOr(db: Database): Promise<void> {
  await recover(db).catch(() => undefined);
}

export function databaseName(userId: string): string {
  return `xundian-${userId}`;
}

function openHandle(userId: string): Promise<Handle> {
  let late = false;
  return new Promise<Handle>((resolve, reject) => {
    const clock = setTimeout(() => {
      late = true;
      reject(new NotOpened("timeout"));
    }, OPEN_MS);
    openDB<Shapes>(databaseName(userId), VERSION, { upgrade: create })
      .then((handle) => {
        if (late) handle.close();
        else resolve(handle);
      })
      .catch((error: unknown) => {
        const newer = error instanceof Error && error.name === "VersionError";
        reject(new NotOpened(newer ? "newer" : "other", error));
      })
      .finally(() => clearTimeout(clock));
  });
}

/** Only the log is ever migrated with care. */
function create(
  db: IDBPDatabase<Shapes>,
  from: number,
  _to: number | null,
  tx: IDBPTransaction<Shapes, StoreNames<Shapes>[], "versionchange">,
): void {
  if (from < 1) first(db, tx);
  if (from < 2) byState(tx.objectStore("rows"));
}

/** A partner's phone holds thousands of orders and notes, and shows those that are open (decision 64). */
function byState(
  rows: IDBPObjectStore<Shapes, StoreNames<Shapes>[], "rows", "versionchange">,
): void {
  rows.createIndex("doc_state", ["entity", "body.doc_state"]);
  rows.createIndex("state", ["entity", "body.state"]);
  rows.createIndex("order", "body.order_ids", { multiEntry: true });
  rows.createIndex("note", "body.delivery_note_id");
}

function first(
  db: IDBPDatabase<Shapes>,
  tx: IDBPTransaction<Shapes, StoreNames<Shapes>[], "versionchange">,
): void {
  const log = db.createObjectStore("log", { keyPath: "n", autoIncrement: true });
  log.createIndex("op_id", "op_id", { unique: true });
  log.createIndex("state", "state");
  log.createIndex("seq", ["replica_id", "local_seq"], { unique: true });
  const rows = db.createObjectStore("rows", { keyPath: ["scope", "entity", "id"] });
  rows.createIndex("record", ["entity", "id"]);
  rows.createIndex("day", ["entity", "body.day"]);
  db.createObjectStore("scopes", { keyPath: "scope" });
  const photos = db.createObjectStore("photos", { keyPath: "photo_id" });
  photos.createIndex("state", "state");
  photos.createIndex("visit", "visit_id");
  photos.createIndex("store", "store_id");
  db.createObjectStore("bytes");
  db.createObjectStore("drafts", { keyPath: "key" });
  db.createObjectStore("meta");
  void tx.objectStore("meta").put(newReplica(), "replica");
  void tx.objectStore("meta").put("all", "anew");
}

export function newReplica(): Replica {
  return {
    replica_id: newId(),
    next_local_seq: 1,
    server_next: 1,
    acked_through: 0,
    digest: "0".repeat(32),
    summed_to: 1,
  };
}

/** One of the things of which there is one. */
export async function meta<K extends keyof Meta>(
  tx: Reading | Writing,
  key: K,
): Promise<Meta[K] | undefined> {
  const store = (tx as Reading).objectStore("meta");
  return (await store.get(key)) as Meta[K] | undefined;
}

/** The replica; it is made with the database and always there. */
export async function replica(tx: Reading | Writing): Promise<Replica> {
  const found = await meta(tx, "replica");
  if (!found) throw new NotSaved("damaged");
  return found;
}

interface Transaction {
  done: Promise<void>;
  error: DOMException | null;
  abort(): void;
}

/** Wait for the work and for the commit; on any failure nothing of it is stored. */
async function settle<T>(tx: Transaction, work: Promise<T>): Promise<T> {
  let timedOut = false;
  const clock = setTimeout(() => {
    timedOut = true;
    abort(tx);
  }, TRANSACTION_MS);
  const done = tx.done.then(
    () => null,
    (error: unknown) => error ?? new Error("aborted"),
  );
  try {
    const result = await work;
    const failure = await done;
    if (failure !== null) throw failure;
    return result;
  } catch (error) {
    abort(tx);
    await done;
    throw timedOut ? new NotSaved("closed", error) : asNotSaved(tx.error ?? error);
  } finally {
    clearTimeout(clock);
  }
}

function abort(tx: Transaction): void {
  try {
    tx.abort();
  } catch {
    // finished already, one way or the other; `done` knows which
  }
}

/** A full storage aborts the transaction, sometimes with an empty message. */
function asNotSaved(error: unknown): unknown {
  return nameOf(error) === "QuotaExceededError" ? new NotSaved("full", error) : error;
}

function lostConnection(error: unknown): boolean {
  const name = nameOf(error);
  return name === "InvalidStateError" || (name === "UnknownError" && !(error instanceof NotSaved));
}

function nameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : "";
}
