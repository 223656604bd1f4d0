/** Pictures of a visit, on the phone that took them and on another. */

import { beforeEach, expect, test } from "vitest";
import { open, type Database } from "./database";
import { takePages } from "./feed";
import { newId } from "./ids";
import { change, keep, letGo, ofStore, ofVisit } from "./photos";

let db: Database;
const photo = (photo_id: string, sequence: number, change: object = {}) => ({
  photo_id,
  visit_id: "V1",
  store_id: "S1",
  type: "storefront" as const,
  sha256: `hash ${photo_id}`,
  taken_at: `2026-11-25T02:00:0${sequence}.000Z`,
  sequence,
  ...change,
});

async function recorded(...photos: Array<ReturnType<typeof photo>>): Promise<void> {
  const lines = photos.map(({ photo_id, ...b }) => ({
    t: "put" as const,
    e: "photo",
    id: photo_id,
    v: 1,
    b: { present: true, ...b },
  }));
  const mark = { scope: "store:S1", epoch: 1, pos: 9, more: true };
  await takePages(db, [{ lines, mark, reset: false }], "2026-11-25T02:00:00.000Z");
}

async function taken(one: ReturnType<typeof photo>): Promise<void> {
  const bytes = new ArrayBuffer(3);
  await db.write(["photos", "bytes"], (tx) =>
    keep(tx, { ...one, bytes, thumb: bytes } as unknown as Parameters<typeof keep>[1]),
  );
}

beforeEach(async () => {
  db = await open(newId());
});

test("a phone that took none of them knows each from its record, and where it is", async () => {
  await recorded(
    photo("P2", 2, { type: "main_shelf_before", present: false }),
    photo("P1", 1),
    photo("P9", 1, { visit_id: "V9" }),
  );
  const shown = await ofVisit(db, "V1", "S1");
  expect(shown.map(({ photo_id, type, state, thumb }) => [photo_id, type, state, thumb])).toEqual([
    ["P1", "storefront", "present", null],
    ["P2", "main_shelf_before", "elsewhere", null],
  ]);
});

test("one that is here and recorded is one picture, with the bytes that are here", async () => {
  await taken(photo("P1", 1));
  await taken(photo("P3", 3));
  await recorded(photo("P1", 1, { present: false }), photo("P2", 2));
  const shown = await ofVisit(db, "V1", "S1");
  expect(shown.map(({ photo_id, state }) => [photo_id, state])).toEqual([
    ["P1", "waiting"],
    ["P2", "present"],
    ["P3", "waiting"],
  ]);
  expect(shown[0]?.thumb?.byteLength).toBe(3);
});

test("of a store the newest comes first, whoever took it", async () => {
  await taken(photo("P1", 1));
  await recorded(photo("P2", 2, { visit_id: "V9" }));
  expect((await ofStore(db, "S1")).map(({ photo_id }) => photo_id)).toEqual(["P2", "P1"]);
});

test("what the server holds is let go of, and no late answer to another tab changes that", async () => {
  await taken(photo("P1", 1));
  await change(db, "P1", { state: "uploaded" });
  await recorded(photo("P1", 1));
  expect(await letGo(db)).toBe(1);
  for (const state of ["uploaded", "damaged"] as const) {
    await change(db, "P1", { state });
    expect((await ofStore(db, "S1"))[0]?.state).toBe("present");
  }
});

test("what the office decided about a picture stands beside it, wherever its bytes are", async () => {
  const review = { state: "rejected", reason: "dark", note: null, by_name: "Wu", at: "x" };
  await taken(photo("P1", 1));
  await recorded(photo("P1", 1, { review }), photo("P2", 2, { review }), photo("P3", 3));
  const shown = await ofVisit(db, "V1", "S1");
  expect(shown.map((one) => one.review)).toEqual([review, review, undefined]);
});
