/**
 * What remains on this phone, person by person. The shapes of device/shapes.ts are hoped for and never
 * relied on: this is read when something is broken, and nobody knows what.
 */

import { canonical } from "../device/canonical";
import { sha256Hex } from "../device/sha256";
import { spare, stowed } from "../device/spare";
import { textHash } from "./frames";
import { everything, keysOf, openAsItIs, valueAt, whyOf, type Unreadable } from "./raw";

const SESSION = "xundian-session";
const OURS = "xundian-";
const SPARE = "spare-";
const MOST_NAMED = 10_000;
/** In the order in which an operation stands on the wire (device/log.ts, operation). */
const SAID = [
  "op_id", "local_seq", "kind", "schema", "entity", "id", "made_at", "clock", "base", "deps", "args",
] as const; // prettier-ignore

export interface KeptLine {
  n: number;
  replica_id: string;
  local_seq: number;
  op_id: string;
  kind: string;
  /** waiting, sent, received, attention, archived; or whatever stands there. */
  state: string;
  made_at: string;
  store_id: string;
  /** The operation as it would be sent, and what its text hashes to. */
  text: string;
  hash: string;
}

export interface KeptPhoto {
  photo_id: string;
  sha256: string;
  mime: string;
  bytes: number;
  type: string;
  store_id: string;
  taken_at: string;
  /** What the server has said of it; "" when its row cannot be read. */
  state: string;
  thumb: ArrayBuffer | null;
}

/** One person's database, as far as it can be read. */
export interface Remains {
  user_id: string;
  name: string;
  lines: KeptLine[];
  /** Whole ones. Those that are not stand under `unreadable`, and in `damaged` to be shown. */
  photos: KeptPhoto[];
  damaged: KeptPhoto[];
  unreadable: Unreadable[];
  last_contact_at: string;
  rescue_key: string;
  push_token: string;
  /** The numbers of this replica that the server has not answered, as the database counts them. */
  numbers: { replica_id: string; from: number; next: number };
  /** Names of stores, where the feed's rows still tell them. */
  stores: Map<string, string>;
  /** A photo's bytes, read again; nothing holds all of them. */
  bytesOf(photoId: string): Promise<ArrayBuffer>;
}

type Fields = Record<string, unknown>;

/** Everybody's, in the order of their ids. */
export async function remains(patience?: number): Promise<Remains[]> {
  const people = await registry(patience);
  const names = new Set([...people.keys()].map((id) => OURS + id));
  const listed = [...(await listedNames()), ...(await spareOwners()).map((id) => OURS + id)];
  for (const name of listed) if (name.startsWith(OURS) && name !== SESSION) names.add(name);
  const found: Remains[] = [];
  for (const name of [...names].sort()) {
    const user_id = name.slice(OURS.length);
    const one = empty(user_id, people.get(user_id) ?? {});
    let absent = false;
    try {
      const db = await openAsItIs(name, patience);
      if (db) await readInto(one, db);
      else absent = true;
    } catch (error) {
      one.unreadable.push({ store: "*", key: "*", why: whyOf(error) });
    }
    await readSpare(one);
    nameMissing(one);
    if (!absent || one.lines.length || one.photos.length) found.push(one);
  }
  return found;
}

/** How many lines wait, were refused, and were heard. */
export function counts(one: Remains): { unsent: number; refused: number; heard: number } {
  const of = (...states: string[]): number =>
    one.lines.filter((line) => states.includes(line.state)).length;
  const heard = of("received", "archived");
  const refused = of("attention");
  return { unsent: one.lines.length - heard - refused, refused, heard };
}

async function listedNames(): Promise<string[]> {
  try {
    return (await indexedDB.databases()).map(({ name }) => name ?? "");
  } catch {
    return []; // an older browser: those the registry knows must do
  }
}

/** Who this browser knows (device/people.ts). Without it nothing is lost but names and the proof. */
async function registry(patience?: number): Promise<Map<string, Fields>> {
  const known = new Map<string, Fields>();
  try {
    const db = await openAsItIs(SESSION, patience);
    for (const { key, value } of db ? await everything(db, "people", []) : []) {
      known.set(String(key), fieldsOf(value));
    }
    db?.close();
    if (known.size === 0) await registryInSpare(known);
  } catch {
    // damaged or blocked: the databases are found by their names
  }
  return known;
}

function empty(user_id: string, known: Fields): Remains {
  return {
    user_id,
    name: text(fieldsOf(known["me"])["name"]),
    lines: [],
    photos: [],
    damaged: [],
    unreadable: [],
    last_contact_at: "",
    rescue_key: "",
    push_token: text(known["push_token"]),
    numbers: { replica_id: "", from: 0, next: 0 },
    stores: new Map(),
    bytesOf: () => Promise.reject(new Error("closed")),
  };
}

