/**
 * The device's log: what the person did, in order. The only copy, until the server has heard it.
 * Nothing here deletes a line that the server has not answered.
 */

import {
  entityOf,
  type Base,
  type Operation,
  type OperationArgs,
  type OperationKind,
} from "../protocol";
import { canonical } from "./canonical";
import { linked } from "./chain";
import { announce } from "./changes";
import {
  meta,
  NotSaved,
  replica,
  type Database,
  type Reading,
  type Store,
  type Writing,
} from "./database";
import { newId } from "./ids";
import { attachArgs, intact, keep, rowOf, type PhotoBytes } from "./photos";
import { copy, nameOf } from "./copies";
import { unstow } from "./spare";
import type { Line, LineState, LogLine } from "./shapes";
import { mono, occurredAt } from "./time";

export type { Line, LineState, LogLine } from "./shapes";

/** Version of the operations' shapes this app writes. */
export const SCHEMA = 1;
const OP_BYTES = 64 * 1024;

export interface Extra {
  /** The version of the record this was decided on. */
  base?: Base;
  /** op_ids this one refers to. */
  deps?: string[];
  /** Pictures that belong to it: their bytes and their `photo.attach` are stored with it. */
  photos?: PhotoBytes[];
  /** Drafts it was filled in as: they go in the transaction that writes, not a moment later. */
  drafts?: string[];
  /** Throws when it must not be said after all; judged in the transaction that would write it. */
  unless?: (tx: Writing) => Promise<void>;
}

/** One thing to say. */
export interface Saying<K extends OperationKind = OperationKind> extends Extra {
  kind: K;
  id: string;
  args: OperationArgs[K];
}

export type AnySaying = { [K in OperationKind]: Saying<K> }[OperationKind];

/**
 * Write it down. Once this resolves, the server will hear of it, whatever happens to the app.
 * Its number and its pictures' bytes are stored in the same transaction, on disk before it resolves.
 * Throws NotSaved; then nothing of it was stored.
 */
export async function say<K extends OperationKind>(
  db: Database,
  kind: K,
  id: string,
  args: OperationArgs[K],
  extra: Extra = {},
): Promise<Line<K>> {
  const [line] = await sayTogether(db, [{ kind, id, args, ...extra } as AnySaying]);
  return line as unknown as Line<K>;
}

/** Write down several things, all or none. */
export async function sayTogether(db: Database, wanted: AnySaying[]): Promise<LogLine[]> {
  const sayings = await hung(db, wanted);
  const whole = sayings.flatMap(withPictures);
  const lines = whole.map(unnumbered);
  const pictures = sayings.flatMap((saying) => saying.photos ?? []);
  const conditions = sayings.flatMap((saying) => saying.unless ?? []);
  const drafts = sayings.flatMap((saying) => saying.drafts ?? []);
  const stores: Store[] = ["log", "meta", "photos", "bytes"];
  if (conditions.length) stores.push("rows");
  if (drafts.length) stores.push("drafts");
  const copies: Copies = { done: Promise.resolve(), names: [] };
  const said = await db
    .write(stores, async (tx) => {
      for (const unless of conditions) await unless(tx);
      await Promise.all(drafts.map((key) => tx.objectStore("drafts").delete(key)));
      await Promise.all(pictures.map((picture) => keep(tx, picture)));
      const numbered = await number(tx, lines);
      copyMeanwhile(db, numbered, pictures, drafts, copies);
      return numbered;
    })
    .catch(async (error: unknown) => {
      await copies.done;
      await unstow(db.user_id, copies.names);
      throw error;
    });
  await Promise.all([
    copies.done,
    unstow(
      db.user_id,
      drafts.map((key) => `drafts/${key}`),
    ),
  ]);
  for (const picture of pictures) {
    if (!(await intact(db, picture.photo_id, picture.sha256))) throw new NotSaved("damaged");
  }
  announce(
    db.user_id,
    said.map((line) => line.entity),
    true,
  );
  return said.slice(0, sayings.length);
}

/** With their pictures in the chains of their visits. */
async function hung(db: Database, sayings: AnySaying[]): Promise<AnySaying[]> {
  const links = await linked(
    db,
    sayings.flatMap((saying) => saying.photos ?? []),
  );
  const byId = new Map(links.map((picture) => [picture.photo_id, picture]));
  return sayings.map((saying) => {
    const photos = saying.photos?.map((picture) => byId.get(picture.photo_id) ?? picture);
    const own = saying.kind === "photo.attach" ? byId.get(saying.id) : undefined;
    const args = own ? attachArgs(own) : saying.args;
    return { ...saying, args, ...(photos ? { photos } : {}) } as AnySaying;
  });
}

interface Copies {
  done: Promise<void>;
  names: string[];
}

/** Into the second place, while the transaction is being committed. */
function copyMeanwhile(
  db: Database,
  lines: LogLine[],
  pictures: PhotoBytes[],
  drafts: string[],
  into: Copies,
): void {
  const whole = pictures.map((picture) => ({ row: rowOf(picture), bytes: picture.bytes }));
  into.names = [...lines.map(nameOf), ...pictures.map(({ photo_id }) => `photos/${photo_id}`)];
  // With the line, what it was filled in as: a kill may leave that in the second place.
  const kept = drafts.length ? lines.map((line) => ({ ...line, drafts })) : lines;
  into.done = copy(db.user_id, kept, whole);
}

