/** Which scopes this device follows, and how far it knows each. */

import type { Database, Reading, Writing } from "./database";
import { cursorHash, Sum } from "./digest";
import type { Scope } from "./shapes";

const NOTHING = "0".repeat(32);

export function fresh(scope: string): Scope {
  return {
    scope,
    epoch: 0,
    pos: 0,
    n: 0,
    digest: NOTHING,
    round: 1,
    renewing: false,
    whole: false,
    behind: true,
    known: null,
    leaving: false,
  };
}

/** The scope is taken from its beginning; what is stale then goes at the final mark, in one swap. */
export async function renew(db: Database, names: string[] | "all"): Promise<void> {
  await db.write(["scopes"], async (tx) => {
    for (const scope of await tx.objectStore("scopes").getAll()) {
      if (names !== "all" && !names.includes(scope.scope)) continue;
      startRound(scope);
      await tx.objectStore("scopes").put({ ...scope, epoch: 0, known: null });
    }
  });
}

/** A cursor for every scope granted at this moment. Returns how many are new. */
export async function followGrants(db: Database, at: string): Promise<number> {
  return db.write(["rows", "scopes"], (tx) => follow(tx, db.user_id, at));
}

/** The same inside a transaction over rows and scopes. */
export async function follow(tx: Writing, userId: string, at: string): Promise<number> {
  const own = `user:${userId}`;
  const scopes = tx.objectStore("scopes");
  const held = new Set(await scopes.getAllKeys());
  const range = IDBKeyRange.bound([own, "grant"], [own, "grant", []]);
  const grants = await tx.objectStore("rows").getAll(range);
  const granted = grants
    .map((row) => row.body as { scope: string; from_at: string; until_at: string | null })
    .filter((grant) => grant.from_at <= at && (grant.until_at === null || at < grant.until_at))
    .map((grant) => grant.scope);
  const missing = new Set([own, ...granted].filter((scope) => !held.has(scope)));
  await Promise.all([...missing].map((scope) => scopes.put(fresh(scope))));
  return missing.size;
}

export async function scopes(db: Database): Promise<Scope[]> {
  return db.read(["scopes"], (tx) => tx.objectStore("scopes").getAll());
}

/** Digest of the cursor table the server is thought to remember; null when it remembers none. */
export function knownDigest(table: Scope[]): string | null {
  const sum = new Sum();
  let entries = 0;
  for (const { scope, known } of table) {
    if (!known) continue;
    sum.add(cursorHash(scope, known[0], known[1]));
    entries += 1;
  }
  return entries ? sum.toString() : null;
}

/** The server has taken these cursors; `all`: it has forgotten every other. */
export async function remembered(
  db: Database,
  cursors: Array<[string, number, number]>,
  all: boolean,
): Promise<void> {
  if (cursors.length === 0 && !all) return;
  const told = new Map(cursors.map(([scope, epoch, pos]) => [scope, [epoch, pos] as const]));
  await db.write(
    ["scopes"],
    async (tx) => {
      const store = tx.objectStore("scopes");
      for (const scope of await store.getAll()) {
        const known = told.get(scope.scope);
        if (known) await store.put({ ...scope, known: [known[0], known[1]] });
        else if (all && scope.known) await store.put({ ...scope, known: null });
      }
    },
    "relaxed",
  );
}

/** From its beginning again: rows of earlier rounds go at the final mark. */
export function startRound(scope: Scope): void {
  Object.assign(scope, { round: scope.round + 1, renewing: true, behind: true, pos: 0 });
}

const KEPT = "kept:";

/** The name under which rows lie whose scope is hers no more (kept.ts). */
export function keptName(scope: string): string {
  return KEPT + scope;
}

/** Scopes that are hers no more, yet still shown. One look at the disk when there are none. */
export async function keptScopes(tx: Reading | Writing): Promise<Set<string>> {
  const found = new Set<string>();
  const range = IDBKeyRange.bound([KEPT], [`${KEPT}\uffff`]);
  let cursor = await (tx as Reading).objectStore("rows").openKeyCursor(range);
  while (cursor) {
    const [name] = cursor.key;
    found.add(name.slice(KEPT.length));
    cursor = await cursor.continue([name, []] as never); // behind all of its rows
  }
  return found;
}