async function readInto(one: Remains, db: IDBDatabase): Promise<void> {
  one.bytesOf = async (photoId) => bufferOf(await valueAt(db, "bytes", photoId));
  for (const { key, value } of await everything(db, "log", one.unreadable)) {
    const line = lineOf(key, value);
    if (line) one.lines.push(line);
    else one.unreadable.push({ store: "log", key: String(key), why: "no operation" });
  }
  one.lines.sort((a, b) => a.n - b.n);
  await readMeta(one, db);
  await readPhotos(one, db);
  await readStores(one, db);
}

/** null: what stands there says nothing that could be sent. */
function lineOf(key: IDBValidKey, value: unknown): KeptLine | null {
  const line = fieldsOf(value);
  const said: Fields = {};
  for (const name of SAID) if (line[name] !== undefined) said[name] = line[name];
  if (!("op_id" in said) && !("args" in said)) return null;
  let written: string;
  try {
    written = canonical(said);
  } catch {
    return null; // something JSON has no word for
  }
  const args = fieldsOf(line["args"]);
  const seq = line["local_seq"];
  return {
    n: Number(key) || 0,
    replica_id: text(line["replica_id"]),
    local_seq: Number.isSafeInteger(seq) ? (seq as number) : 0,
    op_id: text(line["op_id"]),
    kind: text(line["kind"]),
    state: text(line["state"]),
    made_at: text(line["made_at"]),
    store_id: text(args["store_id"]),
    text: written,
    hash: textHash(written),
  };
}

async function readMeta(one: Remains, db: IDBDatabase): Promise<void> {
  const kept = new Map(
    (await everything(db, "meta", one.unreadable)).map(({ key, value }) => [String(key), value]),
  );
  one.last_contact_at = text(fieldsOf(kept.get("contact"))["last_contact_at"]);
  one.rescue_key = text(fieldsOf(kept.get("server"))["rescue_key"]);
  const own = fieldsOf(kept.get("replica"));
  const [from, next] = [own["server_next"], own["next_local_seq"]].map(Number);
  if (Number.isSafeInteger(from) && Number.isSafeInteger(next))
    one.numbers = { replica_id: text(own["replica_id"]), from: from ?? 0, next: next ?? 0 };
}

async function readPhotos(one: Remains, db: IDBDatabase): Promise<void> {
  const rows = new Map<string, Fields>();
  for (const { key, value } of await everything(db, "photos", one.unreadable)) {
    rows.set(String(key), fieldsOf(value));
  }
  const said = new Map<string, Fields>();
  for (const line of one.lines) {
    if (line.kind !== "photo.attach") continue;
    const op = JSON.parse(line.text) as Fields;
    said.set(text(op["id"]), fieldsOf(op["args"]));
  }
  const held = new Set<string>();
  // Keys first, bytes one by one: a phone may hold more pictures than memory.
  const keys = await everyKey(db, one.unreadable);
  for (const photoId of keys) {
    held.add(photoId);
    const photo = photoOf(photoId, rows.get(photoId), said.get(photoId));
    const known = photo.sha256;
    try {
      const bytes = bufferOf(await valueAt(db, "bytes", photoId));
      photo.sha256 = await sha256Hex(bytes);
      photo.bytes = bytes.byteLength;
      if (known === "" || known === photo.sha256) one.photos.push(photo);
      else markDamaged(one, photo, "damaged");
    } catch (error) {
      markDamaged(one, photo, whyOf(error));
    }
  }
  // A photo the server has shown as present may be without bytes; any other may not.
  for (const photoId of new Set([...rows.keys(), ...said.keys()])) {
    const row = rows.get(photoId);
    if (held.has(photoId) || row?.["state"] === "present") continue;
    markDamaged(one, photoOf(photoId, row, said.get(photoId)), "missing");
  }
}

async function everyKey(db: IDBDatabase, unreadable: Unreadable[]): Promise<string[]> {
  try {
    return (await keysOf(db, "bytes")).map(String);
  } catch (error) {
    unreadable.push({ store: "bytes", key: "*", why: whyOf(error) });
    return [];
  }
}

function markDamaged(one: Remains, photo: KeptPhoto, why: string): void {
  one.damaged.push(photo);
  one.unreadable.push({ store: "bytes", key: photo.photo_id, why });
}

