/** Carries the log to the server: one batch, its answer stored before anything else happens. */

import { nextBatch, takeAnswer, tried, type Batch } from "../device/answers";
import { note } from "../device/meta";
import { announce } from "../device/changes";
import type { Database } from "../device/database";
import { SCHEMA } from "../device/log";
import type { Push, PushAnswer } from "../protocol";
import { learnClock } from "./clock";
import { count } from "./incidents";
import { Fault, post, type Net } from "./net";

export const PROTOCOL = 1;
const BYTES = 512 * 1024;

export interface Pushed {
  /** Nothing was to be sent, nobody was asked. */
  idle?: boolean;
  more: boolean;
  /** Something was answered: its effect is in the feed. */
  news: boolean;
  /** The server's sum over all that was said is ours. */
  agrees?: boolean;
}

/** Push once. `probe`: ask even with nothing to send, to learn what the server expects. */
export async function pushOnce(
  db: Database,
  net: Net,
  token: string,
  options: { limit: number; app: string; probe?: boolean },
): Promise<Pushed> {
  const batch = await nextBatch(db, options.limit, BYTES);
  if (batch.hole) throw new Fault({ kind: "problem", status: 0, code: "hole" });
  if (batch.ops.length === 0 && !options.probe) return { idle: true, more: false, news: false };
  const body: Push = {
    protocol: PROTOCOL,
    schema: SCHEMA,
    server_id: batch.server_id,
    replica_id: batch.replica.replica_id,
    app: options.app,
    sent_at: new Date().toISOString(),
    acked_through: batch.replica.acked_through,
    ops: batch.ops,
  };
  const before = Date.now();
  const answer = await sent(db, batch, () => post<PushAnswer>(net, "/sync/v1/push", token, body));
  if (typeof answer.next_seq !== "number" || !Array.isArray(answer.results)) {
    throw new Fault({ kind: "network", timeout: false });
  }
  await learnClock(db, answer.server_time, before);
  if (batch.server_id === null) await note(db, "server", () => ({ server_id: answer.server_id }));
  const heard = await takeAnswer(db, answer, answer.server_time);
  if (heard.forked) throw new Fault({ kind: "problem", status: 0, code: "replica/forked" });
  if (heard.backwards) await count(db, "backwards", `push: next_seq ${answer.next_seq}`);
  if (!heard.digestAgrees) await count(db, "ops_digest", `push: at ${answer.next_seq}`);
  if (answer.receipt && heard.digestAgrees && !heard.backwards) {
    const { server_id, next_seq, ops_digest, server_time: at, receipt } = answer;
    const said = { server_id, replica_id: body.replica_id, next_seq, ops_digest, at };
    await note(db, "receipt", () => ({ ...said, ...receipt }));
  }
  if (heard.answered) announce(db.user_id, heard.entities, true);
  const last = answer.results.at(-1)?.local_seq ?? 0;
  return {
    more: batch.more || heard.backwards || answer.next_seq <= last,
    news: heard.answered > 0,
    agrees: heard.digestAgrees && !heard.backwards,
  };
}

/** A try is one that the company answered, or that took too long: not each look for a connection. */
async function sent<T>(db: Database, batch: Batch, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    const out =
      error instanceof Fault && (error.failure.kind !== "network" || error.failure.timeout);
    if (out) await tried(db, batch);
    throw error;
  }
}
