/**
 * Taking in the feed. Rows, cursor, sums and log move in one transaction at each mark, so a cut
 * anywhere leaves the device at its last mark and nothing flickers. Sums are computed from what was
 * stored and read back; the server's are only ever compared with.
 */

import type { Database, Writing } from "./database";
import { bucketOf, rowHash, Sum } from "./digest";
import { keep, letGoOf } from "./kept";
import { dropPictures } from "./photos";
import { settled } from "./overlay";
import { follow, fresh, startRound } from "./scopes";
import { hex } from "./sha256";
import type { Row, Scope } from "./shapes";

/** One line of the feed, as pulled. */
export interface FeedLine {
  t: "put" | "del" | "leave";
  e: string;
  id: string;
  v: number;
  b?: Record<string, unknown>;
}

export interface Mark {
  scope: string;
  epoch: number;
  pos: number;
  more: boolean;
  n?: number;
  digest?: string;
}

/** What stands before one mark, and the mark. `reset`: the scope starts anew from here. */
export interface Page {
  lines: FeedLine[];
  mark: Mark;
  reset: boolean;
  /**
   * The cursor it goes on from, [epoch, pos]. A tab that was frozen in its pull wakes up behind the
   * one that leads now: what it brings is older than what is here, and left alone.
   */
  after?: readonly [number, number] | undefined;
}

export interface Taken {
  entities: Set<string>;
  /** Lines of the log that left the overlay with these marks. */
  archived: number;
  /** By scope, for final marks: are count and digest the server's? If not, it is an incident. */
  agrees: Map<string, boolean>;
}

/**
 * Take in some pages, all or none; several small ones cost hardly more than one. `now`: the server's
 * time. At the final mark of our own scope the grants that hold then are followed, in the same
 * transaction, so that "not held" never means "not known yet".
 */
export async function takePages(db: Database, pages: Page[], now: string): Promise<Taken> {
  const taken: Taken = { entities: new Set(), archived: 0, agrees: new Map() };
  await db.write(
    ["rows", "scopes", "log"],
    async (tx) => {
      const byScope = new Map<string, Page[]>();
      for (const page of pages) {
        const before = byScope.get(page.mark.scope);
        if (before) before.push(page);
        else byScope.set(page.mark.scope, [page]);
      }
      const take = async (ofScope: Page[]): Promise<void> => {
        for (const page of ofScope) await takePage(tx, db.user_id, page, now, taken);
      };
      // Our own scope first: it says what else there is. Then each scope's pages in order, but the
      // scopes side by side, or each would wait for every answer of the one before.
      const own = `user:${db.user_id}`;
      await take(byScope.get(own) ?? []);
      await Promise.all([...byScope].map(([name, ofScope]) => name === own || take(ofScope)));
      taken.archived = await settled(tx, db.user_id, new Set(byScope.keys()));
    },
    "relaxed",
  );
  return taken;
}

async function takePage(
  tx: Writing,
  userId: string,
  { lines, mark, reset, after }: Page,
  now: string,
  taken: Taken,
): Promise<void> {
  const scope = (await tx.objectStore("scopes").get(mark.scope)) ?? fresh(mark.scope);
  if (after && (scope.epoch !== after[0] || scope.pos !== after[1])) return;
  if (reset) startRound(scope);
  const sum = new Sum(scope.digest);
  await apply(tx, scope, newest(lines), sum);
  if (!mark.more && scope.renewing) await dropStale(tx, scope, sum);
  const { epoch, pos, more } = mark;
  Object.assign(scope, { epoch, pos, behind: more, digest: sum.toString(), leaving: false });
  if (!mark.more) Object.assign(scope, { renewing: false, whole: true });
  if (!mark.more) await letGoOf(tx, mark.scope);
  await tx.objectStore("scopes").put(scope);
  if (!mark.more && scope.scope === `user:${userId}`) await follow(tx, userId, now);
  for (const line of lines) taken.entities.add(line.e);
  if (!mark.more) {
    taken.agrees.set(scope.scope, scope.n === mark.n && scope.digest === mark.digest);
  }
}

