/** A picture's place in the chain of its visit: each hash holds the one before it, so that none can be
 *  taken out or changed unseen. Twin of photo_link in backend/visits/rules.py. */

import type { PhotoLink } from "../protocol";
import type { Database } from "./database";
import { serverKnows } from "./meta";
import type { PhotoBytes } from "./photos";
import { byStore } from "./records";
import { sha256Hex } from "./sha256";

/** Shapes in which a photo may have a link, and say how it looks. */
const SINCE = 6;

export async function photoLink(before: string, sha256: string): Promise<string> {
  return sha256Hex(new TextEncoder().encode(`${before}:${sha256}`).buffer);
}

/** The pictures as they will be said: those of a visit hung behind its last, one after the other. An
 *  older server is told neither a link nor a look. Two tabs at once may hang theirs side by side. */
export async function linked(db: Database, pictures: PhotoBytes[]): Promise<PhotoBytes[]> {
  if (pictures.length === 0) return pictures;
  if (!(await serverKnows(db, SINCE))) {
    return pictures.map((picture) => {
      const plain = { ...picture };
      delete plain.look;
      delete plain.kept_reason;
      delete plain.chain;
      return plain;
    });
  }
  const ends = new Map<string, PhotoLink | undefined>();
  const hung: PhotoBytes[] = [];
  for (const picture of pictures) {
    const visit = picture.visit_id;
    if (visit === null) {
      hung.push(picture);
      continue;
    }
    if (!ends.has(visit)) ends.set(visit, await lastOf(db, visit, picture.store_id));
    const end = ends.get(visit);
    const hash = await photoLink(end?.hash ?? visit, picture.sha256);
    const chain = { n: (end?.n ?? 0) + 1, hash };
    ends.set(visit, chain);
    hung.push({ ...picture, chain });
  }
  return hung;
}

/** The chain's end: of what this phone took, or, should that be gone, of what the company holds. */
async function lastOf(db: Database, visit: string, store: string): Promise<PhotoLink | undefined> {
  const here = await db.read(["photos"], (tx) =>
    tx.objectStore("photos").index("visit").getAll(visit),
  );
  const there = (await byStore(db, "photo", store)).filter((one) => one.visit_id === visit);
  const links = [...here, ...there].flatMap(({ chain }) => chain ?? []);
  return links.sort((a, b) => b.n - a.n)[0];
}
