import { beforeEach, describe, expect, test } from "vitest";
import { becomeNew, forgetOld, nextBatch, rewind, takeAnswer } from "../device/answers";
import { newId } from "../device/ids";
import { known } from "../device/meta";
import { open, type Database } from "../device/database";
import { takePages, type FeedLine, type Mark } from "../device/feed";
import { lines, say, standing } from "../device/log";
import type { Replica } from "../device/shapes";
import { incidents } from "./incidents";
import { Fault, type Net } from "./net";
import { pullOnce } from "./pull";
import { pushOnce } from "./push";
import { body, problem, Server } from "./testing/server";
import { lost, phone, through } from "./testing/world";

const CHECK_IN = {
  store_id: "A", planned_visit_id: null, unplanned_reason: "on_the_way", day: "2026-11-25",
  position: null, distance_m: null, fence_result: "no_position" as const, exception_reason: null, note: null,
}; // prettier-ignore
const ANSWER = {
  protocol: 1,
  server_id: "S",
  server_time: new Date().toISOString(),
  ops_digest: "0".repeat(32),
};
const OPTIONS = { limit: 200, app: "test" };
let server: Server;
let db: Database;
let user: string;
let token: string;

beforeEach(async () => {
  server = new Server();
  ({ db, user, push: token } = await phone(server));
  // Its grants are known: nothing but what is held is ours.
  const none = "0".repeat(32);
  await takeMark(db, [], {
    scope: `user:${user}`,
    epoch: 1,
    pos: 1,
    more: false,
    n: 0,
    digest: none,
  });
});

const takeMark = (at: Database, lines: FeedLine[], mark: Mark) =>
  takePages(at, [{ lines, mark, reset: false }], new Date().toISOString());
const visit = (id: string) => say(db, "visit.check_in", id, CHECK_IN);
const push = (net: Net = through(server), limit = 200) =>
  pushOnce(db, net, token, { ...OPTIONS, limit });

