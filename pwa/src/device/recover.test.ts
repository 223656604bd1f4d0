import fc from "fast-check";
import { caches } from "undici";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { PushAnswer, VisitCheckIn } from "../protocol";
import { nextBatch, takeAnswer } from "./answers";
import { open, type Database } from "./database";
import * as drafts from "./drafts";
import { newId } from "./ids";
import { lines, say, type LogLine } from "./log";
import { initial } from "../sync/engine";
import { standingOf } from "../sync/standing";
import { known } from "./meta";
import * as photos from "./photos";
import { match } from "./copies";
import { sha256Hex } from "./sha256";
import { spare, stow, stowed } from "./spare";
import { fillUp } from "./testing/full";
import { throwAway, withSpare } from "./testing/spare";

const NOW = "2026-11-27T03:00:00.000Z";
const CHECK_IN: VisitCheckIn = {
  store_id: "ST-00001",
  planned_visit_id: null,
  unplanned_reason: "on_the_way",
  day: "2026-11-27",
  position: null,
  distance_m: null,
  fence_result: "no_position",
  exception_reason: null,
  note: "换灯管\n明天",
};

withSpare();
afterEach(() => {
  vi.restoreAllMocks();
});

async function picture(): Promise<photos.PhotoBytes> {
  const bytes = crypto.getRandomValues(new Uint8Array(60_000)).buffer;
  return {
    visit_id: "V-1",
    store_id: "ST-00001",
    delivery_note_id: null,
    task_id: null,
    type: "storefront",
    mime: "image/jpeg",
    width: 10,
    height: 10,
    taken_at: NOW,
    position: null,
    capture_mode: "live",
    sequence: 1,
    sha256: await sha256Hex(bytes),
    photo_id: newId(),
    bytes,
    thumb: new Uint8Array([1, 2, 3]).buffer,
  };
}

/** The browser has found damage, and begun anew. */
async function begunAnew(db: Database): Promise<Database> {
  db.close();
  await throwAway(db.user_id);
  return open(db.user_id);
}

async function answer(db: Database, statuses: string[]): Promise<void> {
  const { ops } = await nextBatch(db, 100, 1e6);
  const results = statuses.map((status, i) => ({ ...ops[i], status }));
  const heard = { server_id: "S", server_time: NOW, results, next_seq: statuses.length + 1 };
  await takeAnswer(db, { ...heard, ops_digest: "0".repeat(32) } as PushAnswer, NOW);
}

const said = (found: LogLine[]): unknown[] => found.map(({ op_id, id, args }) => [op_id, id, args]);

