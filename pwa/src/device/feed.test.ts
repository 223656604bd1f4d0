import { createHash } from "node:crypto";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Mortal } from "../sync/testing/world";
import { open, type Database } from "./database";
import { Sum } from "./digest";
import { leave, recount, takePages, type FeedLine, type Mark } from "./feed";
import { followGrants, knownDigest, remembered, renew, scopes } from "./scopes";
import { newId } from "./ids";
import { takeAnswer } from "./answers";
import type { PushAnswer } from "../protocol";
import { lines, say } from "./log";
import * as records from "./records";
import type { Row } from "./shapes";

/** One page; `agrees` of its scope, null when its mark is not a final one. */
async function takeMark(
  at: Database,
  lines: FeedLine[],
  mark: Mark,
  { reset = false } = {},
): Promise<{ agrees: boolean | null }> {
  const taken = await takePages(at, [{ lines, mark, reset }], new Date().toISOString());
  return { agrees: taken.agrees.get(mark.scope) ?? null };
}

const SCOPE = "store:ST-1";
const NOW = "2026-11-25T02:00:00.000Z";
let db: Database;

beforeEach(async () => {
  db = await open(newId());
});

const put = (id: string, v: number, b: Record<string, unknown>): FeedLine => ({
  t: "put",
  e: "visit",
  id,
  v,
  b,
});

/** Count and digest by other means: node's hash, big integers, a plain loop. */
function witness(rows: Map<string, { v: number; b: Record<string, unknown> }>): {
  n: number;
  digest: string;
} {
  let total = 0n;
  for (const [id, { v, b }] of rows) {
    const body = JSON.stringify(
      Object.fromEntries(Object.entries(b).sort(([x], [y]) => (x < y ? -1 : 1))),
    );
    const hash = createHash("sha256").update(`xsp1visit\0${id}\0${v}\0${body}`).digest("hex");
    total += BigInt(`0x${hash.slice(0, 32)}`);
  }
  return { n: rows.size, digest: (total % (1n << 128n)).toString(16).padStart(32, "0") };
}

async function held(): Promise<Row[]> {
  return db.read(["rows"], (tx) => tx.objectStore("rows").getAll());
}

