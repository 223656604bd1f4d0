/** Unfinished form fields. Keyed by record, not by session: they survive a kill and a new sign-in. */

import { NotSaved, type Database } from "./database";
import { stow, unstow } from "./spare";

const AGAIN_MS = 5_000;

/** What could not be written yet. It lives as long as the page, and `load` finds it there. */
const unkept = new Map<string, { db: Database; key: string; value: unknown }>();
export type Unkept = "full" | "other";
let heard: (why: Unkept | null) => void = () => undefined;
let clock: ReturnType<typeof setTimeout> | undefined;

/** Hear why drafts cannot be written, and null once all are: the person must know of it. */
export function onUnkept(listener: (why: Unkept | null) => void): void {
  heard = listener;
}

/**
 * As save, for what is written at every keystroke: never rejects, tries again, and tells. By the time
 * it is back the browser has been told all it needs, so that a page killed thereafter loses nothing.
 */
export async function jot(
  db: Database,
  key: string,
  value: unknown,
  copying: Copying = atOnce,
): Promise<void> {
  try {
    await save(db, key, value, copying);
  } catch (error) {
    const why = error instanceof NotSaved && error.why === "full" ? "full" : "other";
    unkept.set(placeOf(db, key), { db, key, value });
    heard(why);
    clock ??= setTimeout(() => void again(), AGAIN_MS);
  }
}

async function again(): Promise<void> {
  clock = undefined;
  for (const place of unkept.keys()) {
    const still = unkept.get(place); // said meanwhile, or typed on
    if (still) await jot(still.db, still.key, still.value);
  }
}

function forgetUnkept(db: Database, key: string): void {
  if (!unkept.delete(placeOf(db, key)) || unkept.size) return;
  clearTimeout(clock);
  clock = undefined;
  heard(null);
}

const placeOf = (db: Database, key: string): string => `${db.user_id} ${key}`;

/** When the copy for the second place is made. */
type Copying = (copy: () => Promise<void>) => Promise<void> | void;
const atOnce: Copying = (copy) => copy();

/** Keep what was typed so far. */
export async function save(
  db: Database,
  key: string,
  value: unknown,
  copying: Copying = atOnce,
): Promise<void> {
  const draft = { key, value, saved_at: new Date().toISOString() };
  await Promise.all([
    db.write(["drafts"], async (tx) => {
      const put = tx.objectStore("drafts").put(draft);
      tx.commit(); // now: by itself it waits until the page has heard of the put
      await put;
    }),
    copying(() => stow(db.user_id, `drafts/${key}`, draft)),
  ]);
  forgetUnkept(db, key);
}

/** What was typed, or undefined. */
export async function load<T>(db: Database, key: string): Promise<T | undefined> {
  const fresher = unkept.get(placeOf(db, key));
  if (fresher) return fresher.value as T;
  const draft = await db.read(["drafts"], (tx) => tx.objectStore("drafts").get(key));
  return draft?.value as T | undefined;
}

/** The form was said, or put away. */
export async function drop(db: Database, key: string): Promise<void> {
  await db.write(["drafts"], (tx) => tx.objectStore("drafts").delete(key), "relaxed");
  await unstow(db.user_id, [`drafts/${key}`]);
  forgetUnkept(db, key);
}

/** Keys of drafts that begin so; newest last. */
export async function keys(db: Database, prefix = ""): Promise<string[]> {
  const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
  const drafts = await db.read(["drafts"], (tx) => tx.objectStore("drafts").getAll(range));
  return drafts.sort((a, b) => a.saved_at.localeCompare(b.saved_at)).map((draft) => draft.key);
}
