import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { open, type Database } from "../device/database";
import { takePages, type FeedLine } from "../device/feed";
import type { Held } from "../device/records";
import type { PhotoType } from "../protocol";
import { app } from "../ui/app.svelte";
import {
  fetchLast,
  firstOf,
  ghostOf,
  lastPictures,
  ofCooler,
  ofPromotion,
  standardOf,
} from "./last-pictures";
import { visit } from "./testing";

const [ME, TODAY] = ["rep.cc01", "2026-11-25"];
let db: Database;
/** What of the browser is used here: one cache, and a company that can be reached or not. */
let kept: Map<string, Response>;
let reached: boolean;

beforeEach(async () => {
  kept = new Map();
  reached = true;
  vi.stubGlobal("caches", {
    open: async () => ({
      match: async (path: string) => kept.get(path)?.clone(),
      put: async (path: string, answer: Response) => void kept.set(path, answer),
      keys: async () => [...kept.keys()].map((path) => ({ url: `http://phone${path}` })),
      delete: async ({ url }: { url: string }) => kept.delete(new URL(url).pathname),
    }),
  });
  vi.stubGlobal("fetch", async () => {
    if (!reached) throw new TypeError("no network");
    return new Response("a thumbnail");
  });
  app.me = { id: ME } as NonNullable<typeof app.me>;
  db = await open(ME);
  const told = (e: string, id: string, b: object): FeedLine => ({
    t: "put",
    e,
    id,
    v: 1,
    b: { ...b },
  });
  const front = { store_id: "S1", present: true, type: "storefront" };
  const lines = [
    told("photo", "OLD", { ...front, visit_id: "V1", taken_at: "2026-11-21T02:00:00Z" }),
    told("visit", "V2", { ...visit("V2", { state: "in_progress" }) }), // on no plan
  ];
  const mark = { scope: "store:S1", epoch: 1, pos: 3, more: false };
  await takePages(db, [{ lines, mark, reset: false }], `${TODAY}T02:00:00.000Z`);
});

afterEach(() => {
  vi.unstubAllGlobals();
  app.me = null;
  db.close();
});

test("a store she came to without a plan: its last picture is fetched at the camera, and kept", async () => {
  const ghost = (): Promise<unknown> => ghostOf(db, ME, "S1", "V2", "storefront");
  reached = false;
  expect(await ghost()).toBeNull();
  reached = true;
  expect(await ghost()).not.toBeNull();
  reached = false;
  expect(await ghost()).not.toBeNull();
});

test("where she is without a plan belongs to the day, and stays; what is of no such day goes", async () => {
  kept.set("/thumbs/OTHER", new Response("of another day"));
  expect(await fetchLast(db, ME, [TODAY])).toBe(1);
  expect(await fetchLast(db, ME, [TODAY])).toBe(0);
  expect([...kept.keys()]).toEqual(["/thumbs/OLD"]);
});

test("the shelf after the work is taken over what it looked like before it, also without a network", async () => {
  reached = false;
  const after = (): Promise<unknown> => ghostOf(db, ME, "S1", "V2", "main_shelf_after");
  expect(await after()).toBeNull();
  const thumb = new Uint8Array([1, 2]).buffer;
  const took = (photo_id: string, type: PhotoType, sequence: number): Promise<unknown> =>
    db.write(["photos"], async (tx) => {
      const row = { photo_id, type, sequence, visit_id: "V2", store_id: "S1", thumb };
      await tx.objectStore("photos").put({ ...row, taken_at: "", state: "waiting" } as never);
    });
  await took("FRONT", "storefront", 0);
  expect(await after()).toBeNull();
  await took("SHELF", "main_shelf_before", 1);
  expect(await after()).toEqual(thumb);
});

test("of several pictures the first that is here; only where none is, one is fetched", async () => {
  kept.set("/thumbs/OLDER", new Response("an older one"));
  const text = async (ids: string[]): Promise<string | undefined> =>
    ((await firstOf(db, ME, ids)) as Blob | null)?.text();
  expect(await text(["UNKNOWN", "OLDER", "OLD"])).toBe("an older one");
  expect(await text(["UNKNOWN", "OLD"])).toBe("a thumbnail");
  reached = false;
  expect(await text(["UNKNOWN"])).toBeUndefined();
});