/** Count and digest of a scope from a full scan of its rows: finds what storage has damaged. */
export async function recount(db: Database, name: string): Promise<{ n: number; digest: string }> {
  return db.write(["rows", "scopes"], async (tx) => {
    const rows = await tx.objectStore("rows").getAll(inScope(name));
    const sum = new Sum();
    for (const row of rows) sum.add(hashOf(row));
    const counted = { n: rows.length, digest: sum.toString() };
    const scope = await tx.objectStore("scopes").get(name);
    if (scope) await tx.objectStore("scopes").put({ ...scope, ...counted });
    return counted;
  });
}

/** Sums of the rows' hashes by the first byte of SHA-256 of their id: where two sides differ. */
export async function partialSums(db: Database, name: string): Promise<string[]> {
  const sums = Array.from({ length: 256 }, () => new Sum());
  for (const row of await rowsOf(db, name)) sums[bucketOf(row.id)]?.add(hashOf(row));
  return sums.map(String);
}

/** The rows in these buckets: entity, id, version, hash. */
export async function rowHashes(
  db: Database,
  name: string,
  buckets: number[],
): Promise<Array<[string, string, number, string]>> {
  const rows = await rowsOf(db, name);
  return rows
    .filter((row) => buckets.includes(bucketOf(row.id)))
    .map((row) => [row.entity, row.id, row.v, hex(hashOf(row))]);
}

/**
 * The scope is ours no more. Its rows and delivered pictures go, unless something of ours still
 * waits for the server: then it is only marked, and goes when the server says so again. What she is
 * still at work with is put aside first.
 */
export async function leave(db: Database, name: string, now: string): Promise<boolean> {
  return db.write(["rows", "scopes", "log", "photos", "bytes"], async (tx) => {
    const byState = tx.objectStore("log").index("state");
    const waiting = (await byState.count("waiting")) + (await byState.count("sent"));
    const scope = await tx.objectStore("scopes").get(name);
    if (waiting > 0) {
      if (scope) await tx.objectStore("scopes").put({ ...scope, leaving: true });
      return false;
    }
    const kept = await keep(tx, db.user_id, name, now);
    await tx.objectStore("rows").delete(inScope(name));
    await tx.objectStore("scopes").delete(name);
    await settled(tx, db.user_id, new Set([name]));
    if (!kept && name.startsWith("store:")) await dropPictures(tx, name.slice("store:".length));
    return true;
  });
}

/** Of several lines about one record the last counts. */
function newest(lines: FeedLine[]): FeedLine[] {
  const byKey = new Map<string, FeedLine>();
  for (const line of lines) byKey.set(`${line.e}\0${line.id}`, line);
  return [...byKey.values()];
}

async function apply(tx: Writing, scope: Scope, lines: FeedLine[], sum: Sum): Promise<void> {
  const rows = tx.objectStore("rows");
  const before = scope.n === 0 ? [] : await Promise.all(lines.map((line) => rows.get(key(line))));
  for (const old of before) {
    if (!old) continue;
    sum.subtract(hashOf(old));
    scope.n -= 1;
  }
  // All at once, in order: the requests of one transaction queue up by themselves.
  const after = await Promise.all(
    lines.map(async (line) => {
      if (line.t !== "put") {
        await rows.delete(key(line));
        return undefined;
      }
      const stored = rows.put({
        scope: scope.scope,
        entity: line.e,
        id: line.id,
        v: line.v,
        body: line.b ?? {},
        round: scope.round,
      });
      const [row] = await Promise.all([rows.get(key(line)), stored]);
      return row;
    }),
  );
  for (const row of after) {
    if (!row) continue;
    sum.add(hashOf(row));
    scope.n += 1;
  }

  function key(line: FeedLine): [string, string, string] {
    return [scope.scope, line.e, line.id];
  }
}

async function dropStale(tx: Writing, scope: Scope, sum: Sum): Promise<void> {
  const rows = tx.objectStore("rows");
  for (const row of await rows.getAll(inScope(scope.scope))) {
    if (row.round === scope.round) continue;
    sum.subtract(hashOf(row));
    scope.n -= 1;
    await rows.delete([row.scope, row.entity, row.id]);
  }
}

function hashOf(row: Row): Uint8Array {
  return rowHash(row.entity, row.id, row.v, row.body);
}

function rowsOf(db: Database, name: string): Promise<Row[]> {
  return db.read(["rows"], (tx) => tx.objectStore("rows").getAll(inScope(name)));
}

function inScope(name: string): IDBKeyRange {
  return IDBKeyRange.bound([name], [name, []]);
}
