/** The partner's people: the clerk at a desk, the driver on the road. */

import type { Screen } from "../router";
import type { MenuItem } from "./menu";

const me: MenuItem = { tab: "me", path: "/me", label: "menu.me", icon: "me" };

export const clerkMenu: readonly MenuItem[] = [
  { tab: "orders", path: "/", label: "menu.orders", icon: "cart" },
  { tab: "notes", path: "/notes", label: "menu.notes", icon: "note" },
  me,
];
export const clerkScreens: readonly Screen[] = [
  { path: "/", tab: "orders", wide: true, load: () => import("../partner/Orders.svelte") },
  {
    path: "/orders/:id",
    tab: "orders",
    wide: true,
    load: () => import("../partner/Confirm.svelte"),
  },
  { path: "/notes", tab: "notes", wide: true, load: () => import("../partner/Notes.svelte") },
  { path: "/notes/new/:order", tab: "notes", load: () => import("../partner/NewNote.svelte") },
  { path: "/notes/:id", tab: "notes", load: () => import("../partner/Note.svelte") },
];

export const driverMenu: readonly MenuItem[] = [
  { tab: "trip", path: "/", label: "menu.trip", icon: "truck" },
  me,
];
export const driverScreens: readonly Screen[] = [
  { path: "/", tab: "trip", load: () => import("../partner/Trip.svelte") },
  { path: "/deliver/:id", tab: "trip", load: () => import("../partner/Deliver.svelte") },
];
