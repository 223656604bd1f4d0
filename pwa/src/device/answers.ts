/**
 * What is sent next, and what the server answered. Every line keeps its content whatever the answer;
 * only lines answered long ago are ever forgotten.
 */

import type { Operation, PushAnswer, Result } from "../protocol";
import { newReplica, replica, meta, type Database, type Writing } from "./database";
import { operationHash, Sum } from "./digest";
import { operation } from "./log";
import { arrived, heldBy, type Held } from "./overlay";
import type { LineState, LogLine, Replica } from "./shapes";

const KEEP_MS = 30 * 24 * 60 * 60 * 1000;
const utf8 = new TextEncoder();
const YES: ReadonlySet<string> = new Set(["applied", "merged", "duplicate", "settled"]);

/** A batch to push. hole: the log has lost what the server expects. */
export interface Batch {
  replica: Replica;
  server_id: string | null;
  ops: Operation[];
  more: boolean;
  hole: boolean;
}

/** The oldest lines the server has not heard, within the limits; marked as on their way. */
export async function nextBatch(db: Database, limit: number, bytes: number): Promise<Batch> {
  return db.write(
    ["log", "meta"],
    async (tx) => {
      const own = await replica(tx);
      const server_id = (await meta(tx, "server"))?.server_id ?? null;
      const log = tx.objectStore("log");
      const range = IDBKeyRange.bound(
        [own.replica_id, own.server_next],
        [own.replica_id, Number.MAX_SAFE_INTEGER],
      );
      const found = await log.index("seq").getAll(range, limit + 1);
      const lines = fitting(found.slice(0, limit), bytes);
      const hole = own.server_next < own.next_local_seq && found[0]?.local_seq !== own.server_next;
      for (const line of lines) {
        if (line.state === "waiting") await log.put({ ...line, state: "sent" });
      }
      const more = found.length > lines.length;
      return { replica: own, server_id, ops: lines.map(operation), more, hole };
    },
    "relaxed",
  );
}

/** The company got as far as an answer, and took none of this: one more try of each. */
export async function tried(db: Database, { replica, ops }: Batch): Promise<void> {
  const [first, last] = [ops[0], ops.at(-1)];
  if (!first || !last) return;
  await db.write(
    ["log"],
    async (tx) => {
      for (const line of await between(tx, replica, first.local_seq, last.local_seq + 1))
        await tx.objectStore("log").put({ ...line, tries: line.tries + 1 });
    },
    "relaxed",
  );
}

export interface Heard {
  /** Lines that now have an answer. */
  answered: number;
  refused: number;
  entities: Set<string>;
  /** The server's sum over what it heard is ours too. */
  digestAgrees: boolean;
  /** The server knows operations of this replica that this log does not: a second database. */
  forked: boolean;
  /** The server expects less than it had acknowledged. */
  backwards: boolean;
}

/** Take in the answer to a push. Safe with an answer that was seen before. */
export async function takeAnswer(db: Database, answer: PushAnswer, now: string): Promise<Heard> {
  return db.write(["log", "meta", "rows", "scopes"], async (tx) => {
    const own = await replica(tx);
    const heard: Heard = {
      answered: 0,
      refused: 0,
      entities: new Set(),
      digestAgrees: true,
      forked: answer.next_seq > own.next_local_seq,
      backwards: answer.next_seq < own.server_next,
    };
    const at = answer.results.flatMap((result) => result.at ?? []);
    const held = await heldBy(tx, db.user_id, at);
    for (const result of answer.results) await takeResult(tx, own, result, held, now, heard);
    if (heard.forked) return heard;
    if (heard.backwards) await waitAgain(tx, own, answer.next_seq);
    await sumUp(tx, own, answer.next_seq);
    heard.digestAgrees = own.digest === answer.ops_digest;
    own.server_next = answer.next_seq;
    own.acked_through = await ackedThrough(tx, own);
    own.server_next = await neverAnswered(tx, own);
    await tx.objectStore("meta").put(own, "replica");
    return heard;
  });
}

/** The server wants to go on from there. */
export async function rewind(db: Database, expected: number): Promise<void> {
  await db.write(["log", "meta"], async (tx) => {
    const own = await replica(tx);
    await waitAgain(tx, own, expected);
    await sumUp(tx, own, Math.min(expected, own.next_local_seq));
    own.server_next = expected;
    await tx.objectStore("meta").put(own, "replica");
  });
}

/**
 * Become a new replica. Lines the server may not have heard are numbered 1, 2, 3 ... anew in the
 * order they were said and keep their op_ids, by which the server knows what it has heard already.
 * `all`: archived lines too, for a server that has lost them.
 */
