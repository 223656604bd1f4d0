import { beforeEach, expect, test } from "vitest";
import { open, type Database } from "../device/database";
import { takePages } from "../device/feed";
import { newId } from "../device/ids";
import { lines, say, standing } from "../device/log";
import { checkIn, recentVisits, StillOpen, unexplained } from "./arrival";
import { forgottenVisits, openVisits, visitsNow } from "./now";
import { visit } from "./testing";

let db: Database;
let me: { id: string; name: string };
const args = (store_id: string) => ({
  store_id,
  planned_visit_id: null,
  unplanned_reason: null,
  day: "2026-11-25",
  position: null,
  distance_m: null,
  fence_result: "inside" as const,
  exception_reason: null,
  note: null,
});

async function confirmed(id: string, change: object): Promise<void> {
  const { id: _, version: v, ...b } = visit(id, { rep_id: me.id, state: "in_progress", ...change });
  const mark = { scope: "store:S1", epoch: 1, pos: 1, more: true };
  const line = { t: "put" as const, e: "visit", id, v, b };
  await takePages(db, [{ lines: [line], mark, reset: false }], "2026-11-25T02:00:00.000Z");
}

beforeEach(async () => {
  db = await open(newId());
  me = { id: db.user_id, name: "陈晓岚" };
});

test("far off or nowhere asks for a word; a vague fix and a silent one do not", () => {
  expect(unexplained("outside", "")).toBe(true);
  expect(unexplained("no_position", "")).toBe(true);
  expect(unexplained("outside", "unclear")).toBe(false);
  expect(unexplained("uncertain", "")).toBe(false);
  expect(unexplained("inside", "")).toBe(false);
});

test("of two tabs that check in at the same moment one writes; the other is led to its visit", async () => {
  const second = await open(db.user_id);
  const both = await Promise.allSettled([
    checkIn(db, me, "V1", args("S1")),
    checkIn(second, me, "V2", args("S1")),
  ]);
  const refused = both.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  expect(await lines(db)).toHaveLength(1);
  expect(refused).toHaveLength(1);
  expect(refused[0]).toBeInstanceOf(StillOpen);
  expect((refused[0] as StillOpen).visit.id).toBe((await lines(db))[0]?.id);
  second.close();
});

test("one of today that another phone of hers left open is left first", async () => {
  await confirmed("V0", { checked_in_at: "2026-11-25T00:50:00.000Z" });
  await expect(checkIn(db, me, "V1", args("S2"))).rejects.toMatchObject({ visit: { id: "V0" } });
  await say(db, "visit.check_out", "V0", {
    position: null,
    stay_s: 60,
    note: null,
    no_order_reason: null,
    next_promise: null,
  });
  await checkIn(db, me, "V1", args("S2"));
  expect(await standing(db)).toHaveLength(2);
});

test("a colleague's open visit in the store keeps nobody out", async () => {
  await confirmed("V0", { rep_id: "rep.other" });
  await checkIn(db, me, "V1", args("S1"));
  expect(await standing(db)).toHaveLength(1);
});

test("a visit of yesterday that nobody left is over: it keeps her out of nothing, and is asked about", async () => {
  await confirmed("V0", { day: "2026-11-24", checked_in_at: "2026-11-24T15:50:00.000Z" });
  await confirmed("V1", { checked_in_at: "2026-11-25T01:00:00.000Z" });
  await confirmed("V2", { day: "2026-11-24", state: "completed" });
  const now = visitsNow(await recentVisits(db, "2026-11-25"), await standing(db), me);
  expect(openVisits(now.values(), me.id, "2026-11-25").map(({ id }) => id)).toEqual(["V1"]);
  const asked = forgottenVisits(now.values(), me.id, "2026-11-25");
  expect(asked.map(({ id }) => id)).toEqual(["V0"]);
  await checkIn(db, me, "V3", { ...args("S2"), day: "2026-11-26" });
  expect(await standing(db)).toHaveLength(1);
});
