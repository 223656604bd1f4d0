import { afterEach, describe, expect, test, vi } from "vitest";
import type { PhotoAttach, PushAnswer, VisitCheckIn } from "../protocol";
import { nextBatch, takeAnswer } from "./answers";
import { NotSaved, open } from "./database";
import { load, save } from "./drafts";
import { newId } from "./ids";
import { lines, say, sayTogether, standing, unsentCount } from "./log";
import * as photos from "./photos";
import { sha256Hex } from "./sha256";
import { fillUp } from "./testing/full";

const CHECK_IN: VisitCheckIn = {
  store_id: "ST-00001",
  planned_visit_id: null,
  unplanned_reason: "on_the_way",
  day: "2026-11-25",
  position: null,
  distance_m: null,
  fence_result: "no_position",
  exception_reason: null,
  note: null,
};

async function picture(): Promise<photos.PhotoBytes> {
  const bytes = crypto.getRandomValues(new Uint8Array(3000)).buffer;
  const about: Omit<PhotoAttach, "bytes"> = {
    visit_id: "V-1",
    store_id: "ST-00001",
    delivery_note_id: null,
    task_id: null,
    type: "storefront",
    sha256: await sha256Hex(bytes),
    mime: "image/jpeg",
    width: 10,
    height: 10,
    taken_at: "2026-11-25T02:09:14.123Z",
    position: null,
    capture_mode: "live",
    sequence: 1,
  };
  return { ...about, photo_id: newId(), bytes, thumb: new ArrayBuffer(8) };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("saying", () => {
  test("two tabs at once use every number once and leave no hole", async () => {
    const user = newId();
    const [one, two] = [await open(user), await open(user)];
    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        say(i % 2 ? one : two, "visit.check_in", newId(), CHECK_IN),
      ),
    );
    const said = await lines(one);
    expect(said.map((line) => line.local_seq)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect(new Set(said.map((line) => line.op_id)).size).toBe(40);
  });

  test("what was said is a draft no more, in one transaction; what was not said still is", async () => {
    const db = await open(newId());
    await save(db, "checkin:ST-00001", { note: "a" });
    const refused = Promise.reject(new Error("no"));
    refused.catch(() => undefined);
    const extra = { drafts: ["checkin:ST-00001"] };
    await expect(
      say(db, "visit.check_in", newId(), CHECK_IN, { ...extra, unless: () => refused }),
    ).rejects.toThrow("no");
    expect(await load(db, "checkin:ST-00001")).toEqual({ note: "a" });
    const writes = vi.spyOn(db, "write");
    await say(db, "visit.check_in", newId(), CHECK_IN, extra);
    expect(writes).toHaveBeenCalledTimes(1);
    expect(await load(db, "checkin:ST-00001")).toBeUndefined();
  });

  test("the log asks for strict durability", async () => {
    const db = await open(newId());
    const asked = vi.spyOn(IDBDatabase.prototype, "transaction");
    await say(db, "visit.check_in", newId(), CHECK_IN);
    expect(asked.mock.calls[0]?.[2]).toEqual({ durability: "strict" });
  });

  test("a picture, what is said of it, and what it belongs to are stored together", async () => {
    const db = await open(newId());
    const one = await picture();
    const line = await say(db, "visit.check_in", "V-1", CHECK_IN, { photos: [one] });
    expect((await lines(db)).map(({ kind, local_seq }) => [kind, local_seq])).toEqual([
      ["visit.check_in", 1],
      ["photo.attach", 2],
    ]);
    expect(line.kind).toBe("visit.check_in");
    expect(await sha256Hex((await photos.bytesOf(db, one.photo_id)) ?? new ArrayBuffer(0))).toBe(
      one.sha256,
    );
    expect((await photos.unsent(db)).map((row) => row.photo_id)).toEqual([one.photo_id]);
  });

  test("when the storage is full it says so, and nothing at all was stored", async () => {
    const db = await open(newId());
    await say(db, "visit.check_in", newId(), CHECK_IN);
    fillUp("bytes");
    const failed = say(db, "visit.check_in", newId(), CHECK_IN, { photos: [await picture()] });
    await expect(failed).rejects.toThrow(NotSaved);
    await expect(failed).rejects.toMatchObject({ why: "full" });
    vi.restoreAllMocks();
    expect(await lines(db)).toHaveLength(1);
    expect(await photos.unsent(db)).toEqual([]);
    const next = await say(db, "visit.check_in", newId(), CHECK_IN);
    expect(next.local_seq).toBe(2);
  });

  test("a full storage found only at the commit is a refusal too", async () => {
    const db = await open(newId());
    fillUp("meta"); // the last thing written
    await expect(say(db, "visit.check_in", newId(), CHECK_IN)).rejects.toMatchObject({
      why: "full",
    });
    vi.restoreAllMocks();
    expect(await lines(db)).toEqual([]);
  });

  test("a picture that reads back differently is reported and marked, never skipped", async () => {
    const db = await open(newId());
    const one = { ...(await picture()), sha256: "0".repeat(64) };
    await expect(
      say(db, "visit.check_in", "V-1", CHECK_IN, { photos: [one] }),
    ).rejects.toMatchObject({ why: "damaged" });
    expect((await photos.photo(db, one.photo_id))?.state).toBe("damaged");
  });

  test("a connection lost at the commit does not store it twice", async () => {
    const db = await open(newId());
    const real = IDBDatabase.prototype.transaction;
    vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementationOnce(function begin(
      this: IDBDatabase,
      ...args
    ) {
      const tx = real.apply(this, args);
      const listen = tx.addEventListener.bind(tx);
      let fail: (() => void) | null = null;
      // The commit happens; what the app hears is a dead connection.
      tx.addEventListener = ((type: string, call: () => void) => {
        if (type === "abort") fail ??= call;
        // Only the app's own listeners, which come first, are misled.
        if (type !== "complete" || fail) return listen(type, call);
        listen("complete", () => {
          this.close();
          const value = new DOMException(
            "Connection to Indexed Database server lost",
            "UnknownError",
          );
          Object.defineProperty(tx, "error", { value });

          fail?.();
        });
      }) as typeof tx.addEventListener;
      return tx;
    });
    const line = await say(db, "visit.check_in", "V-9", CHECK_IN);
    expect(line.local_seq).toBe(1);
    expect(await lines(db)).toHaveLength(1);
  });

  test("what is larger than the server takes is refused at once, with nothing stored", async () => {
    const db = await open(newId());
    const long = { ...CHECK_IN, note: "长".repeat(30_000) };
    await expect(say(db, "visit.check_in", newId(), long)).rejects.toMatchObject({
      why: "too-large",
    });
    expect(await unsentCount(db)).toEqual({ lines: 0, oldest: null });
  });

  test("several things are said together or not at all", async () => {
    const db = await open(newId());
    const bad = { ...CHECK_IN, note: "长".repeat(30_000) };
    await expect(
      sayTogether(db, [
        { kind: "visit.check_in", id: "V-1", args: CHECK_IN },
        { kind: "visit.check_in", id: "V-2", args: bad },
      ]),
    ).rejects.toThrow(NotSaved);
    expect(await standing(db)).toEqual([]);
  });
});