describe("a mark", () => {
  test("moves rows, cursor and sums together, and agrees when the server's sums are the same", async () => {
    const truth = new Map([
      ["a", { v: 1, b: { note: "好", n: 3 } }],
      ["b", { v: 2, b: { z: 1, a: null } }],
    ]);
    const lines = [...truth].map(([id, { v, b }]) => put(id, v, b));
    const taken = await takeMark(db, lines, {
      scope: SCOPE,
      epoch: 2,
      pos: 9,
      more: false,
      ...witness(truth),
    });
    expect(taken.agrees).toBe(true);
    expect(await scopes(db)).toMatchObject([
      { scope: SCOPE, epoch: 2, pos: 9, whole: true, ...witness(truth) },
    ]);
  });

  const body = fc.record({
    note: fc.string({ unit: "grapheme" }),
    n: fc.integer(),
    on: fc.boolean(),
  });
  const id = fc.constantFrom("a", "b", "c", "d");
  const line = fc.oneof(
    fc.record({ t: fc.constant("put" as const), id, v: fc.integer({ min: 1, max: 9 }), b: body }),
    fc.record({
      t: fc.constantFrom("del" as const, "leave" as const),
      id,
      v: fc.integer({ min: 1, max: 9 }),
    }),
  );

  test("leaves count and digest as anybody would count them, whatever the history", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.array(line, { maxLength: 6 }), fc.boolean()), { maxLength: 8 }),
        async (pages) => {
          const name = `store:${newId()}`;
          let truth = new Map<string, { v: number; b: Record<string, unknown> }>();
          let pos = 0;
          for (const [page, reset] of pages) {
            if (reset) truth = new Map();
            const lines = page.map((one) => ({ ...one, e: "visit" })) as FeedLine[];
            for (const one of lines) {
              if (one.t === "put") truth.set(one.id, { v: one.v, b: one.b ?? {} });
              else truth.delete(one.id);
            }
            pos += page.length + 1;
            const mark = { scope: name, epoch: 1, pos, more: false, ...witness(truth) };
            expect((await takeMark(db, lines, mark, { reset })).agrees).toBe(true);
          }
          expect(await recount(db, name)).toEqual(witness(truth));
        },
      ),
      { numRuns: 60 },
    );
  });

  test("that goes on from where we are no more is left alone: a sleeper brings what is old", async () => {
    const mark = { scope: SCOPE, epoch: 1, pos: 5, more: true };
    await takeMark(db, [put("a", 2, { n: 2 })], mark);
    const late = { lines: [put("a", 1, { n: 1 })], mark: { ...mark, pos: 4 }, reset: false };
    await takePages(db, [{ ...late, after: [1, 3] }], new Date().toISOString());
    expect((await held()).map((row) => row.v)).toEqual([2]);
    expect((await scopes(db))[0]).toMatchObject({ epoch: 1, pos: 5 });
  });

  test("knows when the server's count or digest is another: one change of anything shows", async () => {
    const truth = new Map([
      ["a", { v: 1, b: { n: 1 } }],
      ["b", { v: 1, b: { n: 2 } }],
    ]);
    const good = [put("a", 1, { n: 1 }), put("b", 1, { n: 2 })];
    const wrong: FeedLine[][] = [
      good.slice(1),
      [...good, put("c", 1, { n: 2 })],
      [put("a", 2, { n: 1 }), put("b", 1, { n: 2 })],
      [put("a", 1, { n: 1, x: 0 }), put("b", 1, { n: 2 })],
      [put("a", 1, { n: 2 }), put("b", 1, { n: 1 })],
    ];
    for (const [i, lines] of wrong.entries()) {
      const mark = { scope: `store:${i}`, epoch: 1, pos: 2, more: false, ...witness(truth) };
      expect((await takeMark(db, lines, mark)).agrees).toBe(false);
    }
  });

  test("hashes what storage gives back, not what the network brought", async () => {
    const truth = new Map([["a", { v: 1, b: { n: 1 } }]]);
    const real = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function put(
      this: IDBObjectStore,
      value: Row,
      key?: IDBValidKey,
    ) {
      const damaged = this.name === "rows" ? { ...value, body: { n: 7 } } : value;
      return key === undefined ? real.call(this, damaged) : real.call(this, damaged, key);
    };
    try {
      const mark = { scope: SCOPE, epoch: 1, pos: 1, more: false, ...witness(truth) };
      expect((await takeMark(db, [put("a", 1, { n: 1 })], mark)).agrees).toBe(false);
    } finally {
      IDBObjectStore.prototype.put = real;
    }
  });

  test("killed at any step leaves rows and cursor of the same mark", async () => {
    await takeMark(db, [put("a", 1, { n: 1 })], { scope: SCOPE, epoch: 1, pos: 1, more: true });
    const real = IDBObjectStore.prototype.put;
    for (let dies = 1; dies <= 3; dies += 1) {
      let left = dies;
      IDBObjectStore.prototype.put = function put(this: IDBObjectStore, ...args) {
        left -= 1;
        if (left === 0) {
          this.transaction.abort();
          throw new DOMException("killed", "AbortError");
        }
        return real.apply(this, args);
      };
      const lines = [put("a", 2, { n: 2 }), put("b", 1, { n: 3 })];
      const failed = takeMark(db, lines, { scope: SCOPE, epoch: 1, pos: 3, more: true });
      await expect(failed).rejects.toThrow();
      IDBObjectStore.prototype.put = real;
      expect(await scopes(db)).toMatchObject([{ pos: 1, n: 1 }]);
      expect((await held()).map((row) => row.body)).toEqual([{ n: 1 }]);
    }
  });
});

