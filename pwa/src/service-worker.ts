/// <reference lib="webworker" />
/**
 * Keeps the shell, so that the app starts with the server gone. Holds no data and opens no database.
 * A new build waits until the person agrees (`SKIP_WAITING`); an old page keeps its own files.
 */
export {};
declare const self: ServiceWorkerGlobalScope;

const VERSION = "__VERSION__";
/** What everybody needs, and what the people of one place (roles/index.ts) need besides. */
const FILES = "__FILES__" as unknown as string[];
const PLACES = "__PLACES__" as unknown as Record<string, string[]>;
const CACHE = `shell-${VERSION}`;
/** A page of its own, for the day the app is broken. */
const RESCUE = "/rescue";
/** Loaded when first used, and kept from then on, over builds: its name says what it is. */
const LATER = /\.wasm$/;
const PARTS = "parts";
const SERVER = /^\/(sync|auth|office|files|schema|healthz)(\/|$)/;

/** Says in a shell's cache that all files of a place are there; `everyone`: of everybody. */
const noteOf = (place: string): string => `/kept/${place}`;

self.addEventListener("install", (event) => {
  event.waitUntil(
    Promise.all([keep("everyone", FILES), placesBefore()]).then(([, places]) =>
      Promise.all(places.map((place) => keep(place, PLACES[place] ?? []))),
    ),
  );
});

/** All of them, or none is said to be there: a new app must open without a network, too. */
async function keep(place: string, files: string[]): Promise<void> {
  const cache = await caches.open(CACHE);
  if (await cache.match(noteOf(place))) return;
  const there = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  const missing = files.filter((file) => !there.has(file));
  await cache.addAll(missing.map((file) => new Request(file, { cache: "reload" })));
  await cache.put(noteOf(place), new Response(""));
}

/** Whose files the app before this one kept. One that kept no notes had everybody's. */
async function placesBefore(): Promise<string[]> {
  const names = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== CACHE);
  const each = names.map(async (name) => {
    const cache = await caches.open(name);
    if (!(await cache.match(noteOf("everyone")))) return Object.keys(PLACES);
    const noted = Object.keys(PLACES).map(async (place) =>
      (await cache.match(noteOf(place))) ? [place] : [],
    );
    return (await Promise.all(noted)).flat();
  });
  return [...new Set((await Promise.all(each)).flat())];
}

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
  const place: unknown = (event.data as { keep?: unknown } | null)?.keep;
  if (typeof place !== "string" || !PLACES[place]) return;
  // Without a network it is asked for again at the next start.
  event.waitUntil(keep(place, PLACES[place]).catch(() => undefined));
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
