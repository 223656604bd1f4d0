/// <reference lib="webworker" />
/**
 * Keeps the shell, so that the app starts with the server gone. Holds no data and opens no database.
 * A new build waits until the person agrees (`SKIP_WAITING`); an old page keeps its own files.
 */
export {};
declare const self: ServiceWorkerGlobalScope;

const VERSION = "__VERSION__";
const FILES = "__FILES__" as unknown as string[];
const CACHE = `shell-${VERSION}`;
/** A page of its own, for the day the app is broken. */
const RESCUE = "/rescue";
/** Loaded when first used, and kept from then on, over builds: its name says what it is. */
const LATER = /\.wasm$/;
const PARTS = "parts";
const SERVER = /^\/(sync|auth|office|files|schema|healthz)(\/|$)/;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" })))),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys().then(async (names) => {
      const old = names.filter((name) => name.startsWith("shell-") && name !== CACHE);
      await Promise.all(old.map((name) => caches.delete(name)));
      await self.clients.claim();
    }),
  );
});

self.addEventListener("message", (event) => {
  if (event.data === "SKIP_WAITING") void self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (SERVER.test(url.pathname)) return;
  if (LATER.test(url.pathname)) return event.respondWith(part(request));
  const page = url.pathname === RESCUE ? `${RESCUE}.html` : "/";
  const wanted = request.mode === "navigate" ? page : url.pathname;
  event.respondWith(
    caches
      .open(CACHE)
      .then((cache) => cache.match(wanted, { ignoreVary: true }))
      .then((kept) => kept ?? fetch(request)),
  );
});

/** Kept, or fetched and then kept in the place of what was kept before. */
async function part(request: Request): Promise<Response> {
  const cache = await caches.open(PARTS);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    await Promise.all((await cache.keys()).map((old) => cache.delete(old)));
    await cache.put(request, answer.clone()).catch(() => undefined); // full: the next time again
  }
  return answer;
}
