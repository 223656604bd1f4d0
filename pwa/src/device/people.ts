/**
 * Who this browser knows: a small database of its own, read by page and worker. The person signed
 * in, the session's token, and the push-only token that outlives it. Losing a session never touches
 * anybody's log; it only stops reading from the server.
 */

import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Role } from "../protocol";
import { spare, stow } from "./spare";

/** The person as the server names them. */
export interface Me {
  id: string;
  login: string;
  name: string;
  role: Role;
  org_unit_id: string | null;
  org_unit_name: string | null;
  partner_id: string | null;
  partner_name: string | null;
  branch_id: string | null;
}

/** A person this browser knows: signed in, or parked with work that is still to be sent. */
export interface Known {
  person_id: string;
  me: Me;
  /** null: the session ended; what is on the device stays readable. */
  token: string | null;
  expires_at: string | null;
  push_token: string | null;
  /** The replica this session speaks for; null: still to be said. */
  replica_id: string | null;
  signed_in_at: string;
}

interface SessionShapes extends DBSchema {
  people: { key: string; value: Known };
  now: { key: string; value: unknown };
}

const CHANNEL = "xundian-session";
/** The second place's owner and key for all of this (spare.ts). */
const SPARE = ["session", "now"] as const;
let handle: Promise<IDBPDatabase<SessionShapes>> | null = null;

function database(): Promise<IDBPDatabase<SessionShapes>> {
  handle ??= openDB<SessionShapes>("xundian-session", 1, {
    upgrade(db, _from, _to, tx) {
      db.createObjectStore("people", { keyPath: "person_id" });
      db.createObjectStore("now");
      void tx.objectStore("now").put(true, "anew");
    },
    blocking(_from, _to, event) {
      (event.target as IDBDatabase).close();
      handle = null;
    },
    terminated() {
      handle = null;
    },
  }).then(recovered);
  // What could not be opened now may be later.
  handle.catch(() => (handle = null));
  return handle;
}

/** Made anew, it has back who was here. */
async function recovered(db: IDBPDatabase<SessionShapes>): Promise<typeof db> {
  await putBack(db).catch(() => undefined); // it is looked for again at the next opening
  return db;
}

async function putBack(db: IDBPDatabase<SessionShapes>): Promise<void> {
  if (!(await db.get("now", "anew"))) return;
  const before = (await spare(...SPARE)) as Everybody | undefined;
  const tx = db.transaction(["people", "now"], "readwrite", { durability: "strict" });
  // Another tab may have been faster, and somebody have signed in since.
  if (await tx.objectStore("now").get("anew")) {
    for (const known of before?.people ?? []) {
      if (!(await tx.objectStore("people").get(known.person_id)))
        await tx.objectStore("people").put(known);
    }
    if ((await tx.objectStore("now").get("current")) === undefined)
      await tx.objectStore("now").put(before?.current ?? null, "current");
    await tx.objectStore("now").delete("anew");
  }
  await tx.done;
}

interface Everybody {
  people: Known[];
  current: string | null;
}

/** Into the second place: who is here, and who has work waiting. */
export async function copyPeople(): Promise<void> {
  await copied(await database());
}

async function copied(db: IDBPDatabase<SessionShapes>): Promise<void> {
  await recovered(db);
  if (await db.get("now", "anew")) return; // what lies there is still to be put back
  const tx = db.transaction(["people", "now"]);
  const [people, current] = await Promise.all([
    tx.objectStore("people").getAll(),
    tx.objectStore("now").get("current"),
  ]);
  await stow(...SPARE, { people, current: (current as string | undefined) ?? null });
}

/** The person at the device now, or null: show the sign-in page. */
export async function current(): Promise<Known | null> {
  const db = await database();
  const id = (await db.get("now", "current")) as string | null | undefined;
  return (id && (await db.get("people", id))) || null;
}

export async function me(): Promise<Me | null> {
  return (await current())?.me ?? null;
}

/** The session's token; null when it has ended. */
export async function token(): Promise<string | null> {
  return (await current())?.token ?? null;
}

/** Everybody whose database may be on this browser. */
export async function people(): Promise<Known[]> {
  return (await database()).getAll("people");
}

/** Sign this person in: from now on she is the one at the device. */
export async function enter(known: Known): Promise<void> {
  const db = await database();
  const tx = db.transaction(["people", "now"], "readwrite", { durability: "strict" });
  await tx.objectStore("people").put(known);
  await tx.objectStore("now").put(known.person_id, "current");
  await tx.done;
  await copied(db);
  tell();
}

/** Nobody is at the device now. What waits is still sent. */
export async function stepOut(): Promise<void> {
  const db = await database();
  await db.put("now", null, "current");
  await copied(db);
  tell();
}

/** Store what is learnt about a person's tokens, unless she has signed in anew meanwhile. */
export async function learn(
  personId: string,
  fields: Partial<Pick<Known, "token" | "push_token" | "replica_id">>,
  held?: { token: string | null },
): Promise<void> {
  const db = await database();
  const tx = db.transaction("people", "readwrite", { durability: "strict" });
  const known = await tx.store.get(personId);
  if (known && (!held || known.token === held.token)) await tx.store.put({ ...known, ...fields });
  await tx.done;
  await copied(db);
  tell();
}

/**
 * For browsers without Web Locks: hold or take the right to lead until `now + ms`. Returns whether
 * it is ours. `take`: even from another, who does not answer.
 */
export async function lease(id: string, now: number, ms: number, take: boolean): Promise<boolean> {
  const db = await database();
  const tx = db.transaction("now", "readwrite", { durability: "relaxed" });
  const held = (await tx.store.get("leader")) as { id: string; until: number } | undefined;
  const free = !held || held.id === id || held.until < now || held.until > now + 10 * ms;
  if (free || take) await tx.store.put({ id, until: now + ms }, "leader");
  await tx.done;
  return free || take;
}

/** Hear when somebody signs in or out, in any tab. Returns how to stop. */
export function onSession(listener: () => void): () => void {
  const channel = openChannel();
  if (!channel) return () => undefined;
  channel.onmessage = listener;
  return () => channel.close();
}

function tell(): void {
  const channel = openChannel();
  channel?.postMessage(null);
  channel?.close();
}

function openChannel(): BroadcastChannel | null {
  return typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(CHANNEL);
}
