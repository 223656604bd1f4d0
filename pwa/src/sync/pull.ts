/**
 * Brings what this device does not know yet: one request, its frames taken in mark by mark. A stream
 * cut anywhere leaves the device at its last mark; the next pull goes on from there.
 */

import { known } from "../device/meta";
import { announce } from "../device/changes";
import type { Database } from "../device/database";
import { followGrants, fresh, knownDigest, remembered, scopes } from "../device/scopes";
import { SCHEMA } from "../device/log";
import { caughtUp } from "../device/overlay";
import type { Scope } from "../device/shapes";
import type { DeviceReport, Pull } from "../protocol";
import { serverTime } from "./clock";
import { call, cut, packed, PROTOCOL, type Net } from "./net";
import { framesOf, Silence } from "./stream";
import { Taking } from "./taking";

const SCOPES = 1000;

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
  options: { page: number; report?: DeviceReport },
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
    ...(options.report && { report: options.report }),
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
  const taking = new Taking(db, table, server_id, server_next, before);
  try {
    // To the very end, also behind the last frame: then the server knows that we have it all.
    for await (const frame of framesOf(answer, silence)) await taking.take(frame);
  } catch (error) {
    if (!taking.ended) throw error;
  } finally {
    silence.over();
    await taking.store();
    if (taking.entities.size || taking.archived) announce(db.user_id, taking.entities, true);
  }
  if (!taking.ended) throw cut(silence.signal.aborted);
  if (taking.forgotten) {
    await remembered(db, [], true);
    return { ...pulled(taking), more: true };
  }
  await remembered(db, asked.cursors, asked.known === null);
  if (taking.left) await remembered(db, [], true);
  const more = taking.more || asked.rest || (await unasked(db, asked.cursors));
  if (!more) await finished(db, lastN);
  return { ...pulled(taking), more };
}

function pulled(taking: Taking): Omit<Pulled, "more"> {
  const { disagreeing, rewindTo: rewind_to, entities } = taking;
  return { disagreeing, rewind_to, entities };
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

/** Is there a scope we have not asked for yet? The last answer may have granted one. */
async function unasked(db: Database, cursors: Cursor[]): Promise<boolean> {
  await followGrants(db, await serverTime(db));
  const asked = new Set(cursors.map(([scope]) => scope));
  return (await scopes(db)).some((scope) => scope.epoch === 0 && !asked.has(scope.scope));
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

async function newestLine(db: Database): Promise<number> {
  const keys = await db.read(["log"], (tx) => tx.objectStore("log").openKeyCursor(null, "prev"));
  return keys?.key ?? 0;
}

async function finished(db: Database, throughN: number): Promise<void> {
  const archived = await db.write(
    ["log", "rows", "scopes"],
    (tx) => caughtUp(tx, db.user_id, throughN),
    "relaxed",
  );
  if (archived) announce(db.user_id, [], true);
}
