/** The rep: today, stores, tasks, me. */

import { prepareSearch } from "../device/search";
import type { Screen } from "../router";
import { speaking } from "../ui/words/index.svelte";
import type { MenuItem } from "./menu";

export const repMenu: readonly MenuItem[] = [
  { tab: "today", path: "/", label: "menu.today", icon: "today" },
  { tab: "stores", path: "/stores", label: "menu.stores", icon: "store" },
  { tab: "tasks", path: "/tasks", label: "menu.tasks", icon: "task" },
  { tab: "me", path: "/me", label: "menu.me", icon: "me" },
];

/** A step of a visit: the menu makes room for the action. */
function step(path: string, load: Screen["load"]): Screen {
  return { path, load, tab: "today", flow: true };
}

const asked = () => speaking("reviews", () => import("../reviews/MyFlags.svelte"));

export const repScreens: readonly Screen[] = [
  { path: "/", tab: "today", load: () => import("../planning/Today.svelte") },
  {
    path: "/stores",
    tab: "stores",
    load: () => import("../stores/Stores.svelte"),
    prepare: prepareSearch,
  },
  { path: "/stores/:id", tab: "stores", flow: true, load: () => import("../stores/Store.svelte") },
  { path: "/orders/:id", tab: "stores", load: () => import("../orders/OrderInFull.svelte") },
  { path: "/tasks", tab: "tasks", load: () => import("../planning/Tasks.svelte") },
  { path: "/tasks/:id", tab: "tasks", flow: true, load: () => import("../planning/Task.svelte") },
  step("/checkin/:store", () => import("../visits/CheckIn.svelte")),
  step("/visits/:id", () => import("../visits/Visit.svelte")),
  step("/visits/:id/outside", () => import("../visits/Outside.svelte")),
  step("/visits/:id/shelf", () => import("../visits/Shelf.svelte")),
  step("/visits/:id/order", () => import("../orders/Order.svelte")),
  step("/visits/:id/leave", () => import("../visits/CheckOut.svelte")),
  step("/fail/:store", () => import("../visits/Fail.svelte")),
  { path: "/flags", tab: "me", load: asked },
  { path: "/flags/:id", tab: "me", load: asked },
  { path: "/day-end", tab: "me", flow: true, load: () => import("../visits/DayEnd.svelte") },
];
