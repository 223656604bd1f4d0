/** Has the pictures of products here: those kept are shown, the others fetched, one after the other,
 *  when all data are here and nobody waits for anything. */

import { onChange } from "../device/changes";
import type { Database } from "../device/database";
import { all } from "../device/records";
import { heldImages, keepImage, keepOnly } from "../device/sku-images";
import type { Sku } from "../protocol";
import { app } from "./app.svelte";
import { fetchFile } from "./picture.svelte";
import { skuImages } from "./sku-images.svelte";

/** So many products at most, about 4 KB each. */
const MOST = 500;
/** First all else that the start of the app asks for. */
const CALM_MS = 3000;
/** So many in a row that did not come, and there is no network: the next start asks again. */
const VAIN = 3;

/** Which pictures are wanted, in the order of lists. Pure. */
export function imagesOf(skus: ReadonlyArray<Pick<Sku, "sort" | "image">>): string[] {
  const sorted = skus.toSorted((a, b) => a.sort - b.sort);
  return [...new Set(sorted.flatMap(({ image }) => image ?? []))].slice(0, MOST);
}

/** Show what is kept. What no product bears any more goes, once it is `whole` which do. */
export async function showKept(wanted: readonly string[], whole: boolean): Promise<void> {
  const held = await heldImages(wanted.filter((digest) => !skuImages[digest]));
  for (const [digest, image] of held) skuImages[digest] ??= URL.createObjectURL(image);
  if (!whole) return;
  const named = new Set(wanted);
  await keepOnly(named);
  for (const [digest, url] of Object.entries(skuImages)) {
    if (named.has(digest)) continue;
    URL.revokeObjectURL(url);
    delete skuImages[digest];
  }
}

/** Fetch what is not here. */
export async function fetchLacking(
  wanted: readonly string[],
  going: () => boolean,
  ask: (digest: string) => Promise<Blob | null> = (digest) => fetchFile(`skus/${digest}`),
): Promise<void> {
  let vain = 0;
  for (const digest of wanted) {
    if (skuImages[digest]) continue;
    if (!going() || vain >= VAIN) return;
    const image = await ask(digest);
    vain = image ? 0 : vain + 1;
    if (!image || skuImages[digest]) continue;
    await keepImage(digest, image);
    skuImages[digest] = URL.createObjectURL(image);
  }
}

async function follow(db: Database, going: () => boolean): Promise<void> {
  const wanted = imagesOf(await all(db, "sku"));
  const { whole, online } = app.status;
  await showKept(wanted, whole);
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  if (!whole || !online || connection?.saveData) return;
  await new Promise((resolve) => setTimeout(resolve, CALM_MS));
  await fetchLacking(wanted, going);
}

/** Call once; it follows who is here, the network, and which products there are. */
export function keepSkuImages(): void {
  $effect.root(() => {
    const ready = $derived(app.status.whole && app.status.online);
    $effect(() => {
      const { db } = app;
      void ready; // read here, so that it begins anew
      if (!db) return undefined;
      let round = 0;
      const run = (): void => {
        const mine = ++round;
        // The person signed out, or the storage is gone: App shows that.
        follow(db, () => mine === round).catch(() => undefined);
      };
      run();
      const heard = onChange(({ user_id, entities }) => {
        if (user_id === db.user_id && (entities === "all" || entities.has("sku"))) run();
      });
      return () => {
        round += 1;
        heard();
      };
    });
  });
}