/** By its row, or, where that is gone, by what the log says of it. */
function photoOf(photoId: string, row: Fields | undefined, said: Fields | undefined): KeptPhoto {
  const from = { ...said, ...row };
  const thumb = from["thumb"];
  return {
    photo_id: photoId,
    sha256: text(from["sha256"]),
    mime: text(from["mime"]) || "image/jpeg",
    bytes: 0,
    type: text(from["type"]),
    store_id: text(from["store_id"]),
    taken_at: text(from["taken_at"]),
    state: text(from["state"]),
    thumb: thumb instanceof ArrayBuffer && thumb.byteLength > 0 ? thumb : null,
  };
}

/** The second place (device/copies.ts): whose databases may be gone. */
async function spareOwners(): Promise<string[]> {
  try {
    const names = await caches.keys();
    return names.filter((name) => name.startsWith(SPARE)).map((name) => name.slice(SPARE.length));
  } catch {
    return []; // no such place
  }
}

/** What cannot be read there hides nothing else. */
async function spareOr(owner: string, name: string): Promise<unknown> {
  return spare(owner, name).catch(() => undefined);
}

async function registryInSpare(known: Map<string, Fields>): Promise<void> {
  const people = fieldsOf(await spareOr("session", "now"))["people"];
  for (const one of Array.isArray(people) ? people : []) {
    known.set(text(fieldsOf(one)["person_id"]), fieldsOf(one));
  }
}

/** Adds what the database has lost, or cannot show any more. */
async function readSpare(one: Remains): Promise<void> {
  const names = await stowed(one.user_id).catch((): string[] => []);
  const whole = new Set(one.lines.filter(saysSomething).map((line) => line.op_id));
  for (const name of names.filter((each) => /^(log|attention)\//.test(each))) {
    const value = await spareOr(one.user_id, name);
    const line = lineOf(Number(fieldsOf(value)["n"]), value);
    if (!line || whole.has(line.op_id)) continue;
    // What stands in the log under this id, or this number, is a stump of it.
    one.lines = one.lines.filter((other) => other.op_id !== line.op_id);
    one.unreadable = one.unreadable.filter(
      ({ store, key }) => store !== "log" || key !== String(line.n),
    );
    one.lines.push(line);
  }
  one.lines.sort((a, b) => a.n - b.n);
  const shown = new Set(one.photos.map((photo) => photo.photo_id));
  for (const name of names.filter((each) => each.startsWith("photos/"))) {
    const id = name.slice("photos/".length);
    if (!shown.has(id)) await readSparePhoto(one, id, name);
  }
}

function saysSomething(line: KeptLine): boolean {
  return line.kind !== "" && "args" in (JSON.parse(line.text) as Fields);
}

/** Numbers have no holes: one that stands nowhere was said, and is lost. */
function nameMissing(one: Remains): void {
  const { replica_id, from, next } = one.numbers;
  const there = new Set(
    one.lines.filter((line) => line.replica_id === replica_id).map((line) => line.local_seq),
  );
  if (next - from > MOST_NAMED) return; // no number of ours
  for (let seq = from; seq < next; seq += 1) {
    if (!there.has(seq)) one.unreadable.push({ store: "log", key: `#${seq}`, why: "missing" });
  }
}

async function readSparePhoto(one: Remains, id: string, name: string): Promise<void> {
  const kept = fieldsOf(await spareOr(one.user_id, name));
  const photo = photoOf(id, fieldsOf(kept["row"]), undefined);
  const bytes = kept["bytes"];
  if (!(bytes instanceof ArrayBuffer) || (await sha256Hex(bytes)) !== photo.sha256) return;
  photo.bytes = bytes.byteLength;
  one.photos.push(photo);
  one.damaged = one.damaged.filter((other) => other.photo_id !== id);
  one.unreadable = one.unreadable.filter(({ store, key }) => store !== "bytes" || key !== id);
  const { bytesOf } = one;
  one.bytesOf = async (photoId) =>
    photoId === id ? bufferOf(fieldsOf(await spare(one.user_id, name))["bytes"]) : bytesOf(photoId);
}

async function readStores(one: Remains, db: IDBDatabase): Promise<void> {
  if (!db.objectStoreNames.contains("rows")) return;
  for (const id of new Set([...one.lines, ...one.photos].map(({ store_id }) => store_id))) {
    if (id === "") continue;
    const row = await valueAt(db, "rows", [`store:${id}`, "store", id]).catch(() => undefined);
    const name = text(fieldsOf(fieldsOf(row)["body"])["name"]);
    if (name) one.stores.set(id, name);
  }
}

function bufferOf(value: unknown): ArrayBuffer {
  if (value instanceof ArrayBuffer) return value;
  throw new TypeError("no bytes");
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

/** Text that can be written: half an emoji becomes U+FFFD. */
function text(value: unknown): string {
  return typeof value === "string" ? new TextDecoder().decode(new TextEncoder().encode(value)) : "";
}
