/** The browser has thrown its databases away: the second place still has what was unsent. */

import { caches } from "undici";
import { expect, test, vi } from "vitest";
import { match } from "../device/copies";
import { stow } from "../device/spare";
import { copyPeople } from "../device/people";
import { withSpare } from "../device/testing/spare";
import { counts, remains } from "./remains";
import { morning, newBrowser, spoil, type Phone } from "./testing/phone";

withSpare();

const pictures = (): ArrayBuffer[] =>
  Array.from({ length: 3 }, (_, i) => new Uint8Array(4000 + i).fill(i + 1).buffer);

async function worked(): Promise<Phone> {
  newBrowser();
  const phone = await morning("rep-1", pictures(), "");
  await match(phone.db);
  return phone;
}

test("with all databases gone, what waits is found, and whose it is", async () => {
  const phone = await worked();
  await copyPeople();
  const me = { id: "rep-1", login: "rep-1", name: "陈小一" };
  const people = [{ person_id: "rep-1", me, push_token: "xp_1" }];
  await stow("session", "now", { people, current: "rep-1" });
  phone.db.close();
  newBrowser();
  const [one] = await remains();
  expect([one?.name, one?.push_token]).toEqual(["陈小一", "xp_1"]);
  const unsent = phone.ops.slice(3);
  const said = one?.lines.map((line) => JSON.parse(line.text) as object);
  expect(said).toEqual(unsent.map((op) => JSON.parse(op.text) as object));
  expect(one && counts(one)).toEqual({ unsent: unsent.length, refused: 0, heard: 0 });
  expect(one?.photos.map(({ sha256 }) => sha256).sort()).toEqual(
    phone.photos.map(({ sha256 }) => sha256).sort(),
  );
  for (const { photo_id } of one?.photos ?? [])
    expect((await one?.bytesOf(photo_id))?.byteLength).toBeGreaterThan(3999);
  expect(await indexedDB.databases()).toEqual([]);
});

test("a picture that has gone bad in the database is whole in the second place", async () => {
  const phone = await worked();
  const id = phone.photos[1]?.photo_id ?? "";
  await spoil(phone, "bytes", (held) => held.put(new Uint8Array([1, 2]).buffer, id));
  const [one] = await remains();
  expect(one?.damaged).toEqual([]);
  expect(one?.unreadable).toEqual([]);
  expect(one?.photos).toHaveLength(3);
  expect((await one?.bytesOf(id))?.byteLength).toBeGreaterThan(3999);
  expect(one?.lines).toHaveLength(phone.ops.length);
});

test.each<[string, (log: IDBObjectStore) => IDBRequest]>([
  ["is empty", (log) => log.clear()],
  ["has lost a line", (log) => log.delete(5)],
  ["holds a stump", (log) => log.put({ n: 5 })],
])("what the log that %s does not tell, the second place does", async (_, change) => {
  const phone = await worked();
  await spoil(phone, "log", change);
  const [one] = await remains();
  const unsent = phone.ops.slice(3).map((op) => op.op_id);
  expect(one?.lines.map((line) => line.op_id)).toEqual(expect.arrayContaining(unsent));
  const fifth = one?.lines.find((line) => line.op_id === phone.ops[4]?.op_id);
  expect(JSON.parse(fifth?.text ?? "{}")).toEqual(JSON.parse(phone.ops[4]?.text ?? "null"));
  // 1 to 3 were heard, and had no copy: of an empty log they are named.
  const named = one?.unreadable.filter(({ key }) => !/^#[123]$/.test(key));
  expect(named).toEqual([]);
});

test("half an operation does not hide the whole one", async () => {
  const phone = await worked();
  const [id, replica_id] = [phone.ops[4]?.op_id, phone.replica_id];
  const stump = { n: 5, op_id: id, replica_id, local_seq: 5, state: "waiting", kind: "day.end" };
  await spoil(phone, "log", (log) => log.put(stump));
  const [one] = await remains();
  const fifth = one?.lines.filter((line) => line.op_id === id) ?? [];
  expect(fifth.map((line) => JSON.parse(line.text) as object)).toEqual([
    JSON.parse(phone.ops[4]?.text ?? "null"),
  ]);
});

test("with no second place, a number that is nowhere is named", async () => {
  newBrowser();
  vi.stubGlobal("caches", undefined);
  const phone = await morning("rep-1", pictures(), "");
  await spoil(phone, "log", (log) => log.delete(5));
  const [one] = await remains();
  expect(one?.unreadable).toContainEqual({ store: "log", key: "#5", why: "missing" });
});

test("looking makes no second place", async () => {
  newBrowser();
  expect(await remains()).toEqual([]);
  expect(await caches.keys()).toEqual([]);
});
