/** The pictures of a store's last visit, and having those of the next days here before she goes. */

import type { Database } from "../device/database";
import { standing } from "../device/log";
import { heldThumb } from "../device/thumbs";
import { keepThumb, lackingThumbs } from "../device/thumbs-kept";
import { byDay, byStore, type Held } from "../device/records";
import type { PhotoType } from "../protocol";
import { app } from "../ui/app.svelte";
import { fetchPicture } from "../ui/picture.svelte";

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
  return [...kinds.values()];
}

/**
 * What the same looked like last time: from this phone, from what was fetched, or else, at a store
 * that was on no plan, fetched now; null: not here, and not to be had.
 */
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
  const held = row?.thumb ?? (await heldThumb(userId, same.id));
  return held ?? (same.present ? fetched(userId, same.id) : null);
}

async function fetched(userId: string, id: string): Promise<Blob | null> {
  const thumb = await fetchPicture(id, "thumb");
  if (thumb) await keepThumb(userId, id, thumb);
  return thumb;
}

/** The latest asking; an older one, still at it, stops. */
let turn = 0;

/** Where she goes on these days: planned, added by herself, or gone to without a plan. */
async function goesTo(
  db: Database,
  userId: string,
  from: string,
  to: string,
): Promise<Set<string>> {
  const [stops, visits, log] = await Promise.all([
    byDay(db, "planned_visit", from, to),
    byDay(db, "visit", from, to),
    standing(db),
  ]);
  const planned = stops.filter((stop) => stop.state === "planned");
  const hers = [...planned, ...visits].filter((one) => one.rep_id === userId);
  const said = log.flatMap((line) =>
    line.kind === "visit.check_in" || line.kind === "planned_visit.add" ? [line.args] : [],
  );
  return new Set([...hers, ...said].map((one) => one.store_id));
}

/** Fetch, one after the other, what is not here of the stores of these days. How many came. */
export async function fetchLast(
  db: Database,
  userId: string,
  days: readonly string[],
): Promise<number> {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return 0;
  const mine = ++turn;
  const wanted: string[] = [];
  for (const store of await goesTo(db, userId, first, last)) {
    const photos = await byStore(db, "photo", store);
    wanted.push(...lastPictures(photos, null).flatMap(({ id, present }) => (present ? id : [])));
  }
  let came = 0;
  for (const id of await lackingThumbs(userId, wanted)) {
    if (turn !== mine || app.me?.id !== userId) break;
    if (await fetched(userId, id)) came += 1;
  }
  return came;
}