describe("pushing", () => {
  test("a refused line is kept whole for a person, and keeps nobody behind it", async () => {
    await visit("V-1");
    await visit("bad-2");
    await visit("V-3");
    expect(await push()).toMatchObject({ news: true, more: false });
    const log = await lines(db);
    expect(log.map((line) => line.state)).toEqual(["archived", "attention", "archived"]);
    expect(log[1]).toMatchObject({ args: CHECK_IN, result: { code: "visit/closed" } });
    expect(server.effects).toHaveLength(2);
  });

  test("a try is what the company answered, or what took too long; no connection is none", async () => {
    await visit("V-1");
    const tries = async (net: Net) => {
      await expect(push(net)).rejects.toBeInstanceOf(Fault);
      return (await lines(db))[0]?.tries;
    };
    expect(await tries(() => lost())).toBe(0);
    expect(await tries(async () => problem(503, "busy"))).toBe(1);
    expect(await tries(async () => Promise.reject(new DOMException("", "TimeoutError")))).toBe(2);
    expect(await tries(() => lost())).toBe(2);
  });

  test("an answer lost again and again changes nothing but the number of requests", async () => {
    await visit("V-1");
    for (let i = 0; i < 5; i += 1) {
      const losing: Net = async (path, init) => (await server.fetch(path, init), lost());
      await expect(push(losing)).rejects.toMatchObject({ failure: { kind: "network" } });
      expect((await lines(db))[0]).toMatchObject({ state: "sent", tries: 0 });
    }
    await push();
    expect(server.effects).toHaveLength(1);
    expect((await known(db, "replica"))?.server_next).toBe(2);
  });

  test("the answer leaves the visit on the screen until the feed shows it", async () => {
    await takeMark(db, [], { scope: "store:A", epoch: 1, pos: 0, more: true });
    const line = await visit("V-1");
    await push();
    expect(await standing(db)).toMatchObject([{ op_id: line.op_id, state: "received" }]);
    await takeMark(db, [], { scope: "store:A", epoch: 1, pos: 1, more: true });
    expect(await standing(db)).toHaveLength(1);
    await takeMark(db, [], { scope: "store:A", epoch: 1, pos: 1, more: false });
    expect(await standing(db)).toEqual([]);
    expect((await lines(db))[0]).toMatchObject({
      state: "archived",
      result: { status: "applied" },
    });
  });

  test("what is said before the grants are known stays on the screen until they are", async () => {
    const fresh = await phone(server);
    await say(fresh.db, "visit.check_in", "V-early", CHECK_IN);
    await pushOnce(fresh.db, through(server), fresh.push, OPTIONS);
    expect(await standing(fresh.db)).toMatchObject([{ id: "V-early", state: "received" }]);
    server.grant(fresh.user, "store:A");
    const pull = () => pullOnce(fresh.db, through(server), fresh.read, { page: 1_000_000 });
    await pull(); // her own scope: now she knows that the store is hers, and has nothing of it yet
    expect(await standing(fresh.db)).toHaveLength(1);
    while ((await pull()).more);
    expect(await standing(fresh.db)).toEqual([]);
  });

  test("an answer to another operation under the same number is none to this one", async () => {
    await visit("V-1");
    await nextBatch(db, 200, 1e6);
    const other = { local_seq: 1, op_id: newId(), status: "applied" as const };
    const heard = await takeAnswer(
      db,
      { ...ANSWER, results: [other], next_seq: 2 },
      new Date().toISOString(),
    );
    expect(heard).toMatchObject({ forked: true, answered: 0 });
    expect((await lines(db))[0]).toMatchObject({ state: "sent", result: null });
  });

  test("a batch holds what fits, and at least the first", async () => {
    for (const id of ["V-1", "V-2", "V-3"]) await visit(id);
    const one = JSON.stringify((await nextBatch(db, 1, 1e6)).ops[0]).length;
    const ids = async (bytes: number) => (await nextBatch(db, 200, bytes)).ops.map(({ id }) => id);
    expect(await ids(2 * one)).toEqual(["V-1", "V-2"]);
    expect(await ids(2 * one - 1)).toEqual(["V-1"]);
    expect(await ids(1)).toEqual(["V-1"]);
    expect((await nextBatch(db, 200, 2 * one)).more).toBe(true);
    expect((await nextBatch(db, 200, 3 * one)).more).toBe(false);
  });

  test("batches keep the order and end", async () => {
    for (let i = 0; i < 7; i += 1) await visit(`V-${i}`);
    let times = 1;
    while ((await push(through(server), 3)).more) times += 1;
    expect(times).toBe(3);
    expect(server.effects).toEqual((await lines(db)).map((line) => line.op_id));
  });

  test("both sides add up the same over everything heard, also after going back", async () => {
    for (let i = 0; i < 3; i += 1) await visit(`V-${i}`);
    await push();
    const digest = (await known(db, "replica"))?.digest;
    await rewind(db, 2);
    expect((await known(db, "replica"))?.digest).not.toBe(digest);
    await push();
    expect((await known(db, "replica"))?.digest).toBe(digest);
    expect((await incidents(db)).ops_digest).toBe(0);
    expect(server.effects).toHaveLength(3);
  });

  test("a yes the server has forgotten waits again, and is not confirmed to it", async () => {
    for (const id of ["V-1", "bad-2", "V-3"]) await visit(id);
    await push();
    expect((await known(db, "replica"))?.acked_through).toBe(3);
    await rewind(db, 2);
    expect((await lines(db)).map((line) => line.state)).toEqual([
      "archived",
      "attention",
      "waiting",
    ]);
    expect((await known(db, "replica"))?.acked_through).toBe(1);
    await push();
    expect((await lines(db)).map((line) => line.state)).toEqual([
      "archived",
      "attention",
      "archived",
    ]);
  });

  test("a server that heard something else than was said is an incident", async () => {
    await visit("V-1");
    const lying: Net = async (path, init) => {
      const answer = (await (await server.fetch(path, init)).json()) as object;
      return Response.json({ ...answer, ops_digest: "f".repeat(32) });
    };
    await push(lying);
    expect((await incidents(db)).ops_digest).toBe(1);
    expect((await lines(db))[0]?.state).toBe("archived");
  });

  test("a second database under the same replica is found out; unsent lines go on under a new one", async () => {
    await visit("V-1");
    await push();
    await visit("V-2");
    const replica = [...server.replicas.values()][0];
    replica?.heard.push({ op_id: "somebody else's", hash: 1n, result: {} });
    await expect(push()).rejects.toMatchObject({ failure: { code: "replica/forked" } });
    const fresh = await becomeNew(db, false);
    server.replicas.set(fresh, { user_id: user, heard: [], cursors: new Map() });
    token = `p:${fresh}`;
    await push();
    expect(server.effects).toHaveLength(2);
    expect((await lines(db)).map((line) => line.local_seq)).toEqual([1, 1]);
  });

  test("a log that has lost what the server expects says everything it has again, once", async () => {
    for (const id of ["V-1", "V-2", "bad-3"]) await visit(id);
    await push();
    await db.write(["log"], (tx) => tx.objectStore("log").delete(1));
    await rewind(db, 1);
    await expect(push()).rejects.toMatchObject({ failure: { code: "hole" } });
    const fresh = await becomeNew(db, true);
    server.replicas.set(fresh, { user_id: user, heard: [], cursors: new Map() });
    token = `p:${fresh}`;
    await push();
    expect(server.effects).toHaveLength(2);
    expect((await lines(db)).map((line) => line.state)).toEqual(["received", "attention"]);
  });

  test("nothing is sent when there is nothing to send, but one can ask", async () => {
    expect(await push(() => lost())).toEqual({ idle: true, more: false, news: false });
    await pushOnce(db, through(server), token, { ...OPTIONS, probe: true });
    expect((await known(db, "server"))?.server_id).toBe(server.server_id);
  });

  test("a whole request that is refused leaves every line as it was", async () => {
    await visit("V-1");
    const content = async () =>
      (await lines(db)).map(({ op_id, local_seq, args }) => [op_id, local_seq, args]);
    const before = await content();
    for (const [status, code] of [
      [400, "bad-request"],
      [401, "auth/expired"],
      [500, "internal"],
    ] as const) {
      await expect(push(() => Promise.resolve(problem(status, code)))).rejects.toThrow(code);
    }
    expect(await content()).toEqual(before);
    await push();
    expect(server.effects).toHaveLength(1);
  });
});

