/** Pictures on the device: bytes until the server's feed says it holds them, a thumbnail for good. */

import type { PhotoAttach, PhotoReviewed } from "../protocol";
import type { Database, Writing } from "./database";
import { byStore, type Held } from "./records";
import { sha256Hex } from "./sha256";
import type { PhotoRow, PhotoState } from "./shapes";

/** A picture just taken: what `photo.attach` says, with the bytes themselves. */
export interface PhotoBytes extends Omit<PhotoAttach, "bytes"> {
  photo_id: string;
  bytes: ArrayBuffer;
  thumb: ArrayBuffer;
}

export type { PhotoRow } from "./shapes";

/** What the log says about a picture. */
export function attachArgs(photo: PhotoBytes): PhotoAttach {
  const { photo_id: _, thumb: __, bytes, ...rest } = photo;
  return { ...rest, bytes: bytes.byteLength };
}

/** What this device knows of a picture just taken. */
export function rowOf(photo: PhotoBytes): PhotoRow {
  return {
    ...attachArgs(photo),
    photo_id: photo.photo_id,
    thumb: photo.thumb,
    state: "waiting",
    upload: null,
    tries: 0,
  };
}

/** Store a picture inside the transaction that records it. */
export async function keep(tx: Writing, photo: PhotoBytes): Promise<void> {
  await Promise.all([
    tx.objectStore("photos").put(rowOf(photo)),
    tx.objectStore("bytes").put(photo.bytes, photo.photo_id),
  ]);
}

/** Read back what was stored and hash it; a damaged picture is marked and reported, never skipped. */
export async function intact(db: Database, photoId: string, sha256: string): Promise<boolean> {
  const bytes = await bytesOf(db, photoId);
  if (bytes && (await sha256Hex(bytes)) === sha256) return true;
  await change(db, photoId, { state: "damaged" });
  return false;
}

/** A picture as a screen shows it: taken on this device, known from its record, or both. */
export interface Picture extends Pick<PhotoRow, "photo_id" | "type" | "sequence" | "taken_at"> {
  /** Only on the device that took it. */
  thumb: ArrayBuffer | null;
  /** present: the company holds it. elsewhere: its bytes are still on another device. */
  state: PhotoState | "elsewhere";
  /** What the office decided; older servers and most pictures have none. */
  review?: PhotoReviewed | undefined;
}

/** Pictures of a visit, in the order they were taken. */
export async function ofVisit(db: Database, visitId: string, storeId: string): Promise<Picture[]> {
  const rows = await db.read(["photos"], (tx) =>
    tx.objectStore("photos").index("visit").getAll(visitId),
  );
  const known = await byStore(db, "photo", storeId);
  const found = together(
    rows,
    known.filter((record) => record.visit_id === visitId),
  );
  return found.sort((a, b) => a.sequence - b.sequence || a.taken_at.localeCompare(b.taken_at));
}

/** Pictures of a store, newest first. */
export async function ofStore(db: Database, storeId: string): Promise<Picture[]> {
  const rows = await db.read(["photos"], (tx) =>
    tx.objectStore("photos").index("store").getAll(storeId),
  );
  const found = together(rows, await byStore(db, "photo", storeId));
  return found.sort((a, b) => b.taken_at.localeCompare(a.taken_at));
}

/** What is here comes before what is only known: a picture on its way up is still to be seen. */
function together(rows: PhotoRow[], records: Array<Held<"photo">>): Picture[] {
  const here = new Set(rows.map((row) => row.photo_id));
  const reviews = new Map(records.map(({ id, review }) => [id, review]));
  const known = records.filter(({ id }) => !here.has(id));
  return [
    ...rows.map((row) => ({ ...row, review: reviews.get(row.photo_id) })),
    ...known.map(({ id, type, sequence, taken_at, present, review }) => ({
      photo_id: id,
      type,
      sequence,
      taken_at,
      thumb: null,
      review,
      state: present ? ("present" as const) : ("elsewhere" as const),
    })),
  ];
}

export async function photo(db: Database, photoId: string): Promise<PhotoRow | undefined> {
  return db.read(["photos"], (tx) => tx.objectStore("photos").get(photoId));
}

/** The picture itself, while it is on this device. */
export async function bytesOf(db: Database, photoId: string): Promise<ArrayBuffer | undefined> {
  return db.read(["bytes"], (tx) => tx.objectStore("bytes").get(photoId));
}

/** Pictures whose bytes the server does not hold yet, oldest first. */
export async function unsent(db: Database): Promise<PhotoRow[]> {
  const rows = await db.read(["photos"], (tx) =>
    tx.objectStore("photos").index("state").getAll("waiting"),
  );
  return rows.sort((a, b) => a.taken_at.localeCompare(b.taken_at));
}

/**
 * Change what is known of an upload. A picture the server holds is done with: a late answer to
 * another tab makes it neither unsent nor damaged, though its bytes are gone from here.
 */
export async function change(
  db: Database,
  photoId: string,
  fields: Partial<Pick<PhotoRow, "state" | "upload" | "tries">>,
): Promise<void> {
  await db.write(["photos"], async (tx) => {
    const held = await tx.objectStore("photos").get(photoId);
    if (!held || held.state === "present") return;
    await tx.objectStore("photos").put({ ...held, ...fields });
  });
}

/**
 * Let go of the bytes that the server's feed says it holds under the same hash; the thumbnail
 * stays. Its word in the feed is the only one that counts: no status code ever deletes a picture.
 */
export async function letGo(db: Database): Promise<number> {
  const held = await db.read(["bytes"], (tx) => tx.objectStore("bytes").getAllKeys());
  if (held.length === 0) return 0;
  return db.write(["photos", "bytes", "rows"], async (tx) => {
    let gone = 0;
    for (const photoId of held) {
      const rows = await tx.objectStore("rows").index("record").getAll(["photo", photoId]);
      const row = await tx.objectStore("photos").get(photoId);
      const present = rows.some(({ body }) => body.present === true && body.sha256 === row?.sha256);
      if (!row || !present) continue;
      await tx.objectStore("bytes").delete(photoId);
      await tx.objectStore("photos").put({ ...row, state: "present", upload: null });
      gone += 1;
    }
    return gone;
  });
}

/** Pictures of a store that is hers no more; what the server does not hold yet stays. */
export async function dropPictures(tx: Writing, storeId: string): Promise<void> {
  for (const row of await tx.objectStore("photos").index("store").getAll(storeId)) {
    if (row.state === "present") await tx.objectStore("photos").delete(row.photo_id);
  }
}

/** A restored server may have lost pictures it had: what is still here is sent again. */
export async function sendAgain(db: Database): Promise<void> {
  await db.write(["photos"], async (tx) => {
    const store = tx.objectStore("photos");
    for (const row of await store.index("state").getAll("uploaded")) {
      await store.put({ ...row, state: "waiting", upload: null });
    }
  });
}
