/** The pictures of a store's last visit, and having those of the next days here before she goes. */

import type { Database } from "../device/database";
import { standing } from "../device/log";
import { ofVisit } from "../device/photos";
import { heldThumb } from "../device/thumbs";
import { keepThumb, lackingThumbs } from "../device/thumbs-kept";
import { byDay, byStore, one as held, some, type Held } from "../device/records";
import type { CoolerSeen, PhotoType, PromotionChecked, SetUpMade } from "../protocol";
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

/** What a visit says of promotions and coolers, and when it began. */
interface Seen {
  id: string;
  checked_in_at: string;
  promotion?: { checks: readonly PromotionChecked[]; coolers: readonly CoolerSeen[] };
}

const latestFirst = (visits: readonly Seen[], except: string): Seen[] =>
  visits
    .filter((visit) => visit.id !== except)
    .toSorted((a, b) => b.checked_in_at.localeCompare(a.checked_in_at));

/** Pictures of one promotion here, the last check's first, that of its set-up last. Pure. */
export function ofPromotion(
  visits: readonly Seen[],
  except: string,
  promotionId: string,
  setUp?: Pick<SetUpMade, "after_photo_id">,
): string[] {
  const checks = latestFirst(visits, except).flatMap((visit) => visit.promotion?.checks ?? []);
  const same = checks.filter((check) => check.promotion_id === promotionId);
  return [
    ...same.flatMap((check) => check.photo_ids.toReversed()),
    ...(setUp ? [setUp.after_photo_id] : []),
  ];
}

/** Pictures of one cooler, the latest first. Pure. */
export function ofCooler(visits: readonly Seen[], except: string, serial: string): string[] {
  return latestFirst(visits, except)
    .flatMap((visit) => visit.promotion?.coolers ?? [])
    .flatMap((seen) => (seen.serial === serial && seen.photo_id ? [seen.photo_id] : []));
}

/** The first of these that is on this phone; else the first that can be fetched now; else null. */
export async function firstOf(
  db: Database,
  userId: string,
  ids: readonly string[],
): Promise<ArrayBuffer | Blob | null> {
  for (const id of ids) {
    const row = await db.read(["photos"], (tx) => tx.objectStore("photos").get(id));
    const here = row?.thumb ?? (await heldThumb(userId, id));
    if (here) return here;
  }
  const known = new Map((await some(db, "photo", ids)).map((photo) => [photo.id, photo]));
  const there = ids.find((id) => known.get(id)?.present);
  return there ? fetched(userId, there) : null;
}

/**
 * What the same looked like last time; of a shelf after the work on it, what it looked like before,
 * so that the two can be laid over each other. From this phone, from what was fetched, or else, at
 * a store that was on no plan, fetched now; null: not here, and not to be had.
 */
export async function ghostOf(
  db: Database,
  userId: string,
  storeId: string,
  visitId: string,
  type: PhotoType,
): Promise<ArrayBuffer | Blob | null> {
  const last = lastPictures(await byStore(db, "photo", storeId), visitId);
  const same = last.filter((photo) => photo.type === type).map(({ id }) => id);
  if (type !== "main_shelf_after") return firstOf(db, userId, same);
  const now = await ofVisit(db, visitId, storeId);
  const before = now.findLast((photo) => photo.type === "main_shelf_before");
  return firstOf(db, userId, before ? [before.photo_id, ...same] : same);
}

/** How it should look, as it came with the promotion. */
export function standardOf(jpeg: string | undefined): Blob | null {
  if (!jpeg) return null;
  const bytes = Uint8Array.from(atob(jpeg), (letter) => letter.charCodeAt(0));
  return new Blob([bytes], { type: "image/jpeg" });
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
  const wanted = new Set<string>();
  for (const store of await goesTo(db, userId, first, last)) {
    const photos = await byStore(db, "photo", store);
    const kinds = lastPictures(photos, null);
    const visit = kinds[0]?.visit_id ? await held(db, "visit", kinds[0].visit_id) : undefined;
    // Of one kind there are several where several promotions run, or coolers stand.
    const named = new Set([
      ...(visit?.promotion?.checks ?? []).flatMap((check) => check.photo_ids),
      ...(visit?.promotion?.coolers ?? []).flatMap((cooler) => cooler.photo_id ?? []),
    ]);
    for (const photo of [...kinds, ...photos.filter(({ id }) => named.has(id))])
      if (photo.present) wanted.add(photo.id);
  }
  let came = 0;
  for (const id of await lackingThumbs(userId, [...wanted])) {
    if (turn !== mine || app.me?.id !== userId) break;
    if (await fetched(userId, id)) came += 1;
  }
  return came;
}
