/** A store leaves her hands while she is at work in it: what she does there must not vanish. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { At, PushAnswer } from "../protocol";
import { visitsNow } from "../visits/now";
import { takeAnswer } from "./answers";
import { open, type Database } from "./database";
import { leave, takePages, type FeedLine } from "./feed";
import { newId } from "./ids";
import { isLeft, tidyKept } from "./kept";
import { lines, say, standing } from "./log";
import { caughtUp } from "./overlay";
import { all, byDay, byStore, inScope, one } from "./records";
import { knownDigest, remembered, scopes } from "./scopes";

const [STORE, PRICES] = ["store:S1", "prices:P1"];
const TODAY = "2026-11-25T02:00:00.000Z";
const TOMORROW = "2026-11-26T02:00:00.000Z";
let db: Database;

const put = (e: string, id: string, b: Record<string, unknown>, v = 1): FeedLine => ({
  t: "put",
  e,
  id,
  v,
  b,
});
const shop = put("store", "S1", { name: "福满多", price_list_code: "P1" });
const visit = (change: object = {}): FeedLine =>
  put("visit", "V1", {
    store_id: "S1",
    rep_id: db.user_id,
    day: "2026-11-25",
    state: "in_progress",
    observations: [],
    ...change,
  });
const arrival = {
  store_id: "S1",
  planned_visit_id: null,
  unplanned_reason: null,
  day: "2026-11-25",
  position: null,
  distance_m: null,
  fence_result: "inside",
  exception_reason: null,
  note: null,
} as const;
const departure = {
  position: null,
  stay_s: 60,
  note: null,
  no_order_reason: null,
  next_promise: null,
};

async function take(scope: string, ...told: FeedLine[]): Promise<void> {
  const mark = { scope, epoch: 1, pos: 1 + told.length, more: false };
  await takePages(db, [{ lines: told, mark, reset: false }], TODAY);
}

/** The server says yes to everything; its effect lies there, or it does not say where. */
async function answered(at: At[]): Promise<void> {
  const said = await lines(db, { states: ["waiting"] });
  await takeAnswer(
    db,
    {
      server_id: "s",
      server_time: TODAY,
      next_seq: (said.at(-1)?.local_seq ?? 0) + 1,
      ops_digest: "",
      results: said.map(({ local_seq, op_id }) => ({
        local_seq,
        op_id,
        status: at.length ? "applied" : "duplicate",
        ...(at.length && { at }),
      })),
    } as unknown as PushAnswer,
    TODAY,
  );
}

/** What the visit's screen shows. */
async function shown() {
  const me = { id: db.user_id, name: "" };
  return visitsNow(await all(db, "visit"), await standing(db), me).get("V1");
}

// She is there on the day the story is of: left on another it would be no check-out (visits.left_as).
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: new Date(TODAY) }));
afterEach(() => void vi.useRealTimers());

beforeEach(async () => {
  db = await open(newId());
  await take(`user:${db.user_id}`);
});

test("an open visit, its store and its prices stay; to the protocol the scopes are gone", async () => {
  await take(PRICES, put("price_list", "L1", { list_code: "P1" }));
  await take(STORE, shop, visit());
  await remembered(db, [[STORE, 1, 3]], true);
  for (const scope of [PRICES, STORE]) expect(await leave(db, scope, TODAY)).toBe(true);
  await tidyKept(db, TODAY);

  expect(await shown()).toMatchObject({ state: "in_progress" });
  expect(await one(db, "store", "S1")).toMatchObject({ name: "福满多" });
  expect(await byStore(db, "visit", "S1")).toHaveLength(1);
  expect(await byDay(db, "visit", "2026-11-25")).toHaveLength(1);
  expect(await inScope(db, PRICES, "price_list")).toHaveLength(1);
  expect((await scopes(db)).map(({ scope }) => scope)).toEqual([`user:${db.user_id}`]);
  expect(knownDigest(await scopes(db))).toBeNull();
  expect(await isLeft(db, "S1")).toBe(true);
});

