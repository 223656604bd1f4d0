/** A phone after a morning's work, on an IndexedDB in memory: what its screen has called saved. */

import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { open, type Database } from "../../device/database";
import { newId } from "../../device/ids";
import { lines, operation, say } from "../../device/log";
import { known, note } from "../../device/meta";
import type { PhotoBytes } from "../../device/photos";
import { sha256Hex } from "../../device/sha256";
import type { LogLine } from "../../device/shapes";

export interface SavedOp {
  n: number;
  user_id: string;
  replica_id: string;
  op_id: string;
  kind: string;
  id: string;
  /** As the phone would push it, if it lives on. */
  text: string;
}

export interface SavedPhoto {
  user_id: string;
  photo_id: string;
  sha256: string;
}

export interface Phone {
  user_id: string;
  db: Database;
  replica_id: string;
  push_token: string;
  ops: SavedOp[];
  photos: SavedPhoto[];
}

/** A browser nobody has used. */
export function newBrowser(): void {
  globalThis.indexedDB = new IDBFactory();
}

/** Two visits, three pictures, the end of the day; the first visit was heard already. */
export async function morning(
  user_id: string,
  pictures: ArrayBuffer[],
  rescue_key: string,
  words: string | null = null,
): Promise<Phone> {
  const db = await open(user_id);
  const push_token = `xp_${newId()}${newId()}`;
  await signIn(user_id, push_token);
  if (rescue_key) await note(db, "server", () => ({ server_id: newId(), rescue_key }));
  const contact = { last_contact_at: "2026-11-27T00:40:00.000Z", delivered_at: null };
  await note(db, "contact", () => contact);
  const [first, second] = [newId(), newId()];
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  await say(db, "visit.check_in", first, checkIn("ST-1", day, words), {
    photos: await taken(first, "ST-1", pictures.slice(0, 1)),
  });
  await say(db, "visit.check_out", first, {
    position: null,
    stay_s: 600,
    note: words,
    no_order_reason: "enough_stock",
    next_promise: null,
  });
  await say(db, "visit.check_in", second, checkIn("ST-2", day, words), {
    photos: await taken(second, "ST-2", pictures.slice(1)),
  });
  await say(db, "day.end", `${user_id}:${day}`, { day, unsent: 4, missed: [], note: words });
  await heardAlready(db, 3);
  const replica_id = (await known(db, "replica"))?.replica_id ?? "";
  const phone = { user_id, db, replica_id, push_token, ops: [] as SavedOp[] };
  return { ...phone, ops: await saved(phone), photos: await savedPhotos(phone) };
}

async function heardAlready(db: Database, upTo: number): Promise<void> {
  await db.write(["log"], async (tx) => {
    const log = tx.objectStore("log");
    for (const line of await log.getAll()) {
      if (line.n <= upTo) await log.put({ ...line, state: "archived", answered_at: line.made_at });
    }
  });
}

async function saved({ db, user_id }: { db: Database; user_id: string }): Promise<SavedOp[]> {
  return (await lines(db)).map((line: LogLine) => ({
    n: line.n,
    user_id,
    replica_id: line.replica_id,
    op_id: line.op_id,
    kind: line.kind,
    id: line.id,
    text: JSON.stringify(operation(line)),
  }));
}

async function savedPhotos(phone: { db: Database; user_id: string }): Promise<SavedPhoto[]> {
  const rows = await phone.db.read(["photos"], (tx) => tx.objectStore("photos").getAll());
  return rows.map(({ photo_id, sha256 }) => ({ user_id: phone.user_id, photo_id, sha256 }));
}

function checkIn(store_id: string, day: string, note: string | null) {
  return {
    store_id, planned_visit_id: null, unplanned_reason: "on_the_way", day, position: null,
    distance_m: null, fence_result: "no_position" as const, exception_reason: null, note,
  }; // prettier-ignore
}

async function taken(
  visit_id: string,
  store_id: string,
  pictures: ArrayBuffer[],
): Promise<PhotoBytes[]> {
  return Promise.all(
    pictures.map(async (bytes, i) => ({
      photo_id: newId(), visit_id, store_id, delivery_note_id: null, task_id: null,
      type: "storefront" as const, sha256: await sha256Hex(bytes), mime: "image/jpeg", width: 320,
      height: 240, taken_at: new Date().toISOString(), position: null,
      capture_mode: "live" as const, sequence: i + 1, bytes, thumb: bytes.slice(0, 8),
    })),
  ); // prettier-ignore
}

/** The registry of device/people.ts, as it lies in the browser. */
async function signIn(person_id: string, push_token: string): Promise<void> {
  const db = await raw("xundian-session", 1, (made) => {
    if (made.objectStoreNames.contains("people")) return;
    made.createObjectStore("people", { keyPath: "person_id" });
    made.createObjectStore("now");
  });
  const me = { id: person_id, login: person_id, name: "陈小一" };
  await done(
    db.transaction("people", "readwrite").objectStore("people").put({ person_id, me, push_token }),
  );
  db.close();
}

/** A database opened past the app, with whatever version and shape a test wants. */
export async function raw(
  name: string,
  version?: number,
  upgrade: (db: IDBDatabase, tx: IDBTransaction) => void = () => undefined,
): Promise<IDBDatabase> {
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = () => upgrade(request.result, request.transaction as IDBTransaction);
  return done(request);
}

export function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("failed"));
  });
}

/** Change one store of somebody's database by hand. */
export async function spoil(
  phone: Phone,
  store: string,
  change: (held: IDBObjectStore) => IDBRequest,
): Promise<void> {
  const db = await raw(`xundian-${phone.user_id}`);
  await done(change(db.transaction(store, "readwrite").objectStore(store)));
  db.close();
}
