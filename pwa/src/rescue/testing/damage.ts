/**
 * What can go wrong with a phone, and what it then still tells. Each story is run twice: here
 * (damage.test.ts), for what the page finds and names, and from Python (tests/rescue), which gives
 * the file to a server. Damage to the file itself and to the server's side is done there.
 */

import { replica, VERSION } from "../../device/database";
import { newId } from "../../device/ids";
import { remains, type Remains } from "../remains";
import { write } from "../write";
import {
  done,
  morning,
  newBrowser,
  raw,
  spoil,
  type Phone,
  type SavedOp,
  type SavedPhoto,
} from "./phone";

const USER = "rep.cc01";
const OTHER = "rep.cc02";
const BLOCKED_MS = 300;

/** What the damage took, by op_id and photo_id; `undo` for what was done to the browser itself. */
interface Done {
  ops?: string[];
  /** Lines that are read otherwise than they were said. */
  changed?: string[];
  photos?: string[];
  undo?: () => void | Promise<void>;
}

interface Damage {
  name: string;
  words?: string;
  /** The phone has never learnt the company's key. */
  keyless?: boolean;
  others?: boolean;
  damage?: (phone: Phone) => Promise<Done>;
}

/** One damaged phone: what was saved on it, what is lost, what it said, and its file. */
export interface Story {
  name: string;
  ops: SavedOp[];
  photos: SavedPhoto[];
  lost: { ops: string[]; photos: string[] };
  phones: Array<{ user_id: string; replica_id: string; push_token: string }>;
  /** What the first look said, where it needed a second one. */
  first: Remains[];
  found: Remains[];
  code: string | null;
  file: File;
}

const nth = (phone: Phone, n: number): string => phone.ops.find((op) => op.n === n)?.op_id ?? "";
const photo = (phone: Phone, i: number): string => phone.photos[i]?.photo_id ?? "";
const nameOf = (phone: Phone): string => `xundian-${phone.user_id}`;

