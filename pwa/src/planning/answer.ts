/** What a rep says to a task: done, or why not. Her picture is proof of the one as of the other. */

import type { Database } from "../device/database";
import { say } from "../device/log";
import type { PhotoBytes } from "../device/photos";
import type { TaskNow } from "./now";

/** As long as task.cannot may be. */
const REASON_LENGTH = 500;

export interface Answer {
  answer: string;
  photos: PhotoBytes[];
  visit_id: string | null;
  /** Where it was filled in. */
  drafts?: string[];
}

export async function answerTask(
  db: Database,
  task: Pick<TaskNow, "id" | "version">,
  can: boolean,
  { answer, photos, visit_id, drafts = [] }: Answer,
): Promise<void> {
  const extra = { photos, drafts, base: { version: task.version } };
  if (can) {
    const photo_ids = photos.map((photo) => photo.photo_id);
    await say(db, "task.complete", task.id, { answer, photo_ids, visit_id }, extra);
  } else {
    const reason = answer.slice(0, REASON_LENGTH).replace(/[\ud800-\udbff]$/, ""); // not half an emoji
    await say(db, "task.cannot", task.id, { reason }, extra);
  }
}
