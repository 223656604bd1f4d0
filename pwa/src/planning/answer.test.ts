import { expect, test } from "vitest";
import { open } from "../device/database";
import { newId } from "../device/ids";
import { lines } from "../device/log";
import { unsent, type PhotoBytes } from "../device/photos";
import { sha256Hex } from "../device/sha256";
import { answerTask } from "./answer";

async function picture(): Promise<PhotoBytes> {
  const bytes = crypto.getRandomValues(new Uint8Array(3000)).buffer;
  return {
    photo_id: newId(),
    bytes,
    thumb: new ArrayBuffer(8),
    visit_id: null,
    store_id: "S000002",
    delivery_note_id: null,
    task_id: "T-1",
    type: "task",
    sha256: await sha256Hex(bytes),
    mime: "image/jpeg",
    width: 10,
    height: 10,
    taken_at: "2026-11-25T02:09:14.123Z",
    position: null,
    capture_mode: "live",
    sequence: 50,
  };
}

test.each([true, false])("the picture goes with the answer, done: %s", async (can) => {
  const db = await open(newId());
  const one = await picture();
  const answer = { answer: "老板不同意，见照片", photos: [one], visit_id: null };
  await answerTask(db, { id: "T-1", version: 3 }, can, answer);
  const said = await lines(db);
  expect(said.map((line) => line.kind)).toEqual([
    can ? "task.complete" : "task.cannot",
    "photo.attach",
  ]);
  expect(said[0]?.base).toEqual({ version: 3 });
  expect(said[1]).toMatchObject({ id: one.photo_id, args: { task_id: "T-1", type: "task" } });
  expect((await unsent(db)).map((row) => row.photo_id)).toEqual([one.photo_id]);
});
