import { afterEach, expect, test, vi } from "vitest";
import { open } from "./database";
import { drop, jot, load, onUnkept, save, type Unkept } from "./drafts";
import { newId } from "./ids";
import { fillUp } from "./testing/full";

function told(): (Unkept | null)[] {
  const heard: (Unkept | null)[] = [];
  onUnkept((why) => heard.push(why));
  return heard;
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("what is typed on a full phone is said not to be kept, and is still found", async () => {
  const heard = told();
  const db = await open(newId());
  await jot(db, "task:1", { answer: "老板" });
  fillUp("drafts");
  await jot(db, "task:1", { answer: "老板不同意" });
  expect(heard).toEqual(["full"]);
  expect(await load(db, "task:1")).toEqual({ answer: "老板不同意" });
  expect(await load(await open(newId()), "task:1")).toBeUndefined();
  await drop(db, "task:1");
});

test("it is kept by itself once there is space, and then nothing is said any more", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true });
  const heard = told();
  const db = await open(newId());
  fillUp("drafts");
  await jot(db, "leave:1", { note: "a" });
  await jot(db, "leave:2", { note: "b" });
  vi.restoreAllMocks();
  await vi.advanceTimersByTimeAsync(5_100);
  await vi.waitFor(() => expect(heard).toEqual(["full", "full", null]));
  const again = await open(db.user_id);
  expect(await load(again, "leave:2")).toEqual({ note: "b" });
});

test("when a keystroke's handler is over the browser has all it needs to keep it", async () => {
  const db = await open(newId());
  const put = vi.spyOn(IDBObjectStore.prototype, "put");
  const commit = vi.spyOn(IDBTransaction.prototype, "commit");
  const copy = vi.fn<() => void>();
  const kept = jot(db, "leave:1", { note: "冰柜" }, copy);
  expect(put).toHaveBeenCalledTimes(1);
  expect(commit).toHaveBeenCalledTimes(1);
  expect(copy).toHaveBeenCalledTimes(1);
  await kept;
  expect(await load(await open(db.user_id), "leave:1")).toEqual({ note: "冰柜" });
});

test("what was said, or put away, is no longer spoken of", async () => {
  const heard = told();
  const db = await open(newId());
  fillUp("drafts");
  await jot(db, "order:1", {});
  await drop(db, "order:1");
  expect(heard).toEqual(["full", null]);
  expect(await load(db, "order:1")).toBeUndefined();
  await expect(save(db, "order:1", {})).rejects.toThrow("full");
});
