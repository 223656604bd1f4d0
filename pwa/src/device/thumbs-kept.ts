/** Putting small copies away, and which of them go. Nobody needs it before the first screen stands. */

import { cacheOf, pathOf } from "./thumbs";

/** Which of these are not here yet; all others that are here go. */
export async function lackingThumbs(userId: string, wanted: readonly string[]): Promise<string[]> {
  const cache = await cacheOf(userId);
  if (!cache) return [];
  const paths = new Map(wanted.map((id) => [pathOf(id), id]));
  const held = new Set<string>();
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (paths.has(pathname)) held.add(pathname);
    else await cache.delete(request);
  }
  return [...paths].filter(([path]) => !held.has(path)).map(([, id]) => id);
}

/** A full phone keeps its work, and goes without. False: it was not kept. */
export async function keepThumb(userId: string, photoId: string, thumb: Blob): Promise<boolean> {
  const cache = await cacheOf(userId);
  if (!cache) return false;
  const answer = new Response(thumb, { headers: { "Content-Type": thumb.type || "image/jpeg" } });
  return cache.put(pathOf(photoId), answer).then(
    () => true,
    () => false,
  );
}