export const DAMAGES: Damage[] = [
  { name: "nothing is damaged" },
  {
    name: "a record of the log cannot be read",
    damage: async (phone) => ({ ops: [nth(phone, 4)], undo: unreadable("log", 4) }),
  },
  {
    name: "the list of the log's keys cannot be read",
    damage: () => Promise.resolve({ undo: noKeysOf("log") }),
  },
  {
    name: "a half-written operation",
    damage: async (phone) => {
      const half = { n: 5, op_id: nth(phone, 5), replica_id: phone.replica_id, state: "waiting" };
      await spoil(phone, "log", (log) => log.put({ ...half, local_seq: 5 }));
      return { changed: [nth(phone, 5)] };
    },
  },
  {
    name: "an operation that has lost its place",
    damage: async (phone) => {
      const db = await raw(nameOf(phone));
      const log = db.transaction("log", "readwrite").objectStore("log");
      const { local_seq: _, replica_id: __, ...rest } = await done<Record<string, unknown>>(log.get(4));
      await done(log.put(rest));
      db.close();
      return { changed: [nth(phone, 4)] };
    },
  },
  {
    name: "a record of the log that says nothing",
    damage: async (phone) => {
      await spoil(phone, "log", (log) => log.put({ n: 6 }));
      return { ops: [nth(phone, 6)] };
    },
  },
  {
    name: "the store of single things is missing",
    damage: async (phone) => {
      await reshaped(phone, (db) => db.deleteObjectStore("meta"));
      return {};
    },
  },
  {
    name: "the store of photo rows is missing",
    damage: async (phone) => {
      await reshaped(phone, (db) => db.deleteObjectStore("photos"));
      return {};
    },
  },
  {
    name: "the store of photo bytes is missing",
    damage: async (phone) => {
      await reshaped(phone, (db) => db.deleteObjectStore("bytes"));
      return { photos: phone.photos.map((one) => one.photo_id) };
    },
  },
  {
    name: "a photo's bytes are cut short",
    damage: async (phone) => {
      const id = photo(phone, 1);
      const db = await raw(nameOf(phone));
      const bytes = await done<ArrayBuffer>(db.transaction("bytes").objectStore("bytes").get(id));
      db.close();
      await spoil(phone, "bytes", (held) => held.put(bytes.slice(0, 900), id));
      return { photos: [id] };
    },
  },
  {
    name: "a photo's bytes are another's",
    damage: async (phone) => {
      const id = photo(phone, 2);
      await spoil(phone, "bytes", (held) => held.put(new Uint8Array(5000).fill(7).buffer, id));
      return { photos: [id] };
    },
  },
  {
    name: "a photo's row without its bytes",
    damage: async (phone) => {
      await spoil(phone, "bytes", (held) => held.delete(photo(phone, 1)));
      return { photos: [photo(phone, 1)] };
    },
  },
  {
    name: "a photo's bytes without its row",
    damage: async (phone) => {
      await spoil(phone, "photos", (held) => held.delete(photo(phone, 1)));
      return {};
    },
  },
  {
    name: "a photo's bytes that cannot be read",
    damage: async (phone) => ({
      photos: [photo(phone, 2)],
      undo: unreadable("bytes", photo(phone, 2)),
    }),
  },
  {
    name: "a database of a newer app",
    damage: async (phone) => {
      await reshaped(phone, (db) => db.createObjectStore("later"), 7);
      return {};
    },
  },
  {
    name: "a database of an older app",
    damage: async (phone) => {
      await asOlder(phone);
      return {};
    },
  },
  {
    name: "another tab holds the database",
    damage: async (phone) => {
      phone.db.close();
      const held = await raw(nameOf(phone)); // deaf to versionchange
      const upgrading = raw(nameOf(phone), 9);
      return {
        undo: async () => {
          held.close();
          (await upgrading).close();
        },
      };
    },
  },
  { name: "two people on one phone", others: true },
  {
    name: "nobody knows who used the phone",
    damage: async () => {
      await done(indexedDB.deleteDatabase("xundian-session"));
      return {};
    },
  },
  {
    name: "a number missing in the log",
    damage: async (phone) => {
      await spoil(phone, "log", (log) => log.delete(3));
      return { ops: [nth(phone, 3)] };
    },
  },
  {
    name: "a clock that is absurd",
    damage: async (phone) => {
      const db = await raw(nameOf(phone));
      for (const [n, made_at] of [[4, "1970-01-01T00:00:00.000Z"], [5, "2099-12-31T23:59:59.999Z"]] as const) {
        const log = db.transaction("log", "readwrite").objectStore("log");
        const line = await done<{ made_at: string; clock: object }>(log.get(n));
        const clock = { offset_ms: -2_000_000_000_000, mono_ms: 1 };
        await done(log.put({ ...line, made_at, clock }));
      }
      db.close();
      return { changed: [nth(phone, 4), nth(phone, 5)] };
    },
  },
  { name: "odd words", words: "\ud83d half, \u{1f9c3} whole, 䶮𠮷, \u2028, \t, \"quoted\"\\, \u202e" },
  { name: "the storage is full", damage: () => Promise.resolve({ undo: full() }) },
  { name: "the company's key was never learnt", keyless: true },
]; // prettier-ignore

/** Let it happen, look, and write the file. `to`: the company's key. */
export async function tell(damage: Damage, pictures: ArrayBuffer[], to: string): Promise<Story> {
  newBrowser();
  const known = damage.keyless ? "" : to;
  const phones = [await morning(USER, pictures.slice(0, 3), known, damage.words ?? null)];
  if (damage.others) phones.push(await morning(OTHER, pictures.slice(3), known));
  const [phone] = phones as [Phone];
  const taken = (await damage.damage?.(phone)) ?? {};
  for (const one of phones) one.db.close();
  let first: Remains[] = [];
  try {
    let found = await remains(BLOCKED_MS);
    if (found.some((one) => one.unreadable.some(({ why }) => why === "blocked"))) {
      first = found;
      await taken.undo?.();
      found = await remains();
    }
    const key = found.map((one) => one.rescue_key).find(Boolean) ?? (damage.keyless ? "" : to);
    const { file, code } = await write(found, key, { app: "test" });
    return {
      name: damage.name,
      ops: phones
        .flatMap((one) => one.ops)
        .map((op) => (taken.changed?.includes(op.op_id) ? asFound(op, found) : op)),
      photos: phones.flatMap((one) => one.photos),
      lost: { ops: taken.ops ?? [], photos: taken.photos ?? [] },
      phones: phones.map(({ user_id, replica_id, push_token }) => ({
        user_id,
        replica_id,
        push_token,
      })),
      first,
      found,
      code,
      file,
    };
  } finally {
    await taken.undo?.();
  }
}

