/**
 * Keeps the app's shell, so that it starts with no network and no server. It holds no data and
 * opens no database. A new build waits until the person agrees (or every tab is closed).
 */

export {};

interface Caught {
  request: Request;
  waitUntil(work: Promise<unknown>): void;
  respondWith(answer: Promise<Response>): void;
}
interface Scope {
  addEventListener(name: string, listener: (event: Caught & MessageEvent) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}

declare const __SHELL__: { version: string; files: string[] };
const worker = self as unknown as Scope;
const NAME = `shell-${__SHELL__.version}`;
const SERVER = /^\/(sync|auth|office|files|schema|healthz)(\/|$)/;

worker.addEventListener("install", (event) => event.waitUntil(fill()));
worker.addEventListener("activate", (event) => event.waitUntil(take()));
worker.addEventListener("message", (event) => {
  if (event.data === "take-over") void worker.skipWaiting();
});
worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (SERVER.test(url.pathname) || url.pathname === "/service-worker.js") return;
  event.respondWith(answer(event.request));
});

async function fill(): Promise<void> {
  const cache = await caches.open(NAME);
  // Past the HTTP cache: an old index.html beside new scripts would be a broken app.
  await cache.addAll(__SHELL__.files.map((file) => new Request(file, { cache: "reload" })));
}

async function take(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith("shell-") && name !== NAME) await caches.delete(name);
  }
  await worker.clients.claim();
}

/** The shell from the cache; an address without a file is a screen of the app. */
async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(NAME);
  const path = request.mode === "navigate" ? "/" : request;
  const kept = await cache.match(path, { ignoreSearch: true, ignoreVary: true });
  return kept ?? fetch(request);
}
