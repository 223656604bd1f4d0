/**
 * How this app lies on the device: what kind of phone it is, whether it was put on the home screen, and
 * whether that is needed before field work may begin. An iPhone clears the storage of a page nobody
 * has installed after seven days; what she had not sent would be gone (domain.md 4.11).
 */

export type Platform = "ios" | "android" | "other";

/** What the browser offers where it can install by itself. */
interface Offer extends Event {
  prompt(): Promise<unknown>;
  readonly userChoice: Promise<{ outcome: string }>;
}

let offer: Offer | null = null;
globalThis.addEventListener?.("beforeinstallprompt", (event) => {
  event.preventDefault(); // kept for the moment she asks for it
  offer = event as Offer;
});

export function platform(): Platform {
  const agent = navigator.userAgent;
  if (/iPhone|iPad|iPod/.test(agent)) return "ios";
  // An iPad calls itself a Macintosh, but no Macintosh has a touch screen.
  if (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1) return "ios";
  return /Android/.test(agent) ? "android" : "other";
}

export function installed(): boolean {
  if ((navigator as { standalone?: boolean }).standalone === true) return true;
  return matchMedia("(display-mode: standalone), (display-mode: fullscreen)").matches;
}

/** No visit may be begun here. What was begun can be ended, and what waits is sent, as everywhere. */
export function fieldRefused(): boolean {
  return platform() === "ios" && !installed();
}

export function canInstall(): boolean {
  return offer !== null;
}

/** Ask the browser to install; false when it would not, or she would not. */
export async function installNow(): Promise<boolean> {
  const asked = offer;
  offer = null;
  if (!asked) return false;
  await asked.prompt();
  return (await asked.userChoice).outcome === "accepted";
}

/** When this person last went through the check on this device, and how it stood then. */
export interface Checked {
  at: string;
  app: string;
  states: Record<string, string>;
}

const keyOf = (personId: string): string => `xundian.ready.${personId}`;

export function lastChecked(personId: string): Checked | null {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(personId)) ?? "null") as Checked | null;
    return typeof kept?.at === "string" && typeof kept.states === "object" ? kept : null;
  } catch {
    return null; // storage is switched off: she is asked again
  }
}

export function keepChecked(personId: string, checked: Checked): void {
  try {
    localStorage.setItem(keyOf(personId), JSON.stringify(checked));
  } catch {
    // as above
  }
}
