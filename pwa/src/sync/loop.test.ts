/** State changes the queue did not expect: sessions, people, restores, a log of another age. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { becomeNew } from "../device/answers";
import { NotSaved, open, type Database } from "../device/database";
import { recount } from "../device/feed";
import { scopes } from "../device/scopes";
import { lines, say, standing } from "../device/log";
import { known as kept, serverKnows } from "../device/meta";
import { current, enter, people } from "../device/people";
import * as records from "../device/records";
import { incidents } from "./incidents";
import { Loop } from "./loop";
import type { Net } from "./net";
import { standingOf, waits } from "./standing";
import { problem, Server } from "./testing/server";
import { known, lost, personId, through, VirtualTime } from "./testing/world";

const CHECK_IN = {
  store_id: "A", planned_visit_id: null, unplanned_reason: "on_the_way", day: "2026-11-25",
  position: null, distance_m: null, fence_result: "no_position" as const, exception_reason: null, note: null,
}; // prettier-ignore

let server: Server;
let user: string;
let db: Database;
let time: VirtualTime;
let loops: Loop[];

beforeEach(async () => {
  server = new Server();
  user = personId();
  server.grant(user, "store:A");
  db = await open(user);
  time = new VirtualTime(() => 0.5);
  loops = [];
  await enter(known(user));
});

afterEach(async () => {
  await Promise.all(loops.map((loop) => loop.stop()));
});

async function start(who = known(user), net: Net = through(server)): Promise<Loop> {
  const loop = new Loop(who, await open(who.person_id), net, () => undefined, time);
  loops.push(loop);
  loop.meet(who, true);
  return loop;
}

async function settle(rounds = 12, ms = 2000): Promise<void> {
  for (let i = 0; i < rounds; i += 1) {
    for (let j = 0; j < 8; j += 1) {
      await Promise.all(loops.map((loop) => loop.running));
      await new Promise((resolve) => setImmediate(resolve));
    }
    time.pass(ms);
  }
}

describe("what is stored is compared with what was taken in", () => {
  async function spoil(): Promise<void> {
    await db.write(["rows"], async (tx) => {
      const [row] = await tx.objectStore("rows").getAll();
      if (!row) throw new Error("nothing to spoil");
      await tx.objectStore("rows").put({ ...row, body: { ...row.body, note: "a bit has turned" } });
    });
  }
  const bodies = (): Promise<string> =>
    db.read(["rows"], async (tx) => {
      const rows = await tx.objectStore("rows").getAll();
      return JSON.stringify(rows.map((row) => row.body));
    });

  test("when somebody asks, damage is found, counted and mended", async () => {
    const loop = await start();
    await visit("v1");
    await settle();
    const whole = await bodies();
    expect((await standingOf(db, loop.state)).checked).toBeNull();
    await spoil();
    await settle();
    expect(await bodies()).not.toBe(whole); // nothing moved, so nobody looked
    loop.check();
    await settle();
    expect(await bodies()).toBe(whole);
    expect((await standingOf(db, loop.state)).checked?.damaged).toBe(1);
    expect((await incidents(db)).digest).toBe(1);
    loop.check();
    await settle();
    expect((await standingOf(db, loop.state)).checked?.damaged).toBe(0);
  });

  test("once a week without being asked", async () => {
    const loop = await start();
    await visit("v1");
    await settle();
    const whole = await bodies();
    await spoil();
    time.pass(6 * 24 * 3_600_000);
    await settle();
    expect(await bodies()).not.toBe(whole);
    time.pass(24 * 3_600_000);
    await settle();
    expect(await bodies()).toBe(whole);
    expect((await standingOf(db, loop.state)).checked?.damaged).toBe(1);
  });
});

test("the key for a rescue file is learnt while all is well, and asked for once", async () => {
  let asked = 0;
  await start(known(user), (path, init) => {
    if (path === "/sync/v1/hello") asked += 1;
    return asked === 1 && path === "/sync/v1/hello" ? lost() : server.fetch(path, init);
  });
  await settle(60);
  expect((await kept(db, "server"))?.rescue_key).toBe("k".repeat(43));
  // What came with a later number is not said to it.
  expect(await serverKnows(db, 1)).toBe(true);
  expect(await serverKnows(db, 2)).toBe(false);
  expect(asked).toBe(2); // the first was lost on the way, and hurt nobody
  server.schema = 2;
  await visit("V-1");
  await settle(60);
  expect(await serverKnows(db, 2)).toBe(true);
});

const visit = (id: string) => say(db, "visit.check_in", id, CHECK_IN);

test("contact, delivery and the check of the data are dated by the company's clock, however this phone's is set", async () => {
  server.ahead_ms = -26 * 3_600_000;
  const loop = await start();
  await visit("v1");
  await settle();
  loop.check();
  await settle();
  const { lastContact, deliveredAt, checked } = await standingOf(db, loop.state);
  const company = Date.now() + server.ahead_ms;
  for (const at of [lastContact, deliveredAt, checked?.at]) {
    expect(Math.abs(Date.parse(at ?? "") - company)).toBeLessThan(120_000);
  }
});

test("since when something waits, and when it is tried again, are in the company's time, too", async () => {
  server.ahead_ms = 5 * 3_600_000;
  const loop = await start();
  await settle();
  server.fetch = lost;
  await visit("v1");
  await settle(2, 0);
  const { oldest, nextTryAt } = await standingOf(db, loop.state);
  expect(Math.abs(Date.parse(oldest ?? "") - Date.now() - server.ahead_ms)).toBeLessThan(60_000);
  const wait = Date.parse(nextTryAt ?? "") - time.now() - server.ahead_ms;
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThan(600_000);
});

test("a device reported lost is not told of a next try: nothing goes before it signs in", async () => {
  const loop = await start();
  await settle();
  server.revoked.add(`s:${user}`);
  for (const id of server.replicas.keys()) server.revoked.add(`p:${id}`);
  await visit("V-1");
  await settle();
  const { problem, maySend, nextTryAt } = await standingOf(db, loop.state);
  expect({ problem, maySend, nextTryAt }).toMatchObject({ maySend: false, nextTryAt: null });
  expect(problem).toMatch(/^auth/);
});

test("a full phone is called full, and nothing else", async () => {
  const loop = await start();
  await settle();
  await visit("V-1");
  const real = db.write.bind(loop.db);
  loop.db.write = () => Promise.reject(new NotSaved("full"));
  await settle();
  expect((await standingOf(db, loop.state)).problem).toBe("storage/full");
  loop.db.write = real;
  loop.happen({ t: "asked" });
  await settle();
  expect(await standingOf(db, loop.state)).toMatchObject({ problem: null, pending: 0 });
});

describe("a session that ends", () => {
  test("goes on pushing, keeps everything readable, and reads again after signing in", async () => {
    const loop = await start();
    await visit("V-1");
    await settle();
    server.revoked.add(`s:${user}`);
    await visit("V-2");
    await settle();
    expect(server.effects).toHaveLength(2);
    expect(loop.state).toMatchObject({ may: { read: false, push: true }, problem: "auth/expired" });
    expect(await records.byStore(db, "visit", "A")).toHaveLength(1);
    expect((await standing(db)).map((line) => line.id)).toEqual(["V-2"]);
    expect((await current())?.token).toBeNull();
    expect(await standingOf(db, loop.state)).toMatchObject({ mayRead: false, maySend: true });
    server.revoked.clear();
    const again = { ...known(user), push_token: (await current())?.push_token ?? null };
    await enter(again);
    loop.meet(again);
    await settle();
    expect(await standing(db)).toEqual([]);
    expect(loop.state.problem).toBeNull();
  });

  test("with every token refused, the log waits untouched for 45 days and is sent then", async () => {
    const loop = await start();
    await settle();
    server.revoked.add(`s:${user}`);
    for (const id of server.replicas.keys()) server.revoked.add(`p:${id}`);
    for (let i = 0; i < 5; i += 1) await visit(`V-${i}`);
    await settle(30, 60_000);
    time.pass(45 * 24 * 60 * 60 * 1000);
    await settle();
    // Nobody is promised that it goes on being sent.
    expect(await standingOf(db, loop.state)).toMatchObject({ mayRead: false, maySend: false });
    const kept = await lines(db);
    expect(kept.map((line) => line.id)).toEqual(["V-0", "V-1", "V-2", "V-3", "V-4"]);
    expect(kept.every((line) => line.state === "waiting" || line.state === "sent")).toBe(true);
    expect(server.effects).toEqual([]);
    server.revoked.clear();
    loop.meet({ ...known(user), token: `s:${user}`, signed_in_at: "later" });
    loop.happen({ t: "tokens", read: true, push: false, registered: false });
    await settle();
    expect(server.effects).toHaveLength(5);
  });
});

describe("another person at the device", () => {
  test("the first one's work is sent under her own token, and only hers", async () => {
    const first = await start();
    await settle();
    await visit("V-hers");
    const other = personId();
    server.grant(other, "store:A");
    await enter(known(other));
    // Parked: her session is not used any more, only the token that can push.
    const hers = (await people()).find((one) => one.person_id === user);
    first.meet({ ...(hers ?? known(user)), token: null });
    const second = await start(known(other));
    await say(second.db, "visit.check_in", "V-his", CHECK_IN);
    await settle();
    const by = [...server.ops.values()].map((op) => op.user_id).sort();
    expect(by).toEqual([user, other].sort());
    expect(await waits(first.db)).toBe(false);
    expect(first.state.may.read).toBe(false);
    expect((await lines(second.db)).map((line) => line.id)).toEqual(["V-his"]);
  });
});

describe("a server restored from its backup", () => {
  test("is found out, gets again what it lost, once, and is pulled anew", async () => {
    await start();
    await visit("V-before");
    await settle();
    const backup = JSON.stringify(server.snapshot());
    await visit("V-lost");
    server.put([{ scope: "store:A", entity: "visit", id: "office", body: { n: 1 } }]);
    await settle();
    expect((await lines(db)).map((line) => line.state)).toEqual(["archived", "archived"]);
    server.restoreTo(backup);
    await settle(20, 61_000);
    const [one, two] = await lines(db);
    expect(server.effects).toEqual([one?.op_id, two?.op_id]);
    expect((await records.byStore(db, "visit", "A")).map((row) => row.id).sort()).toEqual([
      "V-before",
      "V-lost",
    ]);
    expect(await incidents(db)).toMatchObject({ restored: 1, digest: 0, ops_digest: 0 });
  });

  test("even one from before this replica was known", async () => {
    const backup = JSON.stringify(server.snapshot());
    await start();
    for (const id of ["V-1", "bad-2", "V-3"]) await visit(id);
    await settle();
    server.restoreTo(backup);
    await settle(20, 61_000);
    expect(server.effects).toHaveLength(2);
    expect((await lines(db)).map((line) => line.state)).toEqual([
      "archived",
      "attention",
      "archived",
    ]);
  });

  test("one that forgets without saying so is an incident, and gets it again all the same", async () => {
    await start();
    await visit("V-1");
    await settle();
    const backup = JSON.stringify(server.snapshot());
    const { server_id } = server;
    await visit("V-2");
    await settle();
    server.restoreTo(backup);
    server.server_id = server_id;
    await settle(20, 61_000);
    expect(server.effects).toHaveLength(2);
    expect((await incidents(db)).backwards).toBeGreaterThan(0);
  });
});

describe("trouble with oneself", () => {
  test("a replica known to somebody else becomes a new one and loses nothing", async () => {
    const replica = (await db.read(["meta"], (tx) => tx.objectStore("meta").get("replica"))) as {
      replica_id: string;
    };
    server.replicas.set(replica.replica_id, { user_id: "somebody", heard: [], cursors: new Map() });
    await visit("V-1");
    await start();
    await settle();
    expect(server.effects).toHaveLength(1);
    expect(await standing(db)).toEqual([]);
  });

  test("rows that differ are counted, reported bucket by bucket, and pulled anew", async () => {
    server.put([{ scope: "store:A", entity: "store", id: "A", body: { name: "甲" } }]);
    await start();
    await settle();
    await db.write(["rows"], async (tx) => {
      const [row] = await tx.objectStore("rows").index("record").getAll(["store", "A"]);
      if (row) await tx.objectStore("rows").put({ ...row, body: { name: "damaged" } });
    });
    await recount(db, "store:A");
    server.put([{ scope: "store:A", entity: "visit", id: "x", body: {} }]);
    await settle(8, 61_000);
    expect(await records.one(db, "store", "A")).toMatchObject({ name: "甲" });
    expect((await incidents(db)).digest).toBe(1);
    const audits = server.requests.filter((one) => one.path === "/sync/v1/audit");
    expect(audits).toHaveLength(2);
  });

  test("a server that is always wrong is not pulled for ever", async () => {
    const lying: Net = async (path, init) => {
      const answer = await server.fetch(path, init);
      if (path !== "/sync/v1/pull") return answer;
      const text = (await answer.text()).replaceAll(/"digest":"[0-9a-f]{4}/g, '"digest":"0000');
      return new Response(text, { headers: answer.headers });
    };
    await start(known(user), lying);
    await settle(30, 1000);
    const pulls = server.requests.filter((one) => one.path === "/sync/v1/pull").length;
    expect(pulls).toBeLessThan(15);
    expect((await incidents(db)).digest).toBeGreaterThan(0);
  });

  test("a fork in the middle of everything", async () => {
    await start();
    for (let i = 0; i < 4; i += 1) await visit(`V-${i}`);
    await settle(1, 0);
    await becomeNew(db, true);
    await settle(10, 31_000);
    expect(server.effects).toHaveLength(4);
    expect(await waits(db)).toBe(false);
  });
});

describe("how things stand", () => {
  test("a phone whose clock is off by a day is known to be, once it has met the server", async () => {
    const loop = await start();
    expect((await standingOf(db, loop.state)).clockOffMs).toBeNull();
    server.ahead_ms = 24 * 60 * 60 * 1000;
    await visit("V-1");
    await settle();
    const off = (await standingOf(db, loop.state)).clockOffMs ?? 0;
    expect(Math.round(off / 3_600_000)).toBe(24);
  });

  test("delivered is the server's word about what is in the log, never a guess", async () => {
    const loop = await start(known(user), () => lost());
    await visit("V-1");
    await settle(2);
    expect(await standingOf(db, loop.state)).toMatchObject({
      pending: 1,
      deliveredAt: null,
      problem: "network",
      whole: false,
    });
    await loop.stop();
    loops = [];
    const good = await start();
    await settle();
    const status = await standingOf(db, good.state);
    expect(status).toMatchObject({
      pending: 0,
      attention: 0,
      problem: null,
      whole: true,
      busy: null,
    });
    expect(status.deliveredAt).not.toBeNull();
    const before = status.deliveredAt;
    await visit("bad-2");
    await settle();
    expect(await standingOf(db, good.state)).toMatchObject({ attention: 1, pending: 0 });
    expect((await standingOf(db, good.state)).deliveredAt).not.toBe(before === null ? "" : null);
  });

  test("an app too old to read still delivers", async () => {
    const old: Net = (path, init) =>
      path === "/sync/v1/pull"
        ? Promise.resolve(problem(426, "upgrade-required"))
        : server.fetch(path, init);
    const loop = await start(known(user), old);
    await visit("V-1");
    await settle();
    expect(server.effects).toHaveLength(1);
    expect(loop.state.problem).toBe("upgrade-required");
    expect(await scopes(db)).toHaveLength(1);
  });

  test("a server too old to be read still hears, and is asked again until it is updated", async () => {
    let updated = false;
    const old: Net = (path, init) =>
      path === "/sync/v1/pull" && !updated
        ? Promise.resolve(problem(426, "upgrade-required", { readable: [0] }))
        : server.fetch(path, init);
    const loop = await start(known(user), old);
    await settle();
    expect(loop.state.problem).toBe("server/older");
    await visit("V-1");
    await settle();
    expect(server.effects).toHaveLength(1);
    updated = true;
    loop.happen({ t: "asked" });
    await settle();
    expect(loop.state.problem).toBeNull();
    expect((await scopes(db)).length).toBeGreaterThan(1);
  });
});
