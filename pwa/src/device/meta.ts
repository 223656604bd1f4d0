/** The things of which there is one: replica, server, clock, contact, incidents. */

import { meta, type Database } from "./database";
import type { Meta } from "./shapes";

/** Remember one of the things of which there is one. */
export async function note<K extends keyof Meta>(
  db: Database,
  key: K,
  change: (before: Meta[K] | undefined) => Meta[K],
): Promise<void> {
  await db.write(
    ["meta"],
    async (tx) => void (await tx.objectStore("meta").put(change(await meta(tx, key)), key)),
    "relaxed",
  );
}

/** When all of hers was last here whole; null: never. */
export async function packAt(db: Database): Promise<string | null> {
  return (await known(db, "contact"))?.whole_at ?? null;
}

/** Whether the server she last met knows shapes of this number. Fields that came with it are left out
 *  for an older one, which would set the whole operation aside. */
export async function serverKnows(db: Database, schema: number): Promise<boolean> {
  return ((await known(db, "server"))?.schema ?? schema) >= schema;
}

export async function known<K extends keyof Meta>(
  db: Database,
  key: K,
): Promise<Meta[K] | undefined> {
  return db.read(["meta"], (tx) => meta(tx, key));
}
