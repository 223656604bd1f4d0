/** Small copies of pictures the company holds, kept for where there is no network: derived, for each
 *  person her own, thrown away at will. Where the browser has no cache (plain HTTP) none are kept. */

const nameOf = (userId: string): string => `thumbs-${userId}`;
export const pathOf = (photoId: string): string => `/thumbs/${encodeURIComponent(photoId)}`;

export async function cacheOf(userId: string): Promise<Cache | null> {
  if (!("caches" in globalThis)) return null;
  return caches.open(nameOf(userId)).catch(() => null);
}

/** The copy kept here; null: none. */
export async function heldThumb(userId: string, photoId: string): Promise<Blob | null> {
  const cache = await cacheOf(userId);
  const found = await cache?.match(pathOf(photoId)).catch(() => undefined);
  return found ? found.blob().catch(() => null) : null;
}

/** She signs out, or is no longer known on this phone. */
export async function forgetThumbs(userId: string): Promise<void> {
  if ("caches" in globalThis) await caches.delete(nameOf(userId)).catch(() => false);
}
