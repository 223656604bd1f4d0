import { beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../device/database";
import { scopes } from "../device/scopes";
import * as records from "../device/records";
import { pullOnce } from "./pull";
import type { Net } from "./net";
import { Server, stream } from "./testing/server";
import { cutAfter, phone, through } from "./testing/world";

const PAGE = { page: 1_000_000 };
let server: Server;
let db: Database;
let user: string;
let read: string;

beforeEach(async () => {
  server = new Server();
  ({ db, user, read } = await phone(server));
});

async function pullAll(net: Net = through(server)): Promise<number> {
  for (let i = 1; i < 50; i += 1) if (!(await pullOnce(db, net, read, PAGE)).more) return i;
  throw new Error("it never ends");
}

const store = (id: string) => ({
  scope: `store:${id}`,
  entity: "store",
  id,
  body: { code: id, name: `店 ${id}` },
});

describe("pulling", () => {
  test("first one's own scope, then everything granted; then a quiet pull is nearly free", async () => {
    server.grant(user, "store:A");
    server.grant(user, "org:HQ");
    server.put([store("A")]);
    expect(await pullAll()).toBe(2);
    expect(await records.one(db, "store", "A")).toMatchObject({ name: "店 A", version: 1 });
    let sent = "";
    const listening: Net = (path, init) => {
      sent = String(init.body);
      return server.fetch(path, init);
    };
    await pullOnce(db, listening, read, PAGE); // tells where it is now
    await pullOnce(db, listening, read, PAGE);
    expect(JSON.parse(sent)).toMatchObject({ moved: [] });
    expect(sent.length).toBeLessThan(300);
  });

  test("a stream cut after any byte goes on from its last mark, and never needs more rows than are new", async () => {
    for (let i = 0; i < 10; i += 1)
      server.put([{ scope: `user:${user}`, entity: "task", id: `T${i}`, body: { n: i } }]);
    let pos = 0;
    for (let bytes = 40; bytes < 1400; bytes += 37) {
      const cutting: Net = async (path, init) => cutAfter(await server.fetch(path, init), bytes);
      await pullOnce(db, cutting, read, PAGE).catch(() => undefined);
      const own = (await scopes(db)).find((scope) => scope.scope.startsWith("user:"));
      const held = await records.all(db, "task");
      expect(held).toHaveLength(own?.pos ?? 0); // rows and cursor of the same mark, always
      expect(own?.pos ?? 0).toBeGreaterThanOrEqual(pos);
      pos = own?.pos ?? 0;
    }
    await pullAll();
    expect(await records.all(db, "task")).toHaveLength(10);
  });

  test("a stream that ends without saying so is cut, however politely", async () => {
    const polite: Net = async (path, init) => cutAfter(await server.fetch(path, init), 300, true);
    await expect(pullOnce(db, polite, read, PAGE)).rejects.toMatchObject({
      failure: { kind: "network" },
    });
  });

  test("thousands of stores come in requests of at most 1,000 scopes", async () => {
    for (let i = 0; i < 2300; i += 1) {
      server.grant(user, `store:${i}`);
      server.put([store(String(i))]);
    }
    server.markEvery = 500;
    await pullAll();
    expect(await records.count(db, "store")).toBe(2300);
    const table = await scopes(db);
    expect(table).toHaveLength(2301);
    expect(table.every((scope) => scope.whole)).toBe(true);
  }, 60_000);

  test("a server that remembers other cursors gets them all again", async () => {
    server.grant(user, "store:A");
    await pullAll();
    await pullAll();
    for (const replica of server.replicas.values()) replica.cursors.delete("store:A");
    server.put([store("A")]);
    await pullAll();
    expect(await records.one(db, "store", "A")).toBeDefined();
  });

  test("what is not ours any more goes, rows and cursor", async () => {
    server.grant(user, "store:A");
    server.put([store("A")]);
    await pullAll();
    server.grant(user, "store:A", "2026-01-01T00:00:00.000Z");
    await pullAll();
    expect(await records.all(db, "store")).toEqual([]);
    expect((await scopes(db)).map((scope) => scope.scope)).toEqual([`user:${user}`]);
  });

  test("a phone whose clock makes it believe in a grant that is over does not ask for ever", async () => {
    const soon = new Date(Date.now() + 60_000).toISOString();
    server.grant(user, "store:A", soon);
    server.granted = () => [`user:${user}`];
    await pullAll();
    expect(server.requests.length).toBeLessThan(6);
  });

  test("frames and fields of a newer server do no harm", async () => {
    const newer: Net = () =>
      Promise.resolve(
        stream([
          { t: "hello", server_id: "S", server_time: "2026-11-25T00:00:00.000Z", news: 1 },
          { t: "sparkle", what: "ever" },
          { t: "put", e: "hologram", id: "H", v: 1, p: 1, b: { depth: 3 } },
          { t: "mark", scope: `user:${user}`, epoch: 1, pos: 1, more: true },
          { t: "end", frames: 4, more: false },
        ]),
      );
    await pullOnce(db, newer, read, PAGE);
    expect(await records.all(db, "hologram" as never)).toEqual([{ id: "H", version: 1, depth: 3 }]);
  });

  test("a portal's page is no answer, and a session that ended is told apart", async () => {
    const portal: Net = () =>
      Promise.resolve(new Response("<html>", { headers: { "content-type": "text/html" } }));
    await expect(pullOnce(db, portal, read, PAGE)).rejects.toMatchObject({
      failure: { kind: "network" },
    });
    server.revoked.add(read);
    await expect(pullOnce(db, through(server), read, PAGE)).rejects.toMatchObject({
      failure: { code: "auth/expired", status: 401 },
    });
  });
});
