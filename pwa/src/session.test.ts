import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { open } from "./device/database";
import { newId } from "./device/ids";
import { lines, say } from "./device/log";
import { known } from "./device/meta";
import { learn, lease } from "./device/people";
import { Refused } from "./refused";
import { ask, current, me, NoAnswer, park, people, signIn, signOut, UnsentWork } from "./session";

const CHECK_IN = {
  store_id: "A", planned_visit_id: null, unplanned_reason: "on_the_way", day: "2026-11-25",
  position: null, distance_m: null, fence_result: "no_position" as const, exception_reason: null, note: null,
}; // prettier-ignore

let rep: string;
let requests: Array<{ path: string; bearer: string | null }>;
let logins: Array<{ login?: string; replica_id?: string }>;
let answer: (path: string, body: { login?: string; replica_id?: string }) => Response;

beforeEach(() => {
  rep = newId();
  requests = [];
  logins = [];
  answer = (path, body) =>
    path === "/auth/v1/login"
      ? Response.json({
          token: `xs_${body.login}`,
          expires_at: "2027-01-01T00:00:00.000Z",
          push_token: body.replica_id ? `xp_${body.replica_id}` : null,
          person: { id: body.login, login: body.login, name: "陈", role: "field_rep" },
        })
      : new Response(null, { status: 204 });
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    requests.push({ path, bearer: new Headers(init.headers).get("authorization") });
    const body = JSON.parse(String(init.body ?? "{}")) as { login?: string; replica_id?: string };
    if (path === "/auth/v1/login") logins.push(body);
    return Promise.resolve(answer(path, body));
  });
});
afterEach(async () => {
  await park();
  vi.unstubAllGlobals();
});

const refusing = (status: number, code: string) => () =>
  new Response(JSON.stringify({ code }), {
    status,
    headers: { "content-type": "application/problem+json" },
  });

describe("signing in and out", () => {
  test("who is at the device is known after a reload, with no network", async () => {
    await signIn(rep, "secret");
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
    expect((await me())?.id).toBe(rep);
  });

  test("a wrong password is refused in the protocol's words; no network is something else", async () => {
    answer = refusing(401, "auth/wrong");
    await expect(signIn(rep, "x")).rejects.toMatchObject({ code: "auth/wrong" });
    await expect(signIn(rep, "x")).rejects.toThrow(Refused);
    answer = () => new Response("<html>", { headers: { "content-type": "text/html" } });
    await expect(signIn(rep, "x")).rejects.toThrow(NoAnswer);
    expect(await me()).toBeNull();
  });

  test("a phone that knows her says which it is, and is bound at once", async () => {
    await signIn(rep, "secret");
    expect(logins).toEqual([expect.not.objectContaining({ replica_id: expect.anything() })]);
    expect(await current()).toMatchObject({ push_token: null, replica_id: null });
    const own = await known(await open(rep), "replica");
    await park();
    await signIn(rep, "secret");
    expect(logins[1]).toMatchObject({ login: rep, replica_id: own?.replica_id });
    expect(await current()).toMatchObject({
      push_token: `xp_${own?.replica_id}`,
      replica_id: own?.replica_id,
    });
    const other = newId();
    await signIn(other, "secret");
    expect(logins[2]).not.toHaveProperty("replica_id");
  });

  test.each(["replica/forked", "replica/foreign"])(
    "%s does not keep her out: she signs in without it, and is bound afterwards",
    async (code) => {
      await signIn(rep, "secret");
      await learn(rep, { push_token: "xp_kept" });
      await open(rep);
      const kindly = answer;
      answer = (path, body) => (body.replica_id ? refusing(409, code)() : kindly(path, body));
      await signIn(rep, "secret");
      expect(logins.slice(1).map((one) => "replica_id" in one)).toEqual([true, false]);
      expect(await current()).toMatchObject({ push_token: "xp_kept", replica_id: null });
    },
  );

  test("a wrong password is asked once, whatever the phone is", async () => {
    await signIn(rep, "secret");
    answer = refusing(401, "auth/wrong");
    await expect(signIn(rep, "x")).rejects.toMatchObject({ code: "auth/wrong" });
    answer = refusing(429, "auth/throttled");
    await expect(signIn(rep, "x")).rejects.toMatchObject({ code: "auth/throttled" });
    expect(logins).toHaveLength(3);
  });

  test("signing out is refused while work waits, unless it was exported; the work stays", async () => {
    await signIn(rep, "secret");
    const db = await open(rep);
    await say(db, "visit.check_in", newId(), CHECK_IN);
    await expect(signOut()).rejects.toThrow(UnsentWork);
    expect((await me())?.id).toBe(rep);
    await signOut(true);
    expect(await me()).toBeNull();
    expect(await lines(db)).toHaveLength(1);
    expect(requests.at(-1)).toEqual({ path: "/auth/v1/logout", bearer: `Bearer xs_${rep}` });
  });

  test("signing out works without a network when nothing waits", async () => {
    await signIn(rep, "secret");
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
    await signOut();
    expect(await me()).toBeNull();
  });

  test("another person parks the first: her tokens and her database stay", async () => {
    await signIn(rep, "secret");
    const db = await open(rep);
    await say(db, "visit.check_in", newId(), CHECK_IN);
    const other = newId();
    await signIn(other, "secret");
    expect((await me())?.id).toBe(other);
    expect((await people()).map((known) => known.person_id)).toContain(rep);
    expect(await lines(db)).toHaveLength(1);
    expect(await lines(await open(other))).toEqual([]);
  });

  test("a session that has ended is noticed; who it was and what she holds stay", async () => {
    await signIn(rep, "secret");
    answer = refusing(401, "auth/expired");
    await expect(ask("/office/v1/board")).rejects.toMatchObject({ code: "auth/expired" });
    expect(await current()).toMatchObject({ person_id: rep, token: null });
    expect((await me())?.id).toBe(rep);
  });
});

test("without Web Locks a lease lets one tab lead, and ends by itself", async () => {
  const now = Date.now();
  expect(await lease("one", now, 10_000, false)).toBe(true);
  expect(await lease("two", now + 1000, 10_000, false)).toBe(false);
  expect(await lease("one", now + 3000, 10_000, false)).toBe(true);
  expect(await lease("two", now + 12_000, 10_000, false)).toBe(false);
  expect(await lease("two", now + 14_000, 10_000, false)).toBe(true);
  expect(await lease("one", now + 15_000, 10_000, false)).toBe(false);
  expect(await lease("one", now + 15_000, 10_000, true)).toBe(true);
});
