import { afterEach, beforeEach, expect, test } from "vitest";
import { open, type Database } from "../device/database";
import { takePages, type FeedLine } from "../device/feed";
import { note } from "../device/meta";
import { dayOf, nowMs } from "../device/time";
import { orderPage } from "../orders/page";
import { unlooked, visitPage } from "./page";
import { seen, visit } from "./testing";

const ME = { id: "rep.cc01", name: "演示陈晓岚" };
let db: Database;

/** What this phone holds of the visit V2, which was begun under no template. */
async function held(state: string, observations: object[] = []): Promise<void> {
  const told = (e: string, id: string, b: object): FeedLine => ({
    t: "put",
    e,
    id,
    v: 1,
    b: { ...b },
  });
  const lines = [
    told("store", "S1", { tier: "P3", channel_type: "convenience", must_stock_list_id: "M1" }),
    told("must_stock_list", "M1", { sku_ids: ["K0", "K1", "K2"] }),
    told("visit", "V2", {
      ...visit("V2", { state, observations, day: dayOf(new Date(nowMs())) } as never),
    }),
  ];
  const mark = { scope: "store:S1", epoch: 1, pos: 3, more: false };
  await takePages(db, [{ lines, mark, reset: false }], "2026-11-25T02:00:00.000Z");
}

beforeEach(async () => {
  db = await open(ME.id);
});
afterEach(() => db.close());

test("a reason is asked for under the app's own steps, too, but of no server from before reasons", async () => {
  await held("in_progress");
  expect((await visitPage(db, "V2", ME))?.excusable).toBe(true);
  await note(db, "server", () => ({ server_id: "s", schema: 5 }));
  expect((await visitPage(db, "V2", ME))?.excusable).toBe(false);
});

test("what nobody looked at is counted, one that was not checked is not", async () => {
  await held("in_progress", [seen("K0", "present", 2), seen("K1", "not_checked", 0)]);
  const page = await visitPage(db, "V2", ME);
  expect(page && unlooked(page)).toBe(1);
});

test("an order of a visit that goes on is open", async () => {
  await held("in_progress");
  expect((await orderPage(db, { visit: "V2" }, ME))?.over).toBe(false);
});

test("an order of a visit that is over is over", async () => {
  await held("completed");
  expect((await orderPage(db, { visit: "V2" }, ME))?.over).toBe(true);
});