test("a promotion's pictures: the last check's of this promotion, then its set-up's; this visit's are none", () => {
  const check = (promotion_id: string, ...photo_ids: string[]) => ({ promotion_id, photo_ids });
  const cooler = (serial: string, photo_id: string | null) => ({ serial, photo_id });
  const seen = (id: string, day: number, checks: object[], coolers: object[]) =>
    ({ id, checked_in_at: `2026-11-2${day}T02:00:00Z`, promotion: { checks, coolers } }) as never;
  const visits = [
    seen("V1", 1, [check("PR-1", "a"), check("PR-2", "x")], [cooler("K-1", "k1")]),
    seen("V2", 3, [check("PR-1", "b", "c")], [cooler("K-1", null), cooler("K-2", "k2")]),
    seen("V3", 4, [check("PR-1", "now")], [cooler("K-1", "know")]),
    { id: "V0", checked_in_at: "2026-11-20T02:00:00Z" },
  ];
  const setUp = { after_photo_id: "set" };
  expect(ofPromotion(visits, "V3", "PR-1", setUp)).toEqual(["c", "b", "a", "set"]);
  expect(ofPromotion(visits, "V3", "PR-3")).toEqual([]);
  expect(ofCooler(visits, "V3", "K-1")).toEqual(["k1"]);
});

test("how it should look is a picture like any other", async () => {
  expect(standardOf(undefined)).toBeNull();
  const bytes = await standardOf(btoa("\u00ff\u00d8"))?.arrayBuffer();
  expect(bytes && [...new Uint8Array(bytes)]).toEqual([0xff, 0xd8]);
});

test("where several promotions run, a picture of each is fetched for the day", async () => {
  const at = "2026-11-21T02:00:00Z";
  const of = { store_id: "S1", present: true, visit_id: "V1", type: "promotion", taken_at: at };
  const promotion = {
    checks: [{ promotion_id: "PR-1", photo_ids: ["P-2"] }],
    coolers: [{ serial: "K-1", photo_id: "P-3" }],
    posm: [],
  };
  const lines = [
    ...["P-1", "P-2", "P-3", "P-4"].map((id): FeedLine => ({
      t: "put",
      e: "photo",
      id,
      v: 1,
      b: { ...of },
    })),
    {
      t: "put",
      e: "visit",
      id: "V1",
      v: 1,
      b: { ...visit("V1", { promotion } as never) },
    } as FeedLine,
  ];
  const mark = { scope: "store:S1", epoch: 1, pos: 9, more: false };
  await takePages(db, [{ lines, mark, reset: false }], `${TODAY}T02:00:00.000Z`);
  await fetchLast(db, ME, [TODAY]);
  const fetched = ["OLD", "P-1", "P-2", "P-3"]; // P-1: one of its kind
  expect([...kept.keys()].sort()).toEqual(fetched.map((id) => `/thumbs/${id}`));
});

function photo(id: string, visit_id: string | null, type: PhotoType, at: number): Held<"photo"> {
  return { id, visit_id, type, taken_at: `2026-11-2${at}T02:00:00Z` } as Held<"photo">;
}

test("one a kind of the latest visit but this one, the last of each, no signatures", () => {
  const photos = [
    photo("old", "V1", "main_shelf_before", 1),
    photo("front", "V2", "storefront", 2),
    photo("shelf", "V2", "main_shelf_before", 2),
    photo("shelf-again", "V2", "main_shelf_before", 3),
    photo("ink", "V2", "signature", 3),
    photo("now", "V3", "main_shelf_before", 4),
    photo("loose", null, "main_shelf_before", 5),
  ];
  expect(lastPictures(photos, "V3").map(({ id }) => id)).toEqual(["shelf-again", "front"]);
  expect(lastPictures(photos, null).map(({ id }) => id)).toEqual(["now"]);
  expect(lastPictures([], null)).toEqual([]);
});