export async function becomeNew(db: Database, all: boolean): Promise<string> {
  return db.write(["log", "meta"], async (tx) => {
    const log = tx.objectStore("log");
    const own = newReplica();
    for (const line of await log.getAll()) {
      if (!all && line.state !== "waiting" && line.state !== "sent") continue;
      await log.put({ ...line, replica_id: own.replica_id, local_seq: own.next_local_seq });
      own.next_local_seq += 1;
    }
    await tx.objectStore("meta").put(own, "replica");
    return own.replica_id;
  });
}

/** Forget what was answered more than 30 days ago, if a person has seen every "no". */
export async function forgetOld(db: Database, now: number): Promise<number> {
  const before = new Date(now - KEEP_MS).toISOString();
  return db.write(
    ["log", "meta"],
    async (tx) => {
      const log = tx.objectStore("log");
      const own = await replica(tx);
      let gone = 0;
      for (const line of await log.getAll()) {
        if (line.answered_at === null || line.answered_at >= before) continue;
        const heard = line.replica_id !== own.replica_id || line.local_seq < own.server_next;
        const done = line.state === "archived" || (line.state === "attention" && line.seen);
        if (!heard || !done) continue;
        await log.delete(line.n);
        gone += 1;
      }
      return gone;
    },
    "relaxed",
  );
}

/**
 * The server expects what it had answered: its yes is forgotten with the history it belonged to, so
 * these lines wait, count as unsent and lie over the records again. Nor may it prune an answer that
 * this device has not heard in the new history. A no stays until there is another answer.
 */
async function waitAgain(tx: Writing, own: Replica, expected: number): Promise<void> {
  own.acked_through = Math.min(own.acked_through, expected - 1);
  for (const line of await between(tx, own, expected, own.next_local_seq)) {
    if (!line.result || !YES.has(line.result.status)) continue;
    await tx.objectStore("log").put({ ...line, state: "waiting", result: null, answered_at: null });
  }
}

function fitting(lines: LogLine[], bytes: number): LogLine[] {
  let size = 0;
  const fits = lines.findIndex((line, i) => {
    size += utf8.encode(JSON.stringify(operation(line))).length;
    return i > 0 && size > bytes;
  });
  return fits === -1 ? lines : lines.slice(0, fits);
}

async function takeResult(
  tx: Writing,
  own: Replica,
  result: Result,
  held: Held,
  now: string,
  heard: Heard,
): Promise<void> {
  const log = tx.objectStore("log");
  const line = await log.index("seq").get([own.replica_id, result.local_seq]);
  if (!line || line.op_id !== result.op_id) {
    heard.forked = true;
    return;
  }
  // "Settled" and "duplicate" say less than an answer that is stored already.
  if (line.result && (result.status === "settled" || result.status === "duplicate")) return;
  const state = stateAfter(line, result, held);
  heard.answered += 1;
  heard.entities.add(line.entity);
  if (state === "attention") heard.refused += 1;
  await log.put({
    ...line,
    state,
    result,
    answered_at: line.answered_at ?? now,
    next_try_at: null,
  });
}

function stateAfter(line: LogLine, result: Result, held: Held): LineState {
  if (!YES.has(result.status)) return "attention";
  if (result.at?.length && arrived(result.at, held)) return "archived";
  return line.state === "archived" && !result.at?.length ? "archived" : "received";
}

/** Move our own sum over what the server has heard forwards, or back when it has forgotten. */
async function sumUp(tx: Writing, own: Replica, next: number): Promise<void> {
  const [from, to] = [Math.min(own.summed_to, next), Math.max(own.summed_to, next)];
  const sum = new Sum(own.digest);
  for (const line of await between(tx, own, from, to)) {
    const hash = operationHash(operation(line));
    if (next > own.summed_to) sum.add(hash);
    else sum.subtract(hash);
  }
  own.digest = sum.toString();
  own.summed_to = next;
}

/** Highest number such that it and everything below has a stored answer. */
async function ackedThrough(tx: Writing, own: Replica): Promise<number> {
  let through = own.acked_through;
  for (const line of await between(tx, own, through + 1, own.server_next)) {
    if (!line.result || line.local_seq !== through + 1) break;
    through += 1;
  }
  return through;
}

/**
 * What the server has heard without our having its answer (it was lost, and this one is to a smaller
 * push) is asked for once more: it goes on from there.
 */
async function neverAnswered(tx: Writing, own: Replica): Promise<number> {
  const heard = await between(tx, own, own.acked_through + 1, own.server_next);
  return heard.find((line) => !line.result)?.local_seq ?? own.server_next;
}

/** Lines of this replica from one number on, up to before another. */
async function between(tx: Writing, own: Replica, from: number, to: number): Promise<LogLine[]> {
  if (from >= to) return []; // IndexedDB refuses an empty range
  const range = IDBKeyRange.bound([own.replica_id, from], [own.replica_id, to], false, true);
  return tx.objectStore("log").index("seq").getAll(range);
}