test("a check-in the feed will never show stays drawn: its answer came, its store went", async () => {
  await take(STORE, shop);
  await say(db, "visit.check_in", "V1", arrival);
  await answered([{ scope: STORE, epoch: 1, pos: 99 }]);
  await leave(db, STORE, TODAY);
  await db.write(["log", "rows", "scopes"], (tx) => caughtUp(tx, db.user_id, 99));
  expect(await shown()).toMatchObject({ state: "in_progress" });
});

test.each([
  ["whose answer says where", [{ scope: STORE, epoch: 1, pos: 99 }]],
  ["whose answer was lost and does not say where", []],
])("she ends it, %s, and it stays ended until the day is over", async (_, at) => {
  await take(STORE, shop, visit());
  await leave(db, STORE, TODAY);
  await say(db, "visit.check_out", "V1", departure);
  await answered(at);
  await db.write(["log", "rows", "scopes"], (tx) => caughtUp(tx, db.user_id, 99));
  await tidyKept(db, TODAY);
  expect(await shown()).toMatchObject({ state: "completed" });

  await tidyKept(db, TOMORROW);
  expect(await shown()).toBeUndefined();
  expect(await one(db, "store", "S1")).toBeUndefined();
  if (at.length) expect(await lines(db, { states: ["archived"] })).toHaveLength(1);
});

test("one she did not end stays hers the next day, but not for ever", async () => {
  await take(STORE, shop, visit());
  await leave(db, STORE, TODAY);
  await tidyKept(db, TOMORROW);
  expect(await shown()).toMatchObject({ state: "in_progress" });
  await tidyKept(db, "2026-12-20T02:00:00.000Z");
  expect(await shown()).toBeUndefined();
});

test("nothing stays of a store where she had no visit, or one of another day, or another's", async () => {
  for (const change of [{ state: "completed", day: "2026-11-24" }, { rep_id: "rep.other" }]) {
    await take(PRICES, put("price_list", "L1", {}));
    await take(STORE, shop, visit(change));
    for (const scope of [PRICES, STORE]) await leave(db, scope, TODAY);
    await tidyKept(db, TODAY);
    for (const kind of ["visit", "store", "price_list"] as const)
      expect(await all(db, kind)).toEqual([]);
  }
});

test("a store that is hers again is known by its scope alone, from its beginning", async () => {
  await take(STORE, shop, visit());
  await leave(db, STORE, TODAY);
  await take(STORE, shop); // meanwhile the visit was withdrawn
  expect(await shown()).toBeUndefined();
  expect(await isLeft(db, "S1")).toBe(false);
  expect((await scopes(db)).find(({ scope }) => scope === STORE)).toMatchObject({ n: 1 });
});

test("of a store that buys by several lists all stay, and go with it", async () => {
  const terms = "prices:T1";
  await take(PRICES, put("price_list", "L1", { list_code: "P1" }));
  await take(terms, put("price_list", "L2", { list_code: "T1" }));
  await take(STORE, put("store", "S1", { ...shop.b, price_list_codes: ["T1", "P1"] }), visit());
  for (const scope of [terms, PRICES, STORE]) expect(await leave(db, scope, TODAY)).toBe(true);
  await tidyKept(db, TODAY);
  expect(await inScope(db, terms, "price_list")).toHaveLength(1);
  expect(await inScope(db, PRICES, "price_list")).toHaveLength(1);
});

test("the prices stay while the store itself must wait for what she just said", async () => {
  await take(PRICES, put("price_list", "L1", {}));
  await take(STORE, shop, visit());
  await leave(db, PRICES, TODAY);
  await say(db, "visit.check_out", "V1", departure);
  expect(await leave(db, STORE, TODAY)).toBe(false);
  await tidyKept(db, TODAY);
  expect(await inScope(db, PRICES, "price_list")).toHaveLength(1);
});
