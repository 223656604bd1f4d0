/** The pictures of a store's last visit, and having those of the next days here before she goes. */

import type { Database } from "../device/database";
import { heldThumb } from "../device/thumbs";
import { keepThumb, lackingThumbs } from "../device/thumbs-kept";
import { byDay, byStore, type Held } from "../device/records";
import type { PhotoType } from "../protocol";
import { fetchPicture } from "../ui/picture.svelte";

/** One a kind, and at most so many of a store: about 8 KB each. */
const OF_A_STORE = 5;
const DRAWN: ReadonlySet<PhotoType> = new Set(["signature", "document"]);

/** Of the latest visit but this one, the last picture of each kind. Pure. */
export function lastPictures(
  photos: readonly Held<"photo">[],
  thisVisit: string | null,
): Held<"photo">[] {
  const before = photos
    .filter((one) => one.visit_id && one.visit_id !== thisVisit && !DRAWN.has(one.type))
    .sort((a, b) => b.taken_at.localeCompare(a.taken_at));
  const visit = before[0]?.visit_id;
  const kinds = new Map<PhotoType, Held<"photo">>();
  for (const one of before) {
    if (one.visit_id === visit && !kinds.has(one.type)) kinds.set(one.type, one);
  }
  return [...kinds.values()].slice(0, OF_A_STORE);
}

/** What the same looked like last time: from this phone, or from what was fetched; null: not here. */
export async function ghostOf(
  db: Database,
  userId: string,
  storeId: string,
  visitId: string,
  type: PhotoType,
): Promise<ArrayBuffer | Blob | null> {
  const last = lastPictures(await byStore(db, "photo", storeId), visitId);
  const same = last.find((one) => one.type === type);
  if (!same) return null;
  const row = await db.read(["photos"], (tx) => tx.objectStore("photos").get(same.id));
  return row?.thumb ?? heldThumb(userId, same.id);
}

/** Fetch, one after the other, what is not here of the stores of these days. How many came. */
export async function fetchLast(
  db: Database,
  userId: string,
  days: readonly string[],
  going: () => boolean,
): Promise<number> {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return 0;
  const stops = (await byDay(db, "planned_visit", first, last)).filter(
    (stop) => stop.rep_id === userId && stop.state === "planned",
  );
  const wanted: string[] = [];
  for (const { store_id } of stops) {
    const photos = await byStore(db, "photo", store_id);
    wanted.push(...lastPictures(photos, null).flatMap(({ id, present }) => (present ? id : [])));
  }
  let came = 0;
  for (const id of await lackingThumbs(userId, wanted)) {
    if (!going()) break;
    const thumb = await fetchPicture(id, "thumb");
    if (thumb && (await keepThumb(userId, id, thumb))) came += 1;
  }
  return came;
}
