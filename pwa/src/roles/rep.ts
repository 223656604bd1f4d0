/** The rep: today, stores, tasks, me. */

import type { Screen } from "../router";
import type { MenuItem } from "./menu";

export const repMenu: readonly MenuItem[] = [
  { tab: "today", path: "/", label: "menu.today", icon: "today" },
  { tab: "stores", path: "/stores", label: "menu.stores", icon: "store" },
  { tab: "tasks", path: "/tasks", label: "menu.tasks", icon: "task" },
  { tab: "me", path: "/me", label: "menu.me", icon: "me" },
];

export const repScreens: readonly Screen[] = [
  { path: "/", tab: "today", load: () => import("../planning/Today.svelte") },
  { path: "/stores", tab: "stores", load: () => import("../stores/Stores.svelte") },
  { path: "/stores/:id", tab: "stores", load: () => import("../stores/Store.svelte") },
  { path: "/tasks", tab: "tasks", load: () => import("../planning/Tasks.svelte") },
  { path: "/tasks/:id", tab: "tasks", load: () => import("../planning/Task.svelte") },
  { path: "/checkin/:store", tab: "today", load: () => import("../visits/CheckIn.svelte") },
  { path: "/visits/:id", tab: "today", load: () => import("../visits/Visit.svelte") },
  { path: "/visits/:id/shelf", tab: "today", load: () => import("../visits/Shelf.svelte") },
  { path: "/visits/:id/order", tab: "today", load: () => import("../orders/Order.svelte") },
  { path: "/visits/:id/leave", tab: "today", load: () => import("../visits/CheckOut.svelte") },
  { path: "/fail/:store", tab: "today", load: () => import("../visits/Fail.svelte") },
  { path: "/day-end", tab: "me", load: () => import("../visits/DayEnd.svelte") },
];
