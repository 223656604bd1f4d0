/**
 * Who is signed in on this browser. A small database of its own, read by page and worker: the
 * person, the session's token, and the push-only token that outlives it. Losing a session never
 * touches anybody's log; it only stops reading from the server.
 */

import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { open } from "./device/database";
import { unsentCount } from "./device/log";
import type { ProblemCode, Role } from "./protocol";
import { Refused } from "./refused";

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
  replica_id: string | null;
  signed_in_at: string;
}

interface SessionShapes extends DBSchema {
  people: { key: string; value: Known };
  now: { key: string; value: unknown };
}

/** Work of this person is on this device only. Export it first, or wait until it is sent. */
export class UnsentWork extends Error {
  readonly lines: number;

  constructor(lines: number) {
    super(`${lines} unsent`);
    this.name = "UnsentWork";
    this.lines = lines;
  }
}

/** The server could not be asked: no network, a portal's page, or trouble over there. */
export class NoAnswer extends Error {
  constructor(cause?: unknown) {
    super("no answer", { cause });
    this.name = "NoAnswer";
  }
}

const CHANNEL = "xundian-session";
let handle: Promise<IDBPDatabase<SessionShapes>> | null = null;

function database(): Promise<IDBPDatabase<SessionShapes>> {
  handle ??= openDB<SessionShapes>("xundian-session", 1, {
    upgrade(db) {
      db.createObjectStore("people", { keyPath: "person_id" });
      db.createObjectStore("now");
    },
    blocking(_from, _to, event) {
      (event.target as IDBDatabase).close();
      handle = null;
    },
    terminated() {
      handle = null;
    },
  });
  return handle;
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

/** Sign in. Another person's unsent work stays and is still sent with its own push token. */
export async function signIn(login: string, password: string): Promise<Me> {
  const before = (await people()).find((known) => known.me.login === login);
  const answer = await post<{
    token: string;
    expires_at: string;
    push_token?: string | null;
    person: Me;
  }>("/auth/v1/login", null, {
    login,
    password,
    app: APP,
    device_name: deviceName(),
    ...(before?.replica_id ? { replica_id: before.replica_id } : {}),
  });
  const known: Known = {
    person_id: answer.person.id,
    me: answer.person,
    token: answer.token,
    expires_at: answer.expires_at,
    push_token: answer.push_token ?? before?.push_token ?? null,
    replica_id: answer.push_token ? (before?.replica_id ?? null) : null,
    signed_in_at: new Date().toISOString(),
  };
  const db = await database();
  const tx = db.transaction(["people", "now"], "readwrite", { durability: "strict" });
  await tx.objectStore("people").put(known);
  await tx.objectStore("now").put(known.person_id, "current");
  await tx.done;
  tell();
  return answer.person;
}

/** Leave the device to somebody else. Nothing is lost: what waits is still sent. */
export async function park(): Promise<void> {
  await (await database()).put("now", null, "current");
  tell();
}

/** Sign out. Refused (UnsentWork) while work waits, unless it was exported. */
export async function signOut(exported = false): Promise<void> {
  const known = await current();
  if (!known) return;
  const device = await open(known.person_id);
  const { lines } = await unsentCount(device).finally(() => device.close());
  if (lines > 0 && !exported) throw new UnsentWork(lines);
  if (known.token) await post("/auth/v1/logout", known.token, {}).catch(() => undefined);
  const db = await database();
  const tx = db.transaction(["people", "now"], "readwrite", { durability: "strict" });
  await tx.objectStore("people").put({ ...known, token: null, expires_at: null });
  await tx.objectStore("now").put(null, "current");
  await tx.done;
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
  tell();
}

/** Ask the server as the person signed in. Throws Refused, or NoAnswer when it cannot be reached. */
export async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const known = await current();
  return request<T>(path, known?.token ?? null, init, known?.person_id);
}

/** POST JSON as the person signed in. */
export async function tellServer<T>(path: string, body: unknown): Promise<T> {
  return ask<T>(path, json(body));
}

/** Hear when somebody signs in or out, in any tab. Returns how to stop. */
export function onSession(listener: () => void): () => void {
  const channel = openChannel();
  if (!channel) return () => undefined;
  channel.onmessage = listener;
  return () => channel.close();
}

export const APP = import.meta.env?.VITE_APP_VERSION ?? "0.1.0";

function tell(): void {
  const channel = openChannel();
  channel?.postMessage(null);
  channel?.close();
}

function openChannel(): BroadcastChannel | null {
  return typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(CHANNEL);
}

function deviceName(): string {
  return typeof navigator === "undefined" ? "" : navigator.userAgent.slice(0, 80);
}

function json(body: unknown): RequestInit {
  return {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
}

async function post<T>(path: string, bearer: string | null, body: unknown): Promise<T> {
  return request<T>(path, bearer, json(body));
}

async function request<T>(
  path: string,
  bearer: string | null,
  init: RequestInit,
  personId?: string,
): Promise<T> {
  const headers = new Headers(init.headers);
  if (bearer) headers.set("Authorization", `Bearer ${bearer}`);
  let answer: Response;
  try {
    answer = await fetch(path, {
      ...init,
      headers,
      signal: init.signal ?? AbortSignal.timeout(30_000),
    });
  } catch (error) {
    throw new NoAnswer(error);
  }
  const kind = answer.headers.get("content-type") ?? "";
  if (answer.ok && kind.includes("json")) return (await answer.json()) as T;
  if (answer.ok && answer.status === 204) return undefined as T;
  if (!kind.includes("problem+json")) throw new NoAnswer(`${answer.status} ${kind}`);
  const problem = (await answer.json()) as { code?: ProblemCode; retry_after_ms?: number };
  if (answer.status === 401 && personId) await learn(personId, { token: null }, { token: bearer });
  const wait = problem.retry_after_ms;
  throw new Refused(problem.code ?? "internal", wait ? { retry_after_ms: wait } : {});
}
