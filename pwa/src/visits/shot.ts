/** A picture taken in the middle of a visit: said by itself, stamped, with its bytes. */

import { say } from "../device/log";
import { attachArgs, type PhotoBytes } from "../device/photos";
import type { PhotoType, Position } from "../protocol";
import { database, person } from "../ui/app.svelte";
import type { Kept } from "./Camera.svelte";
import type { VisitPage } from "./page";
import { pictureOf } from "./pictures";
import { stampOf } from "./stamp";

type Place = Pick<VisitPage, "visit" | "store" | "photos">;

/** A picture of this visit, ready to be said with what it belongs to. */
export function pictureFor(
  { visit, store, photos }: Place,
  blob: Blob,
  type: PhotoType,
  mode: "live" | "file",
  position: Position | null,
  kept?: Kept,
): Promise<PhotoBytes> {
  return pictureOf(blob, {
    store_id: visit.store_id,
    visit_id: visit.id,
    type,
    capture_mode: mode,
    sequence: photos.length,
    position,
    kept,
    stamp: stampOf(store, person().name, position),
  });
}

/** Throws NotSaved; then nothing of it is stored. */
export async function sayPicture(
  place: Place,
  blob: Blob,
  type: PhotoType,
  mode: "live" | "file",
  position: Position | null,
  kept: Kept,
): Promise<void> {
  const picture = await pictureFor(place, blob, type, mode, position, kept);
  await say(database(), "photo.attach", picture.photo_id, attachArgs(picture), {
    photos: [picture],
  });
}
