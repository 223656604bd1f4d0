/** Pictures from the server while a screen shows them: few at a time, the latest asked for first. */

import { SvelteMap } from "svelte/reactivity";
import { fetchPicture } from "../ui/picture.svelte";

const AT_ONCE = 6;
const AGAIN_MS = 15_000;

export type Size = "thumb" | "full";

export interface PicturesHeld {
  /** Its address; empty while it is not here. */
  url(id: string, size: Size): string;
  /** It was asked for in vain: no network, or it cannot be shown. */
  missing(id: string, size: Size): boolean;
  want(id: string, size: Size): void;
}

/** Call while a component is being made. `most`: of each size that many are kept. */
export function picturesHeld(most: Record<Size, number>): PicturesHeld {
  const urls: Record<Size, SvelteMap<string, string>> = {
    thumb: new SvelteMap(),
    full: new SvelteMap(),
  };
  const missed: Record<Size, SvelteMap<string, number>> = {
    thumb: new SvelteMap(),
    full: new SvelteMap(),
  };
  const waiting: Array<{ id: string; size: Size }> = [];
  const going = new Set<string>();
  let closed = false;

  function want(id: string, size: Size): void {
    const key = `${id} ${size}`;
    if (urls[size].has(id) || going.has(key)) return;
    if (Date.now() - (missed[size].get(id) ?? 0) < AGAIN_MS) return;
    const at = waiting.findIndex((one) => one.id === id && one.size === size);
    if (at >= 0) waiting.splice(at, 1);
    waiting.push({ id, size });
    pump();
  }
  function pump(): void {
    while (!closed && going.size < AT_ONCE && waiting.length) {
      const one = waiting.pop();
      if (one) void take(one.id, one.size);
    }
  }
  async function take(id: string, size: Size): Promise<void> {
    const key = `${id} ${size}`;
    going.add(key);
    const picture = await fetchPicture(id, size);
    going.delete(key);
    if (closed) return;
    if (picture) {
      missed[size].delete(id);
      urls[size].set(id, URL.createObjectURL(picture));
      letGo(size);
    } else missed[size].set(id, Date.now());
    pump();
  }
  /** The oldest goes; a tile that comes back into sight asks again. */
  function letGo(size: Size): void {
    for (const [id, url] of urls[size]) {
      if (urls[size].size <= most[size]) return;
      URL.revokeObjectURL(url);
      urls[size].delete(id);
    }
  }

  $effect(() => () => {
    closed = true;
    for (const held of Object.values(urls)) held.forEach((url) => URL.revokeObjectURL(url));
  });
  return {
    url: (id, size) => urls[size].get(id) ?? "",
    missing: (id, size) => missed[size].has(id) && !urls[size].has(id),
    want,
  };
}
