/**
 * Count or digest of a scope differ: an incident. Find out what of this device is wrong, tell the
 * server (both sides keep their lists), and pull the scope anew.
 */

import type { Database } from "../device/database";
import { partialSums, recount, rowHashes } from "../device/feed";
import { renew, scopes } from "../device/scopes";
import type { Scope } from "../device/shapes";
import { count } from "./incidents";
import { post, type Net } from "./net";

const AGAIN_MS = 60 * 60 * 1000;

interface Audit {
  n: number;
  digest: string;
  sums?: string[];
}

/** Mends scopes, each at most once an hour, so that a wrong server does not make us pull for ever. */
export class Mending {
  readonly #last = new Map<string, number>();

  /** True when something is to be pulled anew. */
  async mend(
    db: Database,
    net: Net,
    token: string,
    names: string[],
    now: number,
  ): Promise<boolean> {
    const again: string[] = [];
    for (const scope of await scopes(db)) {
      if (!names.includes(scope.scope)) continue;
      const counted = await recount(db, scope.scope);
      const sumsOnly = counted.n !== scope.n || counted.digest !== scope.digest;
      await count(db, "digest", `${scope.scope}: ${sumsOnly ? "sums" : "rows"} differ`);
      if (now - (this.#last.get(scope.scope) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) continue;
      this.#last.set(scope.scope, now);
      again.push(scope.scope);
      await tell(db, net, token, scope).catch(() => undefined);
    }
    if (again.length) await renew(db, again);
    return again.length > 0;
  }
}

/** Both sides compare 256 partial sums; about those that differ each writes down the other's rows. */
async function tell(db: Database, net: Net, token: string, scope: Scope): Promise<void> {
  const replica = await db.read(["meta"], (tx) => tx.objectStore("meta").get("replica"));
  const asked = {
    replica_id: (replica as { replica_id: string }).replica_id,
    scope: scope.scope,
    epoch: scope.epoch,
    pos: scope.pos,
  };
  const there = await post<Audit>(net, "/sync/v1/audit", token, asked);
  const here = await partialSums(db, scope.scope);
  const buckets = here.flatMap((sum, i) => (sum === there.sums?.[i] ? [] : [i]));
  if (buckets.length === 0) return;
  const mine = await rowHashes(db, scope.scope, buckets);
  await post(net, "/sync/v1/audit", token, { ...asked, buckets, mine: mine.slice(0, 2000) });
}

/** Weekly, and on demand: recompute every scope from a full scan. Finds damaged storage. */
export async function scan(db: Database): Promise<string[]> {
  const damaged: string[] = [];
  for (const scope of await scopes(db)) {
    const counted = await recount(db, scope.scope);
    if (counted.n !== scope.n || counted.digest !== scope.digest) damaged.push(scope.scope);
  }
  for (const name of damaged) await count(db, "digest", `${name}: storage`);
  if (damaged.length) await renew(db, damaged);
  return damaged;
}
