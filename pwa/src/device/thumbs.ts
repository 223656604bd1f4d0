/** Small copies of pictures the company holds, kept for where there is no network: derived, for each
 *  person her own, thrown away at will. Where the browser has no cache (plain HTTP) none are kept. */

const nameOf = (userId: string): string => `thumbs-${userId}`;
const pathOf = (photoId: string): string => `/thumbs/${encodeURIComponent(photoId)}`;

async function cacheOf(userId: string): Promise<Cache | null> {
  if (!("caches" in globalThis)) return null;
  return caches.open(nameOf(userId)).catch(() => null);
}

/** The copy kept here; null: none. */
export async function heldThumb(userId: string, photoId: string): Promise<Blob | null> {
  const cache = await cacheOf(userId);
  const found = await cache?.match(pathOf(photoId)).catch(() => undefined);
  return found ? found.blob().catch(() => null) : null;
}

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

/** She signs out, or is no longer known on this phone. */
export async function forgetThumbs(userId: string): Promise<void> {
  if ("caches" in globalThis) await caches.delete(nameOf(userId)).catch(() => false);
}