test("what one said stays drawn until the final mark: the record may have moved on since", async () => {
  const line = await say(db, "inbox.read", "a", {} as never);
  const at = [{ scope: SCOPE, epoch: 1, pos: 3 }];
  const result = { op_id: line.op_id, local_seq: 1, status: "applied" as const, at };
  await takeMark(db, [], { scope: SCOPE, epoch: 1, pos: 1, more: false });
  await takeAnswer(
    db,
    { server_id: "s", next_seq: 2, results: [result] } as unknown as PushAnswer,
    new Date().toISOString(),
  );
  const state = async () => (await lines(db))[0]?.state;
  // Somebody else changed it after: the feed has it at 9, and 4 is beyond ours.
  await takeMark(db, [put("b", 1, {})], { scope: SCOPE, epoch: 1, pos: 4, more: true });
  expect(await state()).toBe("received");
  await takeMark(db, [put("a", 2, { text: "mine and his" })], {
    scope: SCOPE,
    epoch: 1,
    pos: 9,
    more: false,
  });
  expect(await state()).toBe("archived");
});

describe("a reset", () => {
  test("keeps what was here readable until the final mark, then swaps", async () => {
    await takeMark(db, [put("a", 1, { n: 1 }), put("b", 1, { n: 2 })], {
      scope: SCOPE,
      epoch: 1,
      pos: 2,
      more: true,
    });
    await takeMark(
      db,
      [put("c", 1, { n: 3 })],
      { scope: SCOPE, epoch: 2, pos: 1, more: true },
      { reset: true },
    );
    expect((await held()).map((row) => row.id)).toEqual(["a", "b", "c"]);
    const truth = new Map([
      ["c", { v: 1, b: { n: 3 } }],
      ["b", { v: 4, b: { n: 9 } }],
    ]);
    const last = { scope: SCOPE, epoch: 2, pos: 2, more: false, ...witness(truth) };
    expect((await takeMark(db, [put("b", 4, { n: 9 })], last)).agrees).toBe(true);
    expect((await held()).map((row) => row.id)).toEqual(["b", "c"]);
  });

  test("interrupted and begun again still ends right", async () => {
    await takeMark(db, [put("a", 1, { n: 1 })], { scope: SCOPE, epoch: 1, pos: 2, more: true });
    await takeMark(
      db,
      [put("c", 1, { n: 3 })],
      { scope: SCOPE, epoch: 2, pos: 1, more: true },
      { reset: true },
    );
    await renew(db, [SCOPE]);
    const truth = new Map([["d", { v: 1, b: { n: 4 } }]]);
    const last = { scope: SCOPE, epoch: 2, pos: 5, more: false, ...witness(truth) };
    expect((await takeMark(db, [put("d", 1, { n: 4 })], last)).agrees).toBe(true);
    expect((await held()).map((row) => row.id)).toEqual(["d"]);
  });
});

