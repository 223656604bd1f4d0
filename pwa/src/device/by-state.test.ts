import { openDB } from "idb";
import { beforeEach, describe, expect, test } from "vitest";
import { databaseName, open, type Database } from "./database";
import { takePages, type FeedLine } from "./feed";
import { newId } from "./ids";
import { about, inState, latest } from "./by-state";
import { count } from "./records";

const SCOPE = "partner:P01";
let db: Database;

const put = (e: string, id: string, b: Record<string, unknown>, v = 1): FeedLine => ({
  t: "put",
  e,
  id,
  v,
  b,
});
const order = (id: string, doc_state: string, day: string, v = 1): FeedLine =>
  put("sales_order", id, { doc_state, day }, v);

async function take(lines: FeedLine[], pos: number): Promise<void> {
  const mark = { scope: SCOPE, epoch: 1, pos, more: true };
  await takePages(db, [{ lines, mark, reset: false }], new Date().toISOString());
}
const ids = (some: ReadonlyArray<{ id: string }>): string[] => some.map((one) => one.id).sort();

beforeEach(async () => {
  db = await open(newId());
});

describe("orders and notes by state", () => {
  test("are those that are so now, and nobody else's of that name", async () => {
    await take(
      [
        order("O-1", "audited", "2026-11-01"),
        order("O-2", "closed", "2026-11-02"),
        put("delivery_note", "N-1", { state: "prepared", order_ids: ["O-1", "O-2"] }),
        put("return_note", "R-1", { state: "prepared", delivery_note_id: "N-1" }),
        put("photo", "P-1", { delivery_note_id: "N-1" }),
        put("photo", "P-2", { delivery_note_id: null }),
      ],
      9,
    );
    expect(ids(await inState(db, "sales_order", "doc_state", ["audited"]))).toEqual(["O-1"]);
    expect(ids(await inState(db, "delivery_note", "state", ["prepared", "in_transit"]))).toEqual([
      "N-1",
    ]);
    expect(ids(await about(db, "delivery_note", "order", "O-2"))).toEqual(["N-1"]);
    expect(ids(await about(db, "delivery_note", "order", "O-3"))).toEqual([]);
    expect(ids(await about(db, "photo", "note", "N-1"))).toEqual(["P-1"]);

    await take(
      [order("O-1", "closed", "2026-11-01", 2), { t: "leave", e: "sales_order", id: "O-2", v: 2 }],
      12,
    );
    expect(await inState(db, "sales_order", "doc_state", ["audited"])).toEqual([]);
    expect(ids(await inState(db, "sales_order", "doc_state", ["closed"]))).toEqual(["O-1"]);
    expect(await count(db, "sales_order")).toBe(1);
  });

  test("the latest come with the whole of their last day, the others are not read", async () => {
    await take(
      [
        order("O-1", "closed", "2026-11-01"),
        order("O-2", "closed", "2026-11-02"),
        order("O-3", "closed", "2026-11-02"),
        order("O-4", "audited", "2026-11-03"),
        order("O-5", "cancelled", "2026-11-04"),
      ],
      9,
    );
    const over = (one: { doc_state: string }): boolean => one.doc_state !== "audited";
    expect(ids(await latest(db, "sales_order", 2, over))).toEqual(["O-2", "O-3", "O-5"]);
    expect(ids(await latest(db, "sales_order", 0, over))).toEqual([]);
    expect(ids(await latest(db, "sales_order", 9, over))).toEqual(["O-1", "O-2", "O-3", "O-5"]);
  });

  test("are found on a phone whose database is of before the indexes, and nothing of it is lost", async () => {
    const person = newId();
    const before = await openDB(databaseName(person), 1, {
      upgrade(old) {
        const log = old.createObjectStore("log", { keyPath: "n", autoIncrement: true });
        log.createIndex("op_id", "op_id", { unique: true });
        log.createIndex("state", "state");
        log.createIndex("seq", ["replica_id", "local_seq"], { unique: true });
        const rows = old.createObjectStore("rows", { keyPath: ["scope", "entity", "id"] });
        rows.createIndex("record", ["entity", "id"]);
        rows.createIndex("day", ["entity", "body.day"]);
        for (const name of ["scopes", "photos", "drafts"])
          old.createObjectStore(name, {
            keyPath: name === "scopes" ? "scope" : name === "photos" ? "photo_id" : "key",
          });
        old.createObjectStore("bytes");
        old.createObjectStore("meta");
      },
    });
    const body = { doc_state: "audited", day: "2026-11-01" };
    await before.put("rows", {
      scope: SCOPE,
      entity: "sales_order",
      id: "O-1",
      v: 1,
      body,
      round: 1,
    });
    await before.put("meta", { replica_id: "r", next_local_seq: 3 }, "replica");
    before.close();
    const again = await open(person);
    expect(ids(await inState(again, "sales_order", "doc_state", ["audited"]))).toEqual(["O-1"]);
    expect(await again.read(["meta"], (tx) => tx.objectStore("meta").get("replica"))).toMatchObject(
      {
        replica_id: "r",
        next_local_seq: 3,
      },
    );
  });
});