/** What the phone would say now, if it lived on: this damage has changed it. */
function asFound(op: SavedOp, found: Remains[]): SavedOp {
  const line = found.flatMap((one) => one.lines).find(({ op_id }) => op_id === op.op_id);
  return line ? { ...op, text: line.text } : op;
}

/** The database again, of another version and shape. */
async function reshaped(
  phone: Phone,
  upgrade: (db: IDBDatabase) => unknown,
  version = VERSION + 1,
): Promise<void> {
  phone.db.close();
  (await raw(nameOf(phone), version, (db) => void upgrade(db))).close();
}

/** As an app before ours may have left it: a log without indexes, and little else. */
async function asOlder(phone: Phone): Promise<void> {
  const own = await phone.db.read(["meta"], (tx) => replica(tx));
  const log = await phone.db.read(["log"], (tx) => tx.objectStore("log").getAll());
  const rows = await phone.db.read(["photos"], (tx) => tx.objectStore("photos").getAll());
  const kept = await Promise.all(
    rows.map((row) => phone.db.read(["bytes"], (tx) => tx.objectStore("bytes").get(row.photo_id))),
  );
  phone.db.close();
  await done(indexedDB.deleteDatabase(nameOf(phone)));
  const old = await raw(nameOf(phone), 1, (db) => {
    db.createObjectStore("log", { keyPath: "n" });
    db.createObjectStore("bytes");
    db.createObjectStore("meta");
  });
  const tx = old.transaction(["log", "bytes", "meta"], "readwrite");
  for (const line of log) tx.objectStore("log").put(line);
  for (const [i, row] of rows.entries()) tx.objectStore("bytes").put(kept[i], row.photo_id);
  await done(tx.objectStore("meta").put(own, "replica"));
  old.close();
}

/** Reading this record ends as a damaged one does in Chromium: by an event, some time later. */
function unreadable(store: string, key: IDBValidKey): () => void {
  const real = IDBObjectStore.prototype.get;
  IDBObjectStore.prototype.get = function get(this: IDBObjectStore, wanted: IDBValidKey) {
    if (this.name !== store || wanted !== key) return real.call(this, wanted);
    const error = new DOMException("Failed to read large IndexedDB value", "DataError");
    const request = { error, onsuccess: null, onerror: null as ((event: unknown) => void) | null };
    setTimeout(() => request.onerror?.({ preventDefault: () => undefined }), 1);
    return request as unknown as IDBRequest;
  };
  return () => {
    IDBObjectStore.prototype.get = real;
  };
}

function noKeysOf(store: string): () => void {
  const real = IDBObjectStore.prototype.getAllKeys;
  IDBObjectStore.prototype.getAllKeys = function getAllKeys(this: IDBObjectStore, ...args) {
    if (this.name === store) throw new DOMException("Internal error", "UnknownError");
    return real.apply(this, args);
  };
  return () => {
    IDBObjectStore.prototype.getAllKeys = real;
  };
}

/** Whoever writes anything now fails, and is counted as a fault of ours. */
function full(): () => void {
  const { put, add } = IDBObjectStore.prototype;
  const refuse = (): never => {
    throw new DOMException(newId(), "QuotaExceededError");
  };
  IDBObjectStore.prototype.put = refuse;
  IDBObjectStore.prototype.add = refuse;
  return () => {
    IDBObjectStore.prototype.put = put;
    IDBObjectStore.prototype.add = add;
  };
}
