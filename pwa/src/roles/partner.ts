/** The partner's clerk, at a desk: orders to confirm, notes to make. */

import type { Screen } from "../router";
import { speaking } from "../ui/words/index.svelte";
import type { MenuItem } from "./menu";
import { ticketed } from "./shared";

export const clerkMenu: readonly MenuItem[] = [
  { tab: "orders", path: "/", label: "menu.orders", icon: "cart" },
  { tab: "notes", path: "/notes", label: "menu.notes", icon: "note" },
  { tab: "tickets", path: "/tickets", label: "menu.tickets", icon: "flag" },
  { tab: "me", path: "/me", label: "menu.me", icon: "me" },
];

/** The words of the partner come with his screens; nobody else loads them. */
export function partner(path: string, tab: string, load: Screen["load"], flow = false): Screen {
  return { path, tab, wide: true, flow, load: () => speaking("partner", load) };
}

export const clerkScreens: readonly Screen[] = [
  partner("/", "orders", () => import("../partner/Orders.svelte")),
  partner("/orders/:id", "orders", () => import("../partner/Confirm.svelte"), true),
  partner("/notes", "notes", () => import("../partner/Notes.svelte")),
  partner("/notes/new", "notes", () => import("../partner/NewNotes.svelte"), true),
  partner("/notes/:id", "notes", () => import("../partner/Note.svelte")),
  partner("/tickets", "tickets", () => ticketed(() => import("../tickets/Tickets.svelte"))),
  partner("/tickets/:id", "tickets", () => ticketed(() => import("../tickets/Ticket.svelte"))),
];