/** Lines still laid over the records: pending, or answered yes but not in the feed yet. */
export async function standing(db: Database): Promise<LogLine[]> {
  return db.read(["log"], standingIn);
}

/** The same inside a transaction over the log. */
export async function standingIn(tx: Reading | Writing): Promise<LogLine[]> {
  return inStates(tx, ["waiting", "sent", "received"]);
}

/** Lines of the log, oldest first; of some states, or all. */
export async function lines(
  db: Database,
  filter: { states?: LineState[]; kinds?: OperationKind[] } = {},
): Promise<LogLine[]> {
  const found = await db.read(["log"], async (tx) => {
    return filter.states ? inStates(tx, filter.states) : tx.objectStore("log").getAll();
  });
  return filter.kinds ? found.filter((line) => filter.kinds?.includes(line.kind)) : found;
}

async function inStates(tx: Reading | Writing, states: LineState[]): Promise<LogLine[]> {
  const byState = (tx as Reading).objectStore("log").index("state");
  const each = await Promise.all(states.map((state) => byState.getAll(state)));
  return each.flat().sort((a, b) => a.n - b.n);
}

/** How much of what was said the server has not answered, and since when. */
export async function unsentCount(db: Database): Promise<{ lines: number; oldest: string | null }> {
  return db.read(["log"], async (tx) => {
    const byState = tx.objectStore("log").index("state");
    let count = 0;
    let oldest: string | null = null;
    for (const state of ["waiting", "sent"] as const) {
      count += await byState.count(state);
      const first = await byState.get(state);
      if (first && (oldest === null || occurredAt(first) < oldest)) oldest = occurredAt(first);
    }
    return { lines: count, oldest };
  });
}

/** The person has read why not, and puts it away. Its content stays in the log. */
export async function putAway(db: Database, n: number): Promise<void> {
  await db.write(["log"], async (tx) => {
    const line = await tx.objectStore("log").get(n);
    if (line?.state === "attention") await tx.objectStore("log").put({ ...line, seen: true });
  });
  announce(db.user_id, [], true);
}

/** The operation as it goes over the wire. */
export function operation(line: LogLine): Operation {
  return {
    op_id: line.op_id,
    local_seq: line.local_seq,
    kind: line.kind,
    schema: line.schema,
    entity: line.entity,
    id: line.id,
    made_at: line.made_at,
    clock: line.clock,
    ...(line.base ? { base: line.base } : {}),
    ...(line.deps ? { deps: line.deps } : {}),
    args: line.args,
  };
}

type Unnumbered = Omit<LogLine, "n" | "replica_id" | "local_seq">;

function unnumbered(saying: AnySaying): Unnumbered {
  const line = {
    op_id: newId(),
    kind: saying.kind,
    schema: SCHEMA,
    entity: entityOf(saying.kind),
    id: saying.id,
    made_at: new Date().toISOString(),
    clock: { offset_ms: 0, mono_ms: 0 },
    ...(saying.base ? { base: saying.base } : {}),
    ...(saying.deps ? { deps: saying.deps } : {}),
    // Svelte's proxies cannot be stored; args are plain data, so this loses nothing but half emojis.
    args: JSON.parse(canonical(saying.args)) as never,
    state: "waiting",
    result: null,
    tries: 0,
    next_try_at: null,
    answered_at: null,
  } as Unnumbered;
  const size = new TextEncoder().encode(JSON.stringify(line)).length;
  if (size > OP_BYTES) throw new NotSaved("too-large");
  return line;
}

/** What is said of the pictures, behind the operation they belong to. */
function withPictures(saying: AnySaying): AnySaying[] {
  const pictures = (saying.photos ?? []).filter(
    (picture) => !(saying.kind === "photo.attach" && saying.id === picture.photo_id),
  );
  const attached = pictures.map((picture) => ({
    kind: "photo.attach" as const,
    id: picture.photo_id,
    args: attachArgs(picture),
  }));
  return [saying, ...attached];
}

/** Give numbers and store. Said twice (a connection lost at the commit) it is stored once. */
async function number(tx: Writing, fresh: Unnumbered[]) {
  const log = tx.objectStore("log");
  const own = await replica(tx);
  const contact = await meta(tx, "clock");
  const clock = {
    offset_ms: contact?.offset_ms ?? 0,
    mono_ms: contact ? Math.max(0, Math.round(mono() - contact.contact_at)) : 0,
  };
  const stored: LogLine[] = [];
  for (const line of fresh) {
    const before = await log.index("op_id").get(line.op_id);
    if (before) {
      stored.push(before);
      continue;
    }
    const numbered = {
      ...line,
      clock,
      replica_id: own.replica_id,
      local_seq: own.next_local_seq,
    } as LogLine;
    own.next_local_seq += 1;
    const n = await log.add(numbered);
    stored.push({ ...numbered, n });
  }
  await tx.objectStore("meta").put(own, "replica");
  return stored;
}
