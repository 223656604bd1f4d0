/** The page's side of sync: starts the worker, asks it to hurry, shows how things stand. */

import { onSession } from "../device/people";
import { tellStatus } from "./status";
import { STATUS_CHANNEL, type Asked, type Told } from "./words";

export { getStatus, onStatus } from "./status";
export type { Status } from "./words";
export { applyUpdate, keepPlace, keptWhole, look, registerShell } from "./shell";

let worker: Worker | null = null;
let channel: BroadcastChannel | null = null;
/** Start syncing. Call once, when the page starts; it follows the session by itself. */
export function startSync(): void {
  if (worker) return;
  worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "sync" });
  worker.onmessage = (event: MessageEvent<Told>) => hear(event.data);
  channel = new BroadcastChannel(STATUS_CHANNEL);
  channel.onmessage = (event: MessageEvent<Told>) => hear(event.data);
  onSession(() => ask({ t: "session" }));
  document.addEventListener("visibilitychange", tellVisible);
  addEventListener("online", () => ask({ t: "online" }));
  addEventListener("offline", () => ask({ t: "offline" }));
  addEventListener("pagehide", () => ask({ t: "hidden" }));
  // Asks the browser not to evict us; a refusal is normal.
  navigator.storage?.persist?.().catch(() => undefined);
  tellVisible();
}

/** Try at once, whatever the back-off says. */
export function syncNow(): void {
  ask({ t: "now" });
}

/** Compare what is stored with what was taken in, now; the status says what came of it. */
export function checkData(): void {
  ask({ t: "check" });
}

function tellVisible(): void {
  ask({ t: document.visibilityState === "visible" ? "visible" : "hidden" });
}

function ask(asked: Asked): void {
  worker?.postMessage(asked);
}

function hear(told: Told): void {
  if (told.t === "status") tellStatus(told.status);
}
