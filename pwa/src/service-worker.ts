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
  const page = url.pathname === RESCUE ? `${RESCUE}.html` : "/";
  const wanted = request.mode === "navigate" ? page : url.pathname;
  event.respondWith(
    caches
      .open(CACHE)
      .then((cache) => cache.match(wanted, { ignoreVary: true }))
      .then((kept) => kept ?? fetch(request)),
  );
});
