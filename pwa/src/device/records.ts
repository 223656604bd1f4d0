/** The server's word as this device knows it. A screen lays the log over it (each slice's now.ts). */

import type { Entity, RecordShape } from "../protocol";
import type { Database, Reading, Writing } from "./database";
import { withFound } from "./found";
import { keptName } from "./scopes";
import type { Row } from "./shapes";

/** A record as held: its fields, its id, and the version to decide on. */
export type Held<E extends Entity> = RecordShape[E] & { id: string; version: number };

/** All records of a kind. */
export async function all<E extends Entity>(db: Database, entity: E): Promise<Array<Held<E>>> {
  const rows = await db.read(["rows"], (tx) =>
    tx
      .objectStore("rows")
      .index("record")
      .getAll(IDBKeyRange.bound([entity], [entity, []])),
  );
  return found(db, entity, united<E>(rows));
}

/** One record, or undefined: unknown, or not here yet. */
export async function one<E extends Entity>(
  db: Database,
  entity: E,
  id: string,
): Promise<Held<E> | undefined> {
  const rows = await db.read(["rows"], (tx) =>
    tx.objectStore("rows").index("record").getAll([entity, id]),
  );
  const known = united<E>(rows);
  return (known.length ? known : await found(db, entity, known, [id]))[0];
}

/** Several records by id; what is not here is left out. */
export async function some<E extends Entity>(
  db: Database,
  entity: E,
  ids: Iterable<string>,
): Promise<Array<Held<E>>> {
  const wanted = [...new Set(ids)];
  const rows = await db.read(["rows"], (tx) => {
    const index = tx.objectStore("rows").index("record");
    return Promise.all(wanted.map((id) => index.getAll([entity, id])));
  });
  const known = united<E>(rows.flat());
  return known.length === wanted.length ? known : found(db, entity, known, wanted);
}

/** Records of a kind in a store's own scope: its visits, photos, orders, delivery notes. */
export async function byStore<E extends Entity>(
  db: Database,
  entity: E,
  storeId: string,
): Promise<Array<Held<E>>> {
  return inScope(db, `store:${storeId}`, entity);
}

/** Records of a kind that one scope shows, or showed when it was still hers. */
export async function inScope<E extends Entity>(
  db: Database,
  scope: string,
  entity: E,
): Promise<Array<Held<E>>> {
  const names = [scope, keptName(scope)];
  const rows = await db.read(["rows"], (tx) =>
    Promise.all(
      names.map((name) =>
        tx.objectStore("rows").getAll(IDBKeyRange.bound([name, entity], [name, entity, []])),
      ),
    ),
  );
  return united<E>(rows.flat());
}

/** Records of a kind whose `day` lies between, both included: visits, orders, planned visits. */
export async function byDay<E extends Entity>(
  db: Database,
  entity: E,
  from: string,
  to = from,
): Promise<Array<Held<E>>> {
  return db.read(["rows"], (tx) => byDayIn(tx, entity, from, to));
}

/** The same inside a transaction over rows. */
export async function byDayIn<E extends Entity>(
  tx: Reading | Writing,
  entity: E,
  from: string,
  to: string,
): Promise<Array<Held<E>>> {
  const byDay = (tx as Reading).objectStore("rows").index("day");
  return united<E>(await byDay.getAll(IDBKeyRange.bound([entity, from], [entity, to])));
}

export async function count(db: Database, entity: Entity): Promise<number> {
  const rows = await db.read(["rows"], (tx) =>
    tx
      .objectStore("rows")
      .index("record")
      .count(IDBKeyRange.bound([entity], [entity, []])),
  );
  const said = await found(db, entity, []);
  if (said.length === 0) return rows;
  const ids = said.map((record) => record.id);
  return rows + (await some(db, entity, ids)).filter((record) => record.version === 0).length;
}

/** A store she found is there before the server has heard of it. */
async function found<E extends Entity>(
  db: Database,
  entity: E,
  known: Array<Held<E>>,
  wanted?: string[],
): Promise<Array<Held<E>>> {
  if (entity !== "store") return known;
  const stores = known as unknown as Array<Held<"store">>;
  const all = await withFound(db, stores, wanted && ((id) => wanted.includes(id)));
  return all as unknown as Array<Held<E>>;
}

/** One record per id: the union of its rows' fields, the highest version's first. */
export function united<E extends Entity>(rows: Row[]): Array<Held<E>> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const same = found.get(row.id);
    if (same) same.push(row);
    else found.set(row.id, [row]);
  }
  return [...found.values()].map((same) => {
    const byVersion = same.length > 1 ? same.toSorted((a, b) => a.v - b.v) : same;
    const last = byVersion.at(-1) as Row;
    return Object.assign({}, ...byVersion.map((row) => row.body), {
      id: last.id,
      version: last.v,
    }) as Held<E>;
  });
}
