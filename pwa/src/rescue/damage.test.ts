/** Every damaged phone: what can still be read is in the file, what cannot is named. */

import { afterEach, expect, test, vi } from "vitest";
import { DAMAGES, tell } from "./testing/damage";
import { remains } from "./remains";
import { newBrowser } from "./testing/phone";

const KEY = "Q3DumX2M3BzYzLipV3asDPWwfPs5lRqUclXLdTJIpQ4";
const pictures = (): ArrayBuffer[] =>
  Array.from({ length: 5 }, (_, i) => new Uint8Array(4000 + i).fill(i + 1).buffer);

afterEach(() => {
  vi.restoreAllMocks();
});

test.each(DAMAGES)("$name", async (damage) => {
  const begun: string[] = [];
  const real = IDBDatabase.prototype.transaction;
  const story = await tell(
    {
      ...damage,
      damage: async (phone) => {
        const done = (await damage.damage?.(phone)) ?? {};
        vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementation(function begin(
          this: IDBDatabase,
          ...args
        ) {
          begun.push(args[1] ?? "readonly");
          return real.apply(this, args);
        });
        return done;
      },
    },
    pictures(),
    KEY,
  );
  const lines = story.found.flatMap((one) => one.lines.map((line) => line.op_id));
  const whole = story.found.flatMap((one) => one.photos.map(({ photo_id }) => photo_id));
  const without = (all: string[], lost: string[]) => all.filter((id) => !lost.includes(id));
  const ops = without(story.ops.map((op) => op.op_id), story.lost.ops); // prettier-ignore
  const photos = without(story.photos.map((one) => one.photo_id), story.lost.photos); // prettier-ignore
  expect(lines.sort()).toEqual(ops.sort());
  const texts = new Map(story.ops.map((op) => [op.op_id, op.text]));
  for (const { op_id, text } of story.found.flatMap((one) => one.lines))
    expect(JSON.parse(text)).toEqual(JSON.parse(texts.get(op_id) ?? "null"));
  expect(whole.sort()).toEqual(photos.sort());
  const named = new Set(
    story.found.flatMap((one) => one.unreadable.map(({ store, key }) => `${store} ${key}`)),
  );
  for (const id of story.lost.photos) expect(named.has(`bytes ${id}`)).toBe(true);
  for (const op of story.ops.filter((one) => story.lost.ops.includes(one.op_id))) {
    const { local_seq } = JSON.parse(op.text) as { local_seq: number };
    expect(named.has(`log ${op.n}`) || named.has(`log #${local_seq}`)).toBe(true);
  }
  // Nothing was written, not even for a moment: the storage may be full, or the next to break.
  expect(begun).not.toContain("readwrite");
  expect(story.code === null).toBe(!damage.keyless);
});

test("a database that another tab holds is said to be there, and read when it lets go", async () => {
  const held = DAMAGES.find(({ name }) => name === "another tab holds the database");
  const story = await tell(held ?? { name: "" }, pictures(), KEY);
  expect(story.first.map((one) => one.unreadable)).toEqual([
    [{ store: "*", key: "*", why: "blocked" }],
  ]);
  expect(story.found[0]?.lines).toHaveLength(7);
});

test("looking makes nothing: on a phone without work nothing is there afterwards either", async () => {
  newBrowser();
  expect(await remains()).toEqual([]);
  expect(await indexedDB.databases()).toEqual([]);
});
