/** "All delivered" is said only when it is so; and what a device tells of itself is what is so. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createHash } from "node:crypto";
import { open, type Database } from "../device/database";
import { newId } from "../device/ids";
import { say } from "../device/log";
import { enter } from "../device/people";
import { onChange } from "../device/changes";
import * as photos from "../device/photos";
import type { DeviceReport } from "../protocol";
import { dayOf } from "../device/time";
import { Loop } from "./loop";
import type { Net } from "./net";
import { ordersOf } from "./report";
import { standingOf } from "./standing";
import { problem, Server } from "./testing/server";
import { known, personId, through, VirtualTime } from "./testing/world";

const CHECK_IN = {
  store_id: "A", planned_visit_id: null, unplanned_reason: "on_the_way", day: "2026-11-25",
  position: null, distance_m: null, fence_result: "no_position" as const, exception_reason: null, note: null,
}; // prettier-ignore

const anOrder = (no: string, day: string) => ({
  no, store_id: "A", visit_id: null, day, price_list_id: "L", price_list_version: 1, lines: [],
  total_fen: 0, wanted_on: null, note: null, signature_photo_id: null, signer_name: null, unsigned_reason: null,
}); // prettier-ignore

let server: Server;
let db: Database;
let time: VirtualTime;
let loop: Loop;

beforeEach(async () => {
  server = new Server();
  const user = personId();
  server.grant(user, "store:A");
  db = await open(user);
  time = new VirtualTime(() => 0.5);
  await enter(known(user));
});

afterEach(() => loop.stop());

async function start(net: Net = through(server)): Promise<void> {
  loop = new Loop(known(db.user_id), await open(db.user_id), net, () => undefined, time);
  loop.meet(known(db.user_id), true);
  await settle();
}

async function settle(rounds = 12, ms = 2000): Promise<void> {
  for (let i = 0; i < rounds; i += 1) {
    for (let j = 0; j < 8; j += 1) {
      await loop.running;
      await new Promise((resolve) => setImmediate(resolve));
    }
    time.pass(ms);
  }
}

async function sayPhoto(): Promise<{ id: string; sha256: string }> {
  const bytes = crypto.getRandomValues(new Uint8Array(5_000)).buffer;
  const sha256 = createHash("sha256").update(new Uint8Array(bytes)).digest("hex");
  const picture = {
    photo_id: newId(), visit_id: null, store_id: "A", delivery_note_id: null, task_id: null, type: "storefront" as const,
    sha256, mime: "image/jpeg" as const, width: 1, height: 1, taken_at: new Date().toISOString(),
    position: null, capture_mode: "live" as const, sequence: 1, bytes, thumb: new ArrayBuffer(4),
  }; // prettier-ignore
  await say(db, "photo.attach", picture.photo_id, photos.attachArgs(picture), {
    photos: [picture],
  });
  return { id: picture.photo_id, sha256 };
}

test("a picture that has not gone up is not delivered, although every record is", async () => {
  let blocked = true;
  await start((path, init) =>
    blocked && path.startsWith("/sync/v1/files")
      ? Promise.reject(new TypeError("network"))
      : server.fetch(path, init),
  );
  const before = (await standingOf(db, loop.state)).deliveredAt ?? "";
  expect(before).not.toBe("");
  const { id, sha256 } = await sayPhoto();
  await settle();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await settle(12, 31_000);
  expect(await standingOf(db, loop.state)).toMatchObject({ pending: 0, photosPending: 1 });
  expect((await standingOf(db, loop.state)).deliveredAt).toBeNull();

  blocked = false;
  await settle(12, 31_000);
  server.put([
    { scope: "store:A", entity: "photo", id, body: { sha256, present: true, store_id: "A" } },
  ]);
  await settle(12, 61_000);
  const after = await standingOf(db, loop.state);
  expect(after.photosPending).toBe(0);
  expect((after.deliveredAt ?? "") > before).toBe(true);
});

test("a sum that differs from the company's is never called delivered", async () => {
  let wrong = true;
  await start(async (path, init) => {
    const answer = await server.fetch(path, init);
    if (!wrong || path !== "/sync/v1/push" || answer.status !== 200) return answer;
    const said = (await answer.json()) as object;
    return Response.json({ ...said, ops_digest: "0".repeat(32) });
  });
  const before = (await standingOf(db, loop.state)).deliveredAt;
  await say(db, "visit.check_in", "V-1", CHECK_IN);
  await settle();
  expect(await standingOf(db, loop.state)).toMatchObject({
    pending: 0,
    agrees: false,
    deliveredAt: null,
  });

  wrong = false;
  await say(db, "visit.check_in", "V-2", CHECK_IN);
  await settle();
  const now = await standingOf(db, loop.state);
  expect(now.agrees).toBe(true);
  expect(now.deliveredAt).not.toBe(before);
});

test("with the sign-in over, a picture that has gone up is delivered: at that time, not an old one", async () => {
  await start();
  const before = await standingOf(db, loop.state);
  expect(before.deliveredAt).toBe(before.lastContact);
  server.revoked.add(`s:${db.user_id}`);
  await settle(2, 61_000);
  expect(loop.state.may).toEqual({ read: false, push: true });

  await say(db, "visit.check_in", "V-1", CHECK_IN);
  const { sha256 } = await sayPhoto();
  let waiting = 1;
  const forget = onChange(({ entities }) => {
    if (entities === "all" || entities.has("photo"))
      void photos.unsent(db).then((rows) => (waiting = rows.length)); // as the outbox does
  });
  await settle();
  await vi.waitFor(() => expect(waiting).toBe(0));
  forget();
  expect(server.blobs.has(sha256)).toBe(true);
  const after = await standingOf(db, loop.state);
  expect(after).toMatchObject({ pending: 0, photosPending: 0, mayRead: false });
  expect((after.deliveredAt ?? "") > (before.deliveredAt ?? "")).toBe(true);
  expect(after.deliveredAt).toBe(after.lastContact);
});

test("what was delivered is not said again of what was captured since", async () => {
  let away = false;
  await start((path, init) =>
    away ? Promise.reject(new TypeError("network")) : server.fetch(path, init),
  );
  expect((await standingOf(db, loop.state)).deliveredAt).not.toBeNull();
  away = true;
  await sayPhoto();
  await settle();
  expect((await standingOf(db, loop.state)).deliveredAt).toBeNull();
});

test("a device tells of itself when there is something new to tell, else once an hour", async () => {
  const told: DeviceReport[] = [];
  await start(async (path, init) => {
    if (path.startsWith("/sync/v1/files")) throw new TypeError("network");
    if (path === "/sync/v1/pull") {
      const { report } = (await plain(init)) as { report?: DeviceReport };
      if (report) told.push(report);
    }
    return server.fetch(path, init);
  });
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ unsent: 0, photos: 0, attention: 0, oldest_unsent_at: null });
  await settle(3, 61_000);
  expect(told).toHaveLength(1);

  await sayPhoto();
  await say(db, "visit.check_in", "bad-1", CHECK_IN);
  await settle(12, 31_000);
  expect(told.at(-1)).toMatchObject({ unsent: 0, photos: 1, photo_bytes: 5_000, attention: 1 });
  expect(told.at(-1)?.oldest_unsent_at).not.toBeNull();
  const before = told.length;
  await settle(2, 61_000);
  expect(told).toHaveLength(before);
  await settle(2, 3_600_000);
  expect(told.length).toBeGreaterThan(before);
});

test("a device tells which orders it took, and how far they got; what is as told is not told again", async () => {
  const told: DeviceReport[] = [];
  const day = dayOf(new Date());
  await say(db, "order.submit", "O-1", anOrder("AAAAAA-01", day));
  await say(db, "order.submit", "O-0", anOrder("AAAAAA-00", "2020-01-01"));
  expect(await ordersOf(db)).toEqual([{ day, sent: [], waiting: ["AAAAAA-01"], aside: [] }]);
  await start(async (path, init) => {
    if (path === "/sync/v1/pull") {
      const { report } = (await plain(init)) as { report?: DeviceReport };
      if (report) told.push(report);
    }
    return server.fetch(path, init);
  });
  await settle(6, 31_000);
  const last = told.findLast((report) => report.orders);
  expect(last?.orders).toEqual([{ day, sent: ["AAAAAA-01"], waiting: [], aside: [] }]);
  await say(db, "visit.check_in", "bad-1", CHECK_IN);
  await settle(6, 31_000);
  expect(told.at(-1)).toMatchObject({ attention: 1 });
  expect(told.at(-1)?.orders).toBeUndefined();
});

test("a server from before there were reports is pulled from all the same, and not told again", async () => {
  let refused = 0;
  let pulled = 0;
  await start(async (path, init) => {
    if (path === "/sync/v1/pull") {
      pulled += 1;
      if ("report" in ((await plain(init)) as object)) {
        refused += 1;
        return problem(400, "bad-request");
      }
    }
    return server.fetch(path, init);
  });
  await settle(3, 61_000);
  expect(refused).toBe(1);
  expect(pulled).toBeGreaterThan(2);
  expect(loop.state.problem).toBeNull();
});

async function plain(init: RequestInit | undefined): Promise<unknown> {
  const packed = new Headers(init?.headers).get("content-encoding") === "gzip";
  const body = new Response(init?.body as BodyInit).body;
  return new Response(packed ? body?.pipeThrough(new DecompressionStream("gzip")) : body).json();
}
