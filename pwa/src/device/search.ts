/**
 * Finding stores as one types. The index lives in a worker of its own, so that 10,000 stores cost
 * the page nothing; it reads this device's records only and waits for nobody.
 */

import type { Held } from "./records";

export type StoreHit = Held<"store">;

export interface Query {
  text: string;
  /** At most so many; the rest is only counted. */
  limit?: number;
  /** Nearest first. */
  near?: { lat_e7: number; lon_e7: number } | null;
  /** Only these. */
  ids?: string[] | null;
  /** None of these. */
  without?: string[] | null;
  tier?: string | null;
  /** Leave out so many from the beginning: a long list is read in pieces. */
  offset?: number;
}

export interface Found {
  /** How many there are in all. */
  total: number;
  stores: StoreHit[];
}

export type ToIndex = { t: "open"; user_id: string } | { t: "find"; n: number; query: Query };
export type FromIndex = { t: "found"; n: number; found: Found } | { t: "failed"; n: number };

let worker: Worker | null = null;
let opened: string | null = null;
let count = 0;
const waiting = new Map<number, { resolve(found: Found): void; reject(error: Error): void }>();

/** Stores of this person that match, best first. Load starts with the first call. */
export function findStores(userId: string, query: Query): Promise<Found> {
  const index = start(userId);
  count += 1;
  const n = count;
  return new Promise((resolve, reject) => {
    waiting.set(n, { resolve, reject });
    index.postMessage({ t: "find", n, query } satisfies ToIndex);
  });
}

/** Have the index built, before anybody asks. */
export function prepareSearch(userId: string): void {
  start(userId);
}

function itself(): Worker {
  if (worker) return worker;
  worker = new Worker(new URL("./search.worker.ts", import.meta.url), {
    type: "module",
    name: "search",
  });
  worker.onmessage = ({ data }: MessageEvent<FromIndex>) => {
    const asked = waiting.get(data.n);
    waiting.delete(data.n);
    if (data.t === "found") asked?.resolve(data.found);
    else asked?.reject(new Error("search failed"));
  };
  return worker;
}

function start(userId: string): Worker {
  const index = itself();
  if (opened !== userId) {
    opened = userId;
    index.postMessage({ t: "open", user_id: userId } satisfies ToIndex);
  }
  return index;
}