test("ids sort as they were made, also within a millisecond", () => {
  const made = Array.from({ length: 500 }, () => newId(1_795_000_000_000));
  expect(made.toSorted()).toEqual(made);
  expect(new Set(made).size).toBe(500);
});

test("heard and never answered to us, because that answer was lost, it is asked for once more", async () => {
  const db = await open(newId());
  for (let i = 0; i < 3; i += 1) await say(db, "visit.check_in", newId(), CHECK_IN);
  await nextBatch(db, 200, 1e6); // all three: heard, and the answer lost
  const small = await nextBatch(db, 1, 1e6); // halved, as after the third timeout
  const answer = (ops: typeof small.ops, status: string) =>
    ({
      server_id: "S",
      server_time: "2026-11-27T03:00:00.000Z",
      next_seq: 4,
      ops_digest: "0",
      results: ops.map(({ local_seq, op_id }) => ({ local_seq, op_id, status })),
    }) as unknown as PushAnswer;
  await takeAnswer(db, answer(small.ops, "applied"), "2026-11-27T03:00:00.000Z");
  const rest = await nextBatch(db, 200, 1e6);
  expect(rest.ops.map((op) => op.local_seq)).toEqual([2, 3]);
  await takeAnswer(db, answer(rest.ops, "rejected"), "2026-11-27T03:00:01.000Z");
  expect((await lines(db, { states: ["attention"] })).map((line) => line.local_seq)).toEqual([
    2, 3,
  ]);
  expect((await nextBatch(db, 200, 1e6)).ops).toEqual([]);
});

test("half an emoji, cut off by a field's length, is written down as the server will read it", async () => {
  const db = await open(newId());
  const note = `${"好".repeat(3)}\ud83d`;
  const line = await say(db, "visit.check_in", newId(), { ...CHECK_IN, note });
  expect(line.args.note).toBe("好好好\ufffd");
  expect((await lines(db))[0]?.args).toMatchObject({ note: "好好好\ufffd" });
});
