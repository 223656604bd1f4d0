import { beforeEach, expect, test, vi } from "vitest";
import { open, type Database } from "../device/database";
import { load } from "../device/drafts";
import { newId } from "../device/ids";
import { keeper } from "./keeper";

let db: Database;
let paint: () => void;
let copies: string[];

beforeEach(async () => {
  vi.restoreAllMocks();
  db = await open(newId());
  copies = [];
  vi.stubGlobal("requestAnimationFrame", (frame: () => void) => (paint = frame));
  const put = async (_: string, kept: Response): Promise<void> => {
    const { key, value } = (await kept.json()) as { key: string; value: string };
    copies.push(`${key} ${value}`);
  };
  vi.stubGlobal("caches", { open: () => Promise.resolve({ put, delete: () => undefined }) });
});

test("a keystroke is with the browser when its event is over, before any frame", async () => {
  const put = vi.spyOn(IDBObjectStore.prototype, "put");
  const commit = vi.spyOn(IDBTransaction.prototype, "commit");
  let typed = "";
  const kept = keeper(
    () => db,
    "leave:1",
    () => typed,
  );
  kept.keep(); // a handler that comes before the one that changes the field
  typed = "冰柜";
  kept.keep();
  await Promise.resolve();
  expect(put).toHaveBeenCalledTimes(1);
  expect(commit).toHaveBeenCalledTimes(1);
  await vi.waitFor(async () => expect(await load(db, "leave:1")).toBe("冰柜"));
});

test("the second copy is of the last keystroke, and comes behind the frame", async () => {
  let typed = "冰";
  const kept = keeper(
    () => db,
    "leave:2",
    () => typed,
  );
  kept.keep();
  await Promise.resolve();
  typed = "冰柜";
  kept.keep();
  await Promise.resolve();
  paint();
  await vi.waitFor(() => expect(copies).toEqual(["leave:2 冰柜"]));
});

test("what was said is not written once more, nor copied", async () => {
  const put = vi.spyOn(IDBObjectStore.prototype, "put");
  const kept = keeper(
    () => db,
    "leave:3",
    () => "x",
  );
  kept.keep();
  await Promise.resolve();
  kept.keep();
  kept.leave();
  paint();
  await new Promise((done) => setTimeout(done, 150)); // longer than a page that is put away waits
  expect(put).toHaveBeenCalledTimes(1);
  expect(copies.filter((copy) => copy.startsWith("leave:3"))).toEqual([]);
});
