/** Unfinished form fields. Keyed by record, not by session: they survive a kill and a new sign-in. */

import type { Database } from "./database";

/** Keep what was typed so far. */
export async function save(db: Database, key: string, value: unknown): Promise<void> {
  const saved_at = new Date().toISOString();
  await db.write(
    ["drafts"],
    async (tx) => void (await tx.objectStore("drafts").put({ key, value, saved_at })),
  );
}

/** What was typed, or undefined. */
export async function load<T>(db: Database, key: string): Promise<T | undefined> {
  const draft = await db.read(["drafts"], (tx) => tx.objectStore("drafts").get(key));
  return draft?.value as T | undefined;
}

/** The form was said, or put away. */
export async function drop(db: Database, key: string): Promise<void> {
  await db.write(["drafts"], (tx) => tx.objectStore("drafts").delete(key), "relaxed");
}

/** Keys of drafts that begin so; newest last. */
export async function keys(db: Database, prefix = ""): Promise<string[]> {
  const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
  const drafts = await db.read(["drafts"], (tx) => tx.objectStore("drafts").getAll(range));
  return drafts.sort((a, b) => a.saved_at.localeCompare(b.saved_at)).map((draft) => draft.key);
}