describe("a database that is gone", () => {
  test("comes back with what was said, in its order and under its op_ids", async () => {
    const db = await open(newId());
    for (let i = 0; i < 5; i += 1) await say(db, "visit.check_in", newId(), CHECK_IN);
    const before = await lines(db);
    const own = await known(db, "replica");
    const again = await begunAnew(db);
    const after = await lines(again);
    expect(said(after)).toEqual(said(before));
    expect(after.map((line) => line.local_seq)).toEqual([1, 2, 3, 4, 5]);
    const now = await known(again, "replica");
    expect(now?.replica_id).not.toBe(own?.replica_id);
    expect(new Set(after.map((line) => line.replica_id))).toEqual(new Set([now?.replica_id]));
    const next = await say(again, "visit.check_in", newId(), CHECK_IN);
    expect([next.local_seq, next.n > (after.at(-1)?.n ?? 0)]).toEqual([6, true]);
    expect((await known(again, "incidents"))?.recovered).toBe(1);
  });

  test("twice in a row, with something said in between, keeps the order", async () => {
    let db = await open(newId());
    const ids: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      ids.push((await say(db, "visit.check_in", newId(), CHECK_IN)).op_id);
      db = await begunAnew(db);
    }
    expect((await lines(db)).map((line) => line.op_id)).toEqual(ids);
  });

  test("brings pictures back, bytes and thumbnail, to be sent", async () => {
    const db = await open(newId());
    const taken = await picture();
    await say(db, "visit.check_in", newId(), CHECK_IN, { photos: [taken] });
    await photos.change(db, taken.photo_id, { upload: { url: "/u", offset: 9, sure: true } });
    const again = await begunAnew(db);
    const [row] = await photos.unsent(again);
    expect(row).toMatchObject({ photo_id: taken.photo_id, upload: null, sha256: taken.sha256 });
    expect(new Uint8Array(row?.thumb ?? new ArrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
    expect(await photos.intact(again, taken.photo_id, taken.sha256)).toBe(true);
  });

  test("brings what was typed back, but not what was said meanwhile", async () => {
    const db = await open(newId());
    await drafts.save(db, "leave:V-1", { note: "第一行\r\n第二行" });
    await drafts.save(db, "checkin:ST-1", { note: "a" });
    await drafts.save(db, "other", 1);
    await say(db, "visit.check_in", newId(), CHECK_IN, { drafts: ["checkin:ST-1"] });
    await drafts.drop(db, "other");
    const again = await begunAnew(db);
    expect(await drafts.keys(again)).toEqual(["leave:V-1"]);
    expect(await drafts.load(again, "leave:V-1")).toEqual({ note: "第一行\r\n第二行" });
  });

  test("brings the last of what was typed quickly, when the storage is slow with what came first", async () => {
    const db = await open(newId());
    const real = Object.getPrototypeOf(await caches.open(`spare-${db.user_id}`)) as Cache;
    const slow = [60, 30, 0];
    const put = real.put;
    vi.spyOn(real, "put").mockImplementation(async function (this: Cache, ...given) {
      await new Promise((resolve) => setTimeout(resolve, slow.shift()));
      return put.apply(this, given);
    });
    const typed = ["冰", "冰柜", "冰柜要换"].map((note) => drafts.save(db, "leave:V-1", { note }));
    await Promise.all(typed);
    const again = await begunAnew(db);
    expect(await drafts.load(again, "leave:V-1")).toEqual({ note: "冰柜要换" });
  });

  test("does not bring back what a line was filled in as, when a kill left its copy", async () => {
    const db = await open(newId());
    await drafts.save(db, "order:V-1", { qty: 12 });
    const copy = await spare(db.user_id, "drafts/order:V-1");
    await say(db, "visit.check_in", newId(), CHECK_IN, { drafts: ["order:V-1"] });
    await stow(db.user_id, "drafts/order:V-1", copy); // as if it had not gone yet
    const again = await begunAnew(db);
    expect(await drafts.keys(again)).toEqual([]);
    await drafts.save(again, "order:V-1", { qty: 3 }); // another order, on the same form
    expect(await drafts.keys(await begunAnew(again))).toEqual(["order:V-1"]);
    const [line] = await lines(again);
    expect(line).not.toHaveProperty("drafts");
  });

  test("does not bring back what the server has answered; a no it still shows as one", async () => {
    const db = await open(newId());
    for (let i = 0; i < 3; i += 1) await say(db, "visit.check_in", newId(), CHECK_IN);
    const [, refused, open_] = await lines(db);
    await answer(db, ["applied", "rejected"]);
    await match(db);
    const again = await begunAnew(db);
    const after = await lines(again);
    expect(after.map(({ op_id, state }) => [op_id, state])).toEqual([
      [refused?.op_id, "attention"],
      [open_?.op_id, "waiting"],
    ]);
    const { ops } = await nextBatch(again, 100, 1e6);
    // Under the old number: the same replica goes on, and its push token stays good.
    expect(ops.map(({ op_id, local_seq }) => [op_id, local_seq])).toEqual([[open_?.op_id, 3]]);
    expect((await known(again, "replica"))?.replica_id).toBe(open_?.replica_id);
  });

  test("is not taken for one at a first start, nor at any later one", async () => {
    const db = await open(newId());
    expect(await lines(db)).toEqual([]);
    await say(db, "visit.check_in", newId(), CHECK_IN);
    db.close();
    const again = await open(db.user_id);
    expect(await lines(again)).toHaveLength(1);
    expect(await known(again, "incidents")).toBeUndefined();
  });

  test("is filled once, however many tabs find it", async () => {
    const db = await open(newId());
    for (let i = 0; i < 3; i += 1) await say(db, "visit.check_in", newId(), CHECK_IN);
    db.close();
    await throwAway(db.user_id);
    const [one, two] = await Promise.all([open(db.user_id), open(db.user_id)]);
    expect((await lines(one)).map((line) => line.local_seq)).toEqual([1, 2, 3]);
    expect(await lines(two)).toHaveLength(3);
  });
});

describe("the second place", () => {
  test("holds nothing of a transaction that failed", async () => {
    const db = await open(newId());
    fillUp("meta");
    await expect(say(db, "visit.check_in", newId(), CHECK_IN)).rejects.toThrow("not saved: full");
    expect(await stowed(db.user_id)).toEqual([]);
  });

  test("lets go of what was written down and never stored: nobody was told it is saved", async () => {
    const db = await open(newId());
    const real = await say(db, "visit.check_in", newId(), CHECK_IN);
    await stow(db.user_id, "log/never", { ...real, op_id: "never" });
    await match(db);
    expect((await stowed(db.user_id)).sort()).toEqual(["core", `log/${real.op_id}`]);
  });

  test("gets what an app before it had not put there", async () => {
    const db = await open(newId());
    const taken = await picture();
    vi.stubGlobal("caches", undefined);
    await say(db, "visit.check_in", newId(), CHECK_IN, { photos: [taken] });
    vi.stubGlobal("caches", caches);
    await match(db);
    const again = await begunAnew(db);
    expect(await lines(again)).toHaveLength(2);
    expect(await photos.intact(again, taken.photo_id, taken.sha256)).toBe(true);
  });

  test("that never answers keeps nobody waiting", async () => {
    const db = await open(newId());
    vi.stubGlobal("caches", { open: () => new Promise(() => undefined) });
    await say(db, "visit.check_in", newId(), CHECK_IN); // some seconds later, for real
    expect(await lines(db)).toHaveLength(1);
  });

  test("that fails keeps nothing from being saved", async () => {
    const db = await open(newId());
    vi.stubGlobal("caches", { open: () => Promise.reject(new DOMException("", "SecurityError")) });
    await say(db, "visit.check_in", newId(), CHECK_IN);
    await drafts.save(db, "a", 1);
    expect(await lines(db)).toHaveLength(1);
  });
});

describe("a log that has lost something of itself", () => {
  const spoiled = async (change: (log: IDBObjectStore) => void): Promise<Database> => {
    const db = await open(newId());
    for (let i = 0; i < 4; i += 1) await say(db, "visit.check_in", newId(), CHECK_IN);
    await answer(db, ["applied", "rejected"]);
    await match(db);
    await db.write(["log"], async (tx) =>
      change(tx.objectStore("log") as unknown as IDBObjectStore),
    );
    return db;
  };

  test("has one line back, under its number", async () => {
    const db = await spoiled((log) => void log.delete(3));
    await match(db);
    const found = await lines(db);
    expect(found.map(({ n, local_seq, state }) => [n, local_seq, state])).toEqual([
      [1, 1, "received"],
      [2, 2, "attention"],
      [3, 3, "waiting"],
      [4, 4, "sent"],
    ]);
    expect((await stowed(db.user_id)).length).toBe(4);
  });

  test("has all of them back, and what the server has answered yes to is not among them", async () => {
    const db = await spoiled((log) => void log.clear());
    await match(db);
    const found = await lines(db);
    expect(found.map(({ local_seq, state }) => [local_seq, state])).toEqual([
      [2, "attention"],
      [3, "waiting"],
      [4, "waiting"],
    ]);
    const { ops, hole } = await nextBatch(db, 10, 1e6);
    expect([ops.map((op) => op.local_seq), hole]).toEqual([[3, 4], false]);
  });
});

describe("a recovery that fails", () => {
  /** Writing to this store ends as on a full disk, until it is let go. */
  async function failing(store: string): Promise<{ db: Database; ids: string[] }> {
    const db = await open(newId());
    const ids: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      const photos = [await picture()];
      ids.push((await say(db, "visit.check_in", newId(), CHECK_IN, { photos })).op_id);
    }
    await match(db);
    db.close();
    await throwAway(db.user_id);
    fillUp(store);
    return { db: await open(db.user_id), ids };
  }

  test("for want of space for pictures brings back the words, and later the pictures", async () => {
    const { db, ids } = await failing("bytes");
    const found = await lines(db, { kinds: ["visit.check_in"] });
    expect(found.map((line) => line.op_id)).toEqual(ids);
    await match(db);
    expect((await stowed(db.user_id)).filter((name) => name.startsWith("photos/"))).toHaveLength(3);
    expect(await known(db, "anew")).toBe("pictures");
    vi.restoreAllMocks();
    await match(db);
    expect(await photos.unsent(db)).toHaveLength(3);
    expect(await known(db, "anew")).toBeUndefined();
  });

  test("for want of any space leaves the second place as it is, and what is said since comes first", async () => {
    const { db, ids } = await failing("log");
    expect(await lines(db)).toEqual([]);
    await match(db);
    expect((await stowed(db.user_id)).filter((name) => name.startsWith("log/"))).toHaveLength(6);
    vi.restoreAllMocks();
    const since = (await say(db, "visit.check_in", newId(), CHECK_IN)).op_id;
    await match(db);
    const found = await lines(db);
    const said = found.filter((line) => line.kind === "visit.check_in").map((line) => line.op_id);
    expect(said).toEqual([since, ...ids]);
    expect(new Set(found.map((line) => line.local_seq)).size).toBe(7);
    expect(await photos.unsent(db)).toHaveLength(3);
    await match(db);
    expect((await stowed(db.user_id)).filter((name) => name.startsWith("log/"))).toHaveLength(7);
  });

  test("is told to whoever looks how things stand", async () => {
    const { db } = await failing("log");
    expect((await standingOf(db, initial())).recovering).toBe(true);
    vi.restoreAllMocks();
    await match(db);
    expect((await standingOf(db, initial())).recovering).toBe(false);
  });
});

