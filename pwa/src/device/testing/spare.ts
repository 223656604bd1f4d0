/** Cache Storage in Node, and a browser that has thrown all its databases away. */

import { caches, FormData, Request, Response } from "undici";
import { afterEach, beforeEach, vi } from "vitest";
import { databaseName } from "./../database";

/** Each test has a Cache Storage of its own. */
export function withSpare(): void {
  beforeEach(() => {
    vi.stubGlobal("caches", caches);
    vi.stubGlobal("FormData", FormData);
    vi.stubGlobal("Request", Request);
    vi.stubGlobal("Response", Response);
  });
  afterEach(async () => {
    for (const name of await caches.keys()) await caches.delete(name);
    vi.unstubAllGlobals();
  });
}

/** Every connection to it must be closed. */
export async function throwAway(...users: string[]): Promise<void> {
  for (const user of users) await deleted(databaseName(user));
}

function deleted(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error(name));
    request.onblocked = () => reject(new Error(`${name} is still open`));
  });
}
