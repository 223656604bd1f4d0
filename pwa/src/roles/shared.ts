/** Screens everybody has, and those that need nobody to be signed in. */

import type { Screen } from "../router";
import { speaking } from "../ui/words/index.svelte";

export const openScreens: readonly Screen[] = [
  { path: "/verify", tab: "me", load: () => import("../verify/Verify.svelte") },
];

/** Whether this phone is fit for the field; it stands in for what may not be begun on one that is not. */
export const ready = () => speaking("day", () => import("../day/Ready.svelte"));

/** What was said, and what one is told, has many words. */
function said(path: string, load: Screen["load"]): Screen {
  return { path, tab: "me", load: () => speaking("said", load) };
}

/** Tickets speak theirs, and say what they are about as messages do. */
export function ticketed<T>(load: () => Promise<T>): Promise<T> {
  return speaking("tickets", () => speaking("said", load));
}

/** Conflicts speak their own words, and name what was said. */
export function conflicts(load: Screen["load"]): Screen[] {
  const spoken = () => speaking("conflicts", () => speaking("said", load));
  return [
    { path: "/conflicts", tab: "me", load: spoken },
    { path: "/conflicts/:id", tab: "me", load: spoken },
  ];
}

/** Of one's own; the office has its inbox instead. */
export const ownConflicts = conflicts(() => import("../conflicts/Conflicts.svelte"));

export const sharedScreens: readonly Screen[] = [
  said("/me", () => import("../me/Me.svelte")),
  said("/outbox", () => import("../outbox/Outbox.svelte")),
  said("/inbox", () => import("../me/Inbox.svelte")),
  { path: "/ready", tab: "me", load: ready },
  said("/devices", () => import("../me/Devices.svelte")),
  { path: "/sign-in", flow: true, load: () => import("../login/Login.svelte") },
  ...openScreens,
  said("/design", () => import("../ui/Design.svelte")),
];
