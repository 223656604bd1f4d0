/** Count or digest of a scope differ: an incident. Find out which side of the device is wrong, mend. */

import type { Database } from "../device/database";
import { recount, renew, scopes } from "../device/feed";
import { count } from "./incidents";

const AGAIN_MS = 60 * 60 * 1000;

/** Mends scopes, each at most once an hour, so that a wrong server does not make us pull for ever. */
export class Mending {
  readonly #last = new Map<string, number>();

  /** True when something is to be pulled anew. */
  async mend(db: Database, names: string[], now: number): Promise<boolean> {
    const again: string[] = [];
    for (const name of names) {
      const before = (await scopes(db)).find((scope) => scope.scope === name);
      const counted = await recount(db, name);
      const wrongSum = before?.digest !== counted.digest || before.n !== counted.n;
      await count(db, "digest", `${name}: ${wrongSum ? "sums" : "rows"} differ`);
      if (now - (this.#last.get(name) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) continue;
      this.#last.set(name, now);
      again.push(name);
    }
    if (again.length) await renew(db, again);
    return again.length > 0;
  }
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
