/** Registers the service worker and says when a newer app waits. It never takes over by itself. */

import { tellStatus } from "./status";

const LOOK_EVERY_MS = 60 * 60 * 1000;
let registration: ServiceWorkerRegistration | null = null;
/** Whose files this device is to keep. */
let wanted = "";

/** Call once in production; a refusal is normal (private windows, plain HTTP). */
export async function registerShell(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    registration = await navigator.serviceWorker.register("/service-worker.js");
  } catch {
    return;
  }
  watch(registration);
  setInterval(look, LOOK_EVERY_MS);
  document.addEventListener("visibilitychange", look);
  let had = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (had) location.reload();
    had = true;
  });
}

/** The person agreed: the waiting app takes over and every tab reloads. */
export function applyUpdate(): void {
  registration?.waiting?.postMessage("SKIP_WAITING");
}

/**
 * Have the files of a place kept (roles/index.ts `placeOf`): from then on all its screens open without
 * a network. Costs nothing when they are.
 */
export async function keepPlace(place: string): Promise<void> {
  wanted = place;
  if (!("serviceWorker" in navigator)) return;
  const { active, waiting } = await navigator.serviceWorker.ready;
  for (const worker of [active, waiting]) worker?.postMessage({ keep: place });
}

/** Are all files of the place asked for on this device? null: this browser keeps none. */
export async function keptWhole(): Promise<boolean | null> {
  if (!("serviceWorker" in navigator) || !("caches" in globalThis)) return null;
  return (await caches.match(`/kept/${wanted}`).catch(() => undefined)) !== undefined;
}

/** Is there a newer app? Asked each hour, whenever she comes back, and when the server wants one. */
export function look(): void {
  if (navigator.onLine && document.visibilityState === "visible") {
    registration?.update().catch(() => undefined);
  }
}

function watch(found: ServiceWorkerRegistration): void {
  const ready = (): void => {
    if (found.waiting && navigator.serviceWorker.controller) tellStatus({ updateReady: true });
  };
  ready();
  found.addEventListener("updatefound", () => {
    found.installing?.addEventListener("statechange", ready);
  });
}
