/**
 * Signing in and out, and asking the server as the person signed in. A sign-in that fails, a session
 * that ends, another person at the device: none of it ever touches what is in a log.
 */

import { forgetThumbs } from "./device/thumbs";
import { open } from "./device/database";
import { newId } from "./device/ids";
import { unsentCount } from "./device/log";
import { known as noted } from "./device/meta";
import { current, enter, learn, people, stepOut, type Me } from "./device/people";
import type { ProblemCode } from "./protocol";
import { Refused } from "./refused";

export { current, me, onSession, people, token, type Known, type Me } from "./device/people";

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

interface SignedIn {
  token: string;
  expires_at: string;
  push_token: string | null;
  person: Me;
}

/**
 * Sign in. Another person's unsent work stays and is still sent with its own push token. A phone
 * that knows her says which one it is, so that who guesses at her password elsewhere cannot keep
 * her out of her own.
 */
export async function signIn(login: string, password: string): Promise<Me> {
  const before = (await people()).find((known) => known.me.login === login);
  const replica_id = before ? await replicaOf(before.person_id) : null;
  const asked = { login, password, app: __APP__, device_name: deviceName(), ...phone() };
  const { answer, bound } = await post<SignedIn>("/auth/v1/login", null, {
    ...asked,
    ...(replica_id ? { replica_id } : {}),
  }).then(
    (found) => ({ answer: found, bound: replica_id }),
    async (error: unknown) => {
      // The password was right, but not this replica: reported lost, or somebody else's by now.
      if (!(replica_id && error instanceof Refused && error.code.startsWith("replica/")))
        throw error;
      return { answer: await post<SignedIn>("/auth/v1/login", null, asked), bound: null };
    },
  );
  await enter({
    person_id: answer.person.id,
    me: answer.person,
    token: answer.token,
    expires_at: answer.expires_at,
    push_token: answer.push_token ?? before?.push_token ?? null,
    replica_id: answer.push_token ? bound : null,
    signed_in_at: new Date().toISOString(),
  });
  return answer.person;
}

/** Which replica of hers lies on this device; null when that cannot be read. */
async function replicaOf(personId: string): Promise<string | null> {
  try {
    const device = await open(personId);
    const own = await noted(device, "replica").finally(() => device.close());
    return own?.replica_id ?? null;
  } catch {
    return null; // a database that does not open must not keep her from signing in
  }
}

/** Leave the device to somebody else. Nothing is lost: what waits is still sent. */
export const park = stepOut;

/** Sign out. Refused (UnsentWork) while work waits, unless it was exported. */
export async function signOut(exported = false): Promise<void> {
  const known = await current();
  if (!known) return;
  const device = await open(known.person_id);
  const { lines } = await unsentCount(device).finally(() => device.close());
  if (lines > 0 && !exported) throw new UnsentWork(lines);
  if (known.token) await post("/auth/v1/logout", known.token, {}).catch(() => undefined);
  await learn(known.person_id, { token: null }, known);
  await forgetThumbs(known.person_id);
  await stepOut();
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

/** This phone's own name for itself, whoever works on it (G15). */
function phone(): { device_id?: string } {
  try {
    const device_id = localStorage.getItem("xundian.phone") ?? newId();
    localStorage.setItem("xundian.phone", device_id);
    return { device_id };
  } catch {
    return {}; // a browser that keeps nothing has no name
  }
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
