/**
 * IndexedDB read as it is found: never made, never upgraded, never written. Whatever version a
 * database has and whatever has become of it, one thing that cannot be read hides no other.
 */

export const PATIENCE_MS = 8000;

/** Something is there and cannot be read. `why` is the browser's word for it. */
export interface Unreadable {
  store: string;
  key: string;
  why: string;
}

export class NotRead extends Error {
  readonly why: string;

  constructor(why: string) {
    super(`not read: ${why}`);
    this.name = "NotRead";
    this.why = why;
  }
}

/** null: there is no such database. Throws NotRead: "blocked" when another tab holds it. */
export async function openAsItIs(
  name: string,
  patience = PATIENCE_MS,
): Promise<IDBDatabase | null> {
  const request = indexedDB.open(name);
  let absent = false;
  let late = false;
  const opened = new Promise<IDBDatabase | null>((resolve, reject) => {
    request.onupgradeneeded = () => {
      absent = true; // it is being made: do not
      request.transaction?.abort();
    };
    request.onsuccess = () => {
      const db = request.result;
      // The app may want to upgrade or delete it: never be the one who stands in the way.
      db.onversionchange = () => db.close();
      if (late) db.close();
      else resolve(db);
    };
    request.onerror = (event) => {
      event.preventDefault();
      if (absent) resolve(null);
      else reject(new NotRead(whyOf(request.error)));
    };
  });
  return within(patience, opened, "blocked").catch((error: unknown) => {
    late = true;
    throw error;
  });
}

/** Every key of a store, by the store or by any index that still answers. */
export async function keysOf(db: IDBDatabase, store: string): Promise<IDBValidKey[]> {
  if (!db.objectStoreNames.contains(store)) throw new NotRead("missing");
  const ask = (index?: string): Promise<IDBValidKey[]> =>
    answer(() => {
      const held = db.transaction(store, "readonly").objectStore(store);
      return index === undefined ? held.getAllKeys() : held.index(index).getAllKeys();
    });
  try {
    return await ask();
  } catch (error) {
    const indexes = [...db.transaction(store, "readonly").objectStore(store).indexNames];
    for (const index of indexes) {
      const keys = await ask(index).catch(() => null);
      if (keys) return keys;
    }
    throw error;
  }
}

/** One record, in a transaction of its own: a record that breaks it breaks nothing else. */
export function valueAt(db: IDBDatabase, store: string, key: IDBValidKey): Promise<unknown> {
  return answer(() => db.transaction(store, "readonly").objectStore(store).get(key));
}

/** Every record that can be read, and those that cannot by name. */
export async function everything(
  db: IDBDatabase,
  store: string,
  unreadable: Unreadable[],
): Promise<Array<{ key: IDBValidKey; value: unknown }>> {
  let keys: IDBValidKey[];
  try {
    keys = await keysOf(db, store);
  } catch (error) {
    unreadable.push({ store, key: "*", why: whyOf(error) });
    return [];
  }
  const found: Array<{ key: IDBValidKey; value: unknown }> = [];
  for (const key of keys) {
    try {
      found.push({ key, value: await valueAt(db, store, key) });
    } catch (error) {
      unreadable.push({ store, key: String(key), why: whyOf(error) });
    }
  }
  return found;
}

export function whyOf(error: unknown): string {
  if (error instanceof NotRead) return error.why;
  return error instanceof Error || error instanceof DOMException ? error.name : "unknown";
}

/** A request's answer; asking may throw, the answer may never come. */
function answer<T>(ask: () => IDBRequest<T>): Promise<T> {
  const answered = new Promise<T>((resolve, reject) => {
    const request = ask();
    request.onsuccess = () => resolve(request.result);
    request.onerror = (event) => {
      event.preventDefault();
      reject(request.error ?? new NotRead("unknown"));
    };
  });
  return within(PATIENCE_MS, answered, "timeout");
}

async function within<T>(ms: number, work: Promise<T>, why: string): Promise<T> {
  let clock: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<never>((_, reject) => {
    clock = setTimeout(() => reject(new NotRead(why)), ms);
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(clock);
  }
}
