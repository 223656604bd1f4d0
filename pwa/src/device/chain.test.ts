/** Pictures hang in the chain of their visit, as the server will judge. */

import "./indexeddb.setup";
import { beforeEach, expect, test } from "vitest";
import { linked, photoLink } from "./chain";
import { open, type Database } from "./database";
import { say, lines } from "./log";
import { note } from "./meta";
import type { PhotoBytes } from "./photos";
import { sha256Hex } from "./sha256";

let db: Database;
let n = 0;
beforeEach(async () => {
  n += 1;
  db = await open(`chain-${n}`);
});

async function picture(id: string, visit_id: string | null = "V"): Promise<PhotoBytes> {
  const bytes = new TextEncoder().encode(`picture ${id}`).buffer;
  return {
    photo_id: id, visit_id, store_id: "S", delivery_note_id: null, task_id: null,
    type: "main_shelf_before", sha256: await sha256Hex(bytes), bytes, thumb: new ArrayBuffer(0),
    mime: "image/jpeg", width: 4, height: 3, taken_at: "2026-11-25T02:00:00Z", position: null,
    capture_mode: "live", sequence: 0,
  }; // prettier-ignore
}

async function attached(): Promise<Map<string, PhotoBytes["chain"]>> {
  const said = await lines(db, { kinds: ["photo.attach"] });
  return new Map(said.map((line) => [line.id, (line.args as PhotoBytes).chain]));
}

test("each hangs on the one before, also two that are said at once, and other visits apart", async () => {
  const [a, b, c, other] = await Promise.all([
    picture("a"),
    picture("b"),
    picture("c"),
    picture("o", "W"),
  ]);
  if (!a || !b || !c || !other) throw new Error("no pictures");
  await say(db, "photo.attach", "a", { ...a, bytes: 9 } as never, { photos: [a] });
  await say(
    db,
    "visit.skip",
    "V",
    { step: "order", reason: "owner_absent" },
    { photos: [b, c, other] },
  );
  const links = await attached();
  const first = await photoLink("V", a.sha256);
  const second = await photoLink(first, b.sha256);
  expect(links.get("a")).toEqual({ n: 1, hash: first });
  expect(links.get("b")).toEqual({ n: 2, hash: second });
  expect(links.get("c")).toEqual({ n: 3, hash: await photoLink(second, c.sha256) });
  expect(links.get("o")).toEqual({ n: 1, hash: await photoLink("W", other.sha256) });
});

test("a picture of no visit hangs nowhere", async () => {
  const [one] = await linked(db, [await picture("x", null)]);
  expect(one?.chain).toBeUndefined();
});

test("an older server is told neither link nor look", async () => {
  await note(db, "server", () => ({ server_id: "s", schema: 5 }));
  const [one] = await linked(db, [{ ...(await picture("x")), look: "dark", kept_reason: "light" }]);
  expect(Object.keys(one ?? {})).not.toContain("chain");
  expect(Object.keys(one ?? {})).not.toContain("look");
});
