/** The partner's clerk, at a desk: orders to confirm, notes to make. */

import type { Screen } from "../router";
import type { MenuItem } from "./menu";
import { partner } from "./partnered";
import { ticketed } from "./shared";

export const clerkMenu: readonly MenuItem[] = [
  { tab: "orders", path: "/", label: "menu.orders", icon: "cart" },
  { tab: "notes", path: "/notes", label: "menu.notes", icon: "note" },
  { tab: "tickets", path: "/tickets", label: "menu.tickets", icon: "flag" },
  { tab: "me", path: "/me", label: "menu.me", icon: "me" },
];

export const clerkScreens: readonly Screen[] = [
  partner("/", "orders", () => import("../partner/Orders.svelte")),
  partner("/orders/:id", "orders", () => import("../partner/Confirm.svelte"), true),
  partner("/notes", "notes", () => import("../partner/Notes.svelte")),
  partner("/notes/new", "notes", () => import("../partner/NewNotes.svelte"), true),
  partner("/notes/:id", "notes", () => import("../partner/Note.svelte")),
  partner("/tickets", "tickets", () => ticketed(() => import("../tickets/Tickets.svelte"))),
  partner("/tickets/:id", "tickets", () => ticketed(() => import("../tickets/Ticket.svelte"))),
];
