/** Products' pictures, kept for where there is no network: derived, the same for everybody on this
 *  phone, thrown away at will. Where the browser has no cache (plain HTTP) none are kept. */

const NAME = "sku-images";
const PLACE = "https://sku-images.invalid/";

async function opened(): Promise<Cache | null> {
  return globalThis.caches?.open(NAME).catch(() => null) ?? null;
}

/** What is kept of these. */
export async function heldImages(digests: readonly string[]): Promise<Map<string, Blob>> {
  const found = new Map<string, Blob>();
  const cache = await opened();
  for (const digest of digests) {
    const kept = await cache?.match(PLACE + digest).catch(() => undefined);
    const image = await kept?.blob().catch(() => undefined);
    if (image) found.set(digest, image);
  }
  return found;
}

/** A full phone keeps its work, and goes without. */
export async function keepImage(digest: string, image: Blob): Promise<void> {
  const answer = new Response(image, { headers: { "Content-Type": image.type } });
  await (await opened())?.put(PLACE + digest, answer).catch(() => undefined);
}

/** All others go. */
export async function keepOnly(digests: ReadonlySet<string>): Promise<void> {
  const cache = await opened();
  for (const request of (await cache?.keys().catch(() => [])) ?? []) {
    if (!digests.has(request.url.slice(PLACE.length)))
      await cache?.delete(request).catch(() => false);
  }
}
