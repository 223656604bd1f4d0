/** Records by what they are about: a partner's phone holds thousands, and shows a few (decision 64). */

import type { Entity, RecordShape } from "../protocol";
import type { Database } from "./database";
import { some, united, type Held } from "./records";
import type { Row } from "./shapes";

type StateIndex = "doc_state" | "state";

/** Records of a kind in these states: by `doc_state`, or by `state`. */
export async function inState<E extends Entity>(
  db: Database,
  entity: E,
  index: StateIndex,
  states: readonly string[],
): Promise<Array<Held<E>>> {
  const keys = await db.read(["rows"], (tx) => {
    const by = tx.objectStore("rows").index(index);
    return Promise.all(states.map((state) => by.getAllKeys([entity, state])));
  });
  return some(
    db,
    entity,
    keys.flat().map(([, , id]) => id),
  );
}

/** Records of a kind about one order, or one delivery note. */
export async function about<E extends Entity>(
  db: Database,
  entity: E,
  index: "order" | "note",
  id: string,
): Promise<Array<Held<E>>> {
  const keys = await db.read(["rows"], (tx) => tx.objectStore("rows").index(index).getAllKeys(id));
  const ids = keys.filter(([, kind]) => kind === entity).map(([, , found]) => found);
  return some(db, entity, ids);
}

/** The latest records of a kind that `wanted` takes, by `day`: so many, and the rest of that day. */
export async function latest<E extends Entity>(
  db: Database,
  entity: E,
  many: number,
  wanted: (body: RecordShape[E]) => boolean,
): Promise<Array<Held<E>>> {
  const rows = await db.read(["rows"], async (tx) => {
    const found: Row[] = [];
    const range = IDBKeyRange.bound([entity], [entity, []]);
    let cursor = await tx.objectStore("rows").index("day").openCursor(range, "prev");
    while (cursor) {
      const row = cursor.value;
      if (found.length >= many && found.at(-1)?.body["day"] !== row.body["day"]) break;
      if (wanted(row.body as unknown as RecordShape[E])) found.push(row);
      cursor = await cursor.continue();
    }
    return found;
  });
  return united<E>(rows);
}