describe("whatever happens in whatever order", () => {
  type Step = "say" | "push" | "push lost" | "push, answer lost" | "match" | "gone" | "closed";
  const STEPS: Step[] = [
    "say",
    "say",
    "push",
    "push lost",
    "push, answer lost",
    "match",
    "gone",
    "closed",
  ];
  const step = fc.record({ what: fc.constantFrom(...STEPS), no: fc.boolean() });

  test("what was called saved is with the server, or waits, or shows its no; none of it twice", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 8, maxLength: 30, size: "max" }),
        async (steps) => {
          /** The server: what it first answered to each op_id, and what it was asked to count. */
          const first = new Map<string, string>();
          const saved: string[] = [];
          let db = await open(newId());
          for (const { what, no } of steps) {
            if (what === "say") {
              const taken = no ? [await picture()] : [];
              saved.push(
                (await say(db, "visit.check_in", newId(), CHECK_IN, { photos: taken })).op_id,
              );
            } else if (what === "match") await match(db);
            else if (what === "gone") db = await begunAnew(db);
            else if (what === "closed") {
              db.close();
              db = await open(db.user_id);
            } else {
              const { ops, replica } = await nextBatch(db, 3, 1e6);
              if (what === "push lost") continue;
              const results = ops.map(({ local_seq, op_id }) => {
                const before = first.get(op_id);
                const status =
                  before === "applied" ? "duplicate" : (before ?? (no ? "rejected" : "applied"));
                if (!before) first.set(op_id, status);
                return { local_seq, op_id, status };
              });
              const next_seq = replica.server_next + ops.length;
              const told = { server_id: "S", server_time: NOW, results, next_seq, ops_digest: "0" };
              if (what === "push") await takeAnswer(db, told as PushAnswer, NOW);
            }
          }
          await match(db);
          db = await begunAnew(db);
          const here = new Map((await lines(db)).map((line) => [line.op_id, line]));
          expect((await lines(db)).length).toBe(here.size);
          for (const op_id of saved) {
            const line = here.get(op_id);
            const there = first.get(op_id);
            if (there === "rejected") expect(line, `${op_id}, refused`).toBeDefined();
            else if (there !== "applied") expect(line?.state, op_id).toMatch(/waiting|sent/);
          }
          for (const row of await photos.unsent(db))
            expect(await photos.intact(db, row.photo_id, row.sha256)).toBe(true);
          db.close();
        },
      ),
      { numRuns: 60 },
    );
  });
});
