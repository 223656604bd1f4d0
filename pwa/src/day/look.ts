/** What this device says of itself, without asking the person anything. */

import { getStatus, keptWhole } from "../sync/client";
import { installed, platform } from "../ui/install";
import type { Facts, Permission } from "./readiness";

export async function look(): Promise<Facts> {
  const [persisted, room, camera, position, kept] = await Promise.all([
    navigator.storage?.persisted?.().catch(() => null) ?? null,
    roomBytes(),
    permission("camera", Boolean(navigator.mediaDevices?.getUserMedia)),
    permission("geolocation", "geolocation" in navigator),
    keptWhole(),
  ]);
  const status = getStatus();
  return {
    platform: platform(),
    installed: installed(),
    kept,
    persisted,
    roomBytes: room,
    camera,
    position,
    clockOffMs: status.clockOffMs,
    reached: status.online && status.problem !== "network",
  };
}

async function roomBytes(): Promise<number | null> {
  const found = await navigator.storage?.estimate?.().catch(() => null);
  return found?.quota === undefined ? null : Math.max(0, found.quota - (found.usage ?? 0));
}

/** A browser that cannot be asked what it would say is asked when it is needed. */
async function permission(name: string, there: boolean): Promise<Permission> {
  if (!there) return "none";
  try {
    const found = await navigator.permissions.query({ name: name as PermissionName });
    return found.state;
  } catch {
    return learnt.get(name) ?? "prompt";
  }
}

/** What she has answered since the page was opened, where the browser does not tell. */
const learnt = new Map<string, Permission>();

/** Ask for the position, once; her answer is what counts, not the fix. */
export async function askPosition(): Promise<void> {
  const answer = await new Promise<Permission>((resolve) =>
    navigator.geolocation.getCurrentPosition(
      () => resolve("granted"),
      (error) => resolve(error.code === error.PERMISSION_DENIED ? "denied" : "granted"),
      { maximumAge: 60_000, timeout: 15_000 },
    ),
  );
  learnt.set("geolocation", answer);
}

/** Ask for the camera, and let it go at once. */
export async function askCamera(): Promise<void> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: false });
    for (const track of stream.getTracks()) track.stop();
    learnt.set("camera", "granted");
  } catch (error) {
    const refused = error instanceof DOMException && error.name === "NotAllowedError";
    learnt.set("camera", refused ? "denied" : "none");
  }
}
