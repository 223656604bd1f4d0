import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { open, type Database } from "../device/database";
import { takePages, type FeedLine } from "../device/feed";
import type { Held } from "../device/records";
import type { PhotoType } from "../protocol";
import { app } from "../ui/app.svelte";
import { fetchLast, ghostOf, lastPictures } from "./last-pictures";
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
