import { createHash, randomBytes } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../device/database";
import { newId } from "../device/ids";
import { say } from "../device/log";
import * as photos from "../device/photos";
import { firstPiece, sendPiece, type Piece } from "./files";
import { incidents } from "./incidents";
import { call, type Net } from "./net";
import { pullOnce } from "./pull";
import { Server } from "./testing/server";
import { lost, phone, through } from "./testing/world";

const SIZE = 900_000;
let server: Server;
let db: Database;
let user: string;
let push: string;
let read: string;
let piece: Piece;

beforeEach(async () => {
  server = new Server();
  ({ db, user, push, read } = await phone(server));
  server.grant(user, "store:A");
  piece = firstPiece();
});

async function take(size = SIZE): Promise<{ id: string; sha256: string }> {
  const bytes = randomBytes(size);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const id = newId();
  const args = {
    visit_id: "V", store_id: "A", delivery_note_id: null, task_id: null, type: "storefront" as const,
    sha256, mime: "image/jpeg" as const, width: 1, height: 1, taken_at: new Date().toISOString(),
    position: null, capture_mode: "live" as const, sequence: 1,
  }; // prettier-ignore
  const picture = {
    ...args,
    photo_id: id,
    bytes: new Uint8Array(bytes).buffer,
    thumb: new ArrayBuffer(4),
  };
  await say(db, "photo.attach", id, photos.attachArgs(picture), { photos: [picture] });
  return { id, sha256 };
}

async function sendAll(net: Net = through(server)): Promise<number> {
  let turns = 0;
  while ((await sendPiece(db, net, push, piece)).more)
    if ((turns += 1) > 60) throw new Error("never ends");
  return turns;
}

/** What the feed says of the photo. */
function feed(id: string, sha256: string, present: boolean): void {
  server.put([{ scope: "store:A", entity: "photo", id, body: { sha256, present, store_id: "A" } }]);
}

async function pull(): Promise<void> {
  while ((await pullOnce(db, through(server), read, { page: 1_000_000 })).more);
}

describe("a picture", () => {
  test("goes in pieces that grow on a quick line, and arrives whole", async () => {
    const { sha256 } = await take();
    await sendAll();
    expect(server.blobs.get(sha256)?.length).toBe(SIZE);
    expect(piece.bytes).toBeGreaterThan(256 * 1024);
  });

  test("its bytes stay until the feed says present under the same hash; the thumbnail stays", async () => {
    const { id, sha256 } = await take();
    await sendAll();
    expect(await photos.letGo(db)).toBe(0);
    feed(id, "0".repeat(64), true);
    await pull();
    expect(await photos.letGo(db)).toBe(0);
    feed(id, sha256, false);
    await pull();
    expect(await photos.letGo(db)).toBe(0);
    expect(await photos.bytesOf(db, id)).toBeDefined();
    feed(id, sha256, true);
    await pull();
    expect(await photos.letGo(db)).toBe(1);
    expect(await photos.bytesOf(db, id)).toBeUndefined();
    expect(await photos.photo(db, id)).toMatchObject({
      state: "present",
      thumb: expect.any(ArrayBuffer),
    });
  });

  test("a lost answer is found out by asking, and no byte goes twice", async () => {
    const { sha256 } = await take();
    let sent = 0;
    let requests = 0;
    const bad: Net = async (path, init) => {
      requests += 1;
      if (init.method === "PATCH") sent += (init.body as ArrayBuffer).byteLength;
      const answer = await server.fetch(path, init);
      return requests % 2 ? answer : lost();
    };
    for (let i = 0; i < 40; i += 1) {
      const more = await sendPiece(db, bad, push, piece).catch(() => ({ more: true }));
      if (!more.more) break;
    }
    expect(server.blobs.has(sha256)).toBe(true);
    expect(sent).toBe(SIZE);
  });

  test("cut at 90 %, at most one piece is sent again", async () => {
    const { sha256 } = await take();
    let sent = 0;
    let cut = false;
    const bad: Net = async (path, init) => {
      if (init.method === "PATCH") sent += (init.body as ArrayBuffer).byteLength;
      if (!cut && sent > SIZE * 0.9) {
        cut = true;
        return lost();
      }
      return server.fetch(path, init);
    };
    await sendPiece(db, bad, push, piece);
    await sendAll(bad).catch(() => undefined);
    await sendAll();
    expect(server.blobs.has(sha256)).toBe(true);
    expect(sent - SIZE).toBeLessThanOrEqual(1024 * 1024);
  });

  test("an upload the server has forgotten begins anew", async () => {
    const { sha256 } = await take();
    await sendPiece(db, through(server), push, piece);
    server.uploads.clear();
    await sendAll();
    expect(server.blobs.has(sha256)).toBe(true);
  });

  test("bytes the server has already are not sent at all", async () => {
    const { sha256 } = await take();
    server.blobs.set(sha256, new Uint8Array(SIZE));
    let patches = 0;
    await sendAll((path, init) => {
      if (init.method === "PATCH") patches += 1;
      return server.fetch(path, init);
    });
    expect(patches).toBe(0);
  });

  test("one whose bytes were damaged on the device is reported and keeps nobody", async () => {
    const broken = await take(1000);
    const good = await take(1000);
    await db.write(["bytes"], (tx) =>
      tx
        .objectStore("bytes")
        .put(new ArrayBuffer(1000), broken.id)
        .then(() => undefined),
    );
    await sendAll();
    expect((await photos.photo(db, broken.id))?.state).toBe("damaged");
    expect(server.blobs.has(good.sha256)).toBe(true);
    expect((await incidents(db)).damaged).toBe(1);
  });

  test("one that fails every time lets the others go first, and then waits", async () => {
    const bad = await take(1000);
    const good = await take(1000);
    const net: Net = async (path, init) => {
      const meta = new Headers(init.headers).get("upload-metadata") ?? "";
      if (meta.includes(btoa(bad.sha256))) {
        return new Response("{}", {
          status: 409,
          headers: { "content-type": "application/problem+json" },
        });
      }
      return server.fetch(path, init);
    };
    for (let i = 0; i < 10; i += 1) await sendPiece(db, net, push, piece).catch(() => undefined);
    expect(server.blobs.has(good.sha256)).toBe(true);
    await expect(sendPiece(db, net, push, piece)).rejects.toThrow();
    expect((await photos.photo(db, bad.id))?.state).toBe("waiting");
  });
});

test("a HEAD refused without a body says what every 401 says", async () => {
  const headers = { "content-type": "application/problem+json" };
  const net: Net = async () => new Response(null, { status: 401, headers });
  await expect(call(net, "/sync/v1/files/U", { method: "HEAD" })).rejects.toMatchObject({
    failure: { kind: "problem", status: 401, code: "auth/required" },
  });
});