test("what was answered stays 30 days, and what was refused until somebody has seen it", async () => {
  await visit("V-1");
  await visit("bad-2");
  await push();
  const later = (days: number) => Date.now() + days * 24 * 60 * 60 * 1000;
  expect(await forgetOld(db, later(29))).toBe(0);
  expect(await forgetOld(db, later(31))).toBe(1);
  expect((await lines(db)).map((line) => line.id)).toEqual(["bad-2"]);
  await visit("V-3");
  await push();
  expect((await lines(db)).at(-1)).toMatchObject({ local_seq: 3, state: "archived" });
});

test("what a restored server has yet to hear is never too old to keep", async () => {
  await visit("V-1");
  await push();
  await db.write(["meta"], async (tx) => {
    const own = (await tx.objectStore("meta").get("replica")) as Replica;
    await tx.objectStore("meta").put({ ...own, server_next: 1 }, "replica");
  });
  expect(await forgetOld(db, Date.now() + 99 * 24 * 60 * 60 * 1000)).toBe(0);
});

test("a push holds 512 KiB as they go over the line, and one operation however long", async () => {
  const note = "店".repeat(500); // three bytes each
  for (let i = 0; i < 400; i += 1) {
    await say(db, "visit.check_in", `V-${i}`, { ...CHECK_IN, note });
  }
  let sent = 0;
  const net: Net = async (path, init) => {
    const said = await body(init);
    sent = new TextEncoder().encode(JSON.stringify(said.ops)).length;
    return server.fetch(path, init);
  };
  expect(await push(net, 400)).toMatchObject({ more: true });
  expect(sent).toBeGreaterThan(400 * 1024);
  expect(sent).toBeLessThanOrEqual(512 * 1024);
});

test("no receipt is kept of an answer whose sum is not ours", async () => {
  await visit("V-1");
  await push();
  const kept = await known(db, "receipt");
  await visit("V-2");
  const other: Net = async (path, init) => {
    const answer = (await (await server.fetch(path, init)).json()) as Record<string, unknown>;
    return Response.json({ ...answer, ops_digest: "f".repeat(32) });
  };
  expect(await push(other)).toMatchObject({ agrees: false });
  expect(await known(db, "receipt")).toEqual(kept);
});

test("a database opened with nobody to talk to is there at once", async () => {
  const again = await open(user);
  expect(await standing(again)).toEqual([]);
});