describe("scopes", () => {
  const grant = (scope: string, from_at: string, until_at: string | null): FeedLine => ({
    t: "put", e: "grant", id: `${scope}~`, v: 1, b: { user_id: db.user_id, scope, from_at, until_at, kind: "main" },
  }); // prettier-ignore

  test("a cursor for every grant that holds now, and for one's own", async () => {
    const own = `user:${db.user_id}`;
    await takeMark(
      db,
      [
        grant("store:1", "2026-01-01T00:00:00.000Z", null),
        grant("store:2", "2026-12-01T00:00:00.000Z", null),
        grant("store:3", "2026-01-01T00:00:00.000Z", "2026-11-25T00:00:00.000Z"),
        grant("store:4", "2026-01-01T00:00:00.000Z", "2026-11-26T00:00:00.000Z"),
      ],
      { scope: own, epoch: 1, pos: 4, more: true },
    );
    expect(await followGrants(db, "2026-11-25T08:00:00.000Z")).toBe(2);
    expect((await scopes(db)).map((scope) => scope.scope).sort()).toEqual(
      ["store:1", "store:4", own].sort(),
    );
  });

  test("a scope that is gone takes its rows along, but not while something waits", async () => {
    await takeMark(db, [put("a", 1, { n: 1 })], { scope: SCOPE, epoch: 1, pos: 1, more: true });
    await say(db, "inbox.read", "I-1", {} as never);
    const now = (state: "sent" | "archived") =>
      db.write(["log"], async (tx) => {
        const [line] = await tx.objectStore("log").getAll();
        if (line) await tx.objectStore("log").put({ ...line, state });
      });
    expect(await leave(db, SCOPE, NOW)).toBe(false);
    await now("sent"); // on its way is not there yet
    expect(await leave(db, SCOPE, NOW)).toBe(false);
    expect(await held()).toHaveLength(1);
    await now("archived");
    expect(await leave(db, SCOPE, NOW)).toBe(true);
    expect(await held()).toEqual([]);
    expect(await scopes(db)).toEqual([]);
  });

  test("a record shown in two scopes stays while one of them shows it, the higher version first", async () => {
    const store = (scope: string, v: number, b: Record<string, unknown>) =>
      takeMark(db, [{ t: "put", e: "sales_order", id: "O-1", v, b }], {
        scope,
        epoch: 1,
        pos: v,
        more: true,
      });
    await store("store:1", 3, { no: "A", note: "new" });
    await store("partner:1", 2, { no: "A", note: "old", partner_note: "x" });
    expect(await records.one(db, "sales_order", "O-1")).toEqual({
      id: "O-1",
      version: 3,
      no: "A",
      note: "new",
      partner_note: "x",
    });
    await leave(db, "store:1", NOW);
    expect(await records.one(db, "sales_order", "O-1")).toMatchObject({ version: 2, note: "old" });
    expect(await records.byStore(db, "sales_order", "1")).toEqual([]);
  });

  test("the digest of the known cursors is the sum over their entries", async () => {
    await takeMark(db, [], { scope: "store:1", epoch: 1, pos: 7, more: true });
    await takeMark(db, [], { scope: "store:2", epoch: 2, pos: 8, more: true });
    expect(knownDigest(await scopes(db))).toBeNull();
    await remembered(
      db,
      [
        ["store:1", 1, 7],
        ["store:2", 2, 8],
      ],
      true,
    );
    const one = (text: string): bigint =>
      BigInt(`0x${createHash("sha256").update(text).digest("hex").slice(0, 32)}`);
    const total =
      (one(["store:1", 1, 7].join("\0")) + one(["store:2", 2, 8].join("\0"))) % (1n << 128n);
    expect(knownDigest(await scopes(db))).toBe(total.toString(16).padStart(32, "0"));
  });
});

describe("sums", () => {
  test("adding and taking away agree with big integers", () => {
    const hash = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(fc.array(fc.tuple(hash, fc.boolean()), { maxLength: 60 }), (moves) => {
        const sum = new Sum();
        let total = 0n;
        for (const [bytes, plus] of moves) {
          const value = BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
          total += plus ? value : -value;
          if (plus) sum.add(bytes);
          else sum.subtract(bytes);
        }
        const expected = ((total % (1n << 128n)) + (1n << 128n)) % (1n << 128n);
        expect(sum.toString()).toBe(expected.toString(16).padStart(32, "0"));
        expect(new Sum(sum.toString()).toString()).toBe(sum.toString());
      }),
    );
  });
});

let mortal: Mortal | undefined;
afterEach(() => mortal?.restore());

test("storage that refuses says so at once, and works when it works again", async () => {
  mortal = new Mortal();
  mortal.dieAfter(0);
  await expect(records.all(db, "store")).rejects.toThrow("killed");
  mortal.revive();
  expect(await records.all(db, "store")).toEqual([]);
});
