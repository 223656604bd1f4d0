/**
 * What stays in her hands although its scope left them: a store where she has a visit going on, or
 * made one today, and the price list it buys from (DECISIONS.md 15). Its rows lie under a name that
 * no cursor, digest or question knows: to the protocol the scope is gone. They go when no such visit
 * is left, or when the scope is hers again and whole.
 */

import { announce } from "./changes";
import type { Database, Writing } from "./database";
import { standingIn } from "./log";
import { settled } from "./overlay";
import { dropPictures } from "./photos";
import { keptName, keptScopes } from "./scopes";
import type { Row } from "./shapes";
import { dayOf, daysBefore } from "./time";

const STORE = "store:";
const PRICES = "prices:";

/** Older than this, a visit that nobody ended is the company's to close. */
export const OPEN_DAYS = 14;

/**
 * Before a scope's rows go: put aside what she still works with. A price list always; which stores
 * still need it is known only when the answer has been taken in whole.
 */
export async function keep(
  tx: Writing,
  userId: string,
  scope: string,
  now: string,
): Promise<boolean> {
  const needed = scope.startsWith(PRICES) || (await works(tx, userId, scope, now));
  if (!needed) return false;
  const rows = tx.objectStore("rows");
  for (const row of await rows.getAll(rowsOf(scope))) {
    await rows.put({ ...row, scope: keptName(scope) });
  }
  return true;
}

/** The rows put aside go: nobody works with them any more, or the scope shows them itself. */
export async function letGoOf(tx: Writing, scope: string): Promise<void> {
  await tx.objectStore("rows").delete(rowsOf(keptName(scope)));
}

/** At the end of a pull, and of a day: what nobody works with any more goes. */
export async function tidyKept(db: Database, now: string): Promise<void> {
  if ((await db.read(["rows"], keptScopes)).size === 0) return;
  const gone = await db.write(["rows", "scopes", "log", "photos", "bytes"], async (tx) => {
    const kept = await keptScopes(tx);
    const over = new Set<string>();
    for (const scope of kept) {
      if (!scope.startsWith(STORE) || (await works(tx, db.user_id, scope, now))) continue;
      over.add(scope);
    }
    const needed = await pricesNeeded(
      tx,
      [...kept].filter((scope) => !over.has(scope)),
    );
    for (const scope of kept) if (scope.startsWith(PRICES) && !needed.has(scope)) over.add(scope);
    for (const scope of over) {
      await letGoOf(tx, scope);
      const hers = await tx.objectStore("scopes").getKey(scope);
      if (scope.startsWith(STORE) && !hers) await dropPictures(tx, scope.slice(STORE.length));
    }
    await settled(tx, db.user_id, over);
    return over;
  });
  if (gone.size) announce(db.user_id, "all", true);
}

/** Is this store shown only because she is, or was today, at work in it? */
export async function isLeft(db: Database, storeId: string): Promise<boolean> {
  return db.read(["scopes", "rows"], async (tx) => {
    if (await tx.objectStore("scopes").getKey(STORE + storeId)) return false;
    return (await keptScopes(tx)).has(STORE + storeId);
  });
}

/** Has she a visit in this store that is going on, or is of today? By the rows and by the log. */
async function works(tx: Writing, userId: string, scope: string, now: string): Promise<boolean> {
  if (!scope.startsWith(STORE)) return false;
  const today = dayOf(new Date(now));
  const ended = new Set<string>();
  const begun = new Map<string, string>();
  for (const name of [scope, keptName(scope)]) {
    for (const { id, body } of await tx.objectStore("rows").getAll(rowsOf(name, "visit"))) {
      if (body.rep_id !== userId) continue;
      begun.set(id, String(body.day));
      if (body.state !== "in_progress") ended.add(id);
    }
  }
  for (const line of await standingIn(tx)) {
    if (line.kind === "visit.check_in" || line.kind === "visit.fail") {
      if (STORE + line.args.store_id === scope) begun.set(line.id, line.args.day);
    }
    if (line.kind === "visit.check_out" || line.kind === "visit.fail") ended.add(line.id);
  }
  const since = daysBefore(today, OPEN_DAYS);
  return [...begun].some(([id, day]) => day >= today || (day >= since && !ended.has(id)));
}

/** Price lists of the stores kept, and of those that go as soon as nothing waits. */
async function pricesNeeded(tx: Writing, kept: string[]): Promise<Set<string>> {
  const leaving = (await tx.objectStore("scopes").getAll()).filter((scope) => scope.leaving);
  const names = [...kept.map(keptName), ...leaving.map(({ scope }) => scope)];
  const stores = await Promise.all(
    names.map((name) => tx.objectStore("rows").getAll(rowsOf(name, "store"))),
  );
  return new Set(
    stores.flat().flatMap(({ body }: Row) => {
      const codes = (body.price_list_codes ?? [body.price_list_code]) as unknown[];
      return codes.map((code) => `${PRICES}${String(code)}`);
    }),
  );
}

function rowsOf(scope: string, entity?: string): IDBKeyRange {
  const from = entity === undefined ? [scope] : [scope, entity];
  return IDBKeyRange.bound(from, [...from, []]);
}
