/** Supervisor, specialist, manager: desktop first, usable on a phone. */

import type { Screen } from "../router";
import type { MenuItem } from "./menu";

const board: MenuItem = { tab: "board", path: "/board", label: "menu.board", icon: "board" };
const completion: MenuItem = {
  tab: "completion",
  path: "/completion",
  label: "menu.completion",
  icon: "chart",
};
const stores: MenuItem = { tab: "stores", path: "/stores", label: "menu.stores", icon: "store" };
const tasks: MenuItem = { tab: "tasks", path: "/tasks", label: "menu.tasks", icon: "task" };
const orders: MenuItem = { tab: "orders", path: "/orders", label: "menu.orders", icon: "cart" };
const me: MenuItem = { tab: "me", path: "/me", label: "menu.me", icon: "me" };

export const supervisorMenu: readonly MenuItem[] = [
  { ...board, path: "/" },
  stores,
  tasks,
  orders,
  me,
];
export const specialistMenu: readonly MenuItem[] = [
  { ...completion, path: "/" },
  stores,
  tasks,
  orders,
  me,
];
export const managerMenu: readonly MenuItem[] = [{ ...completion, path: "/" }, board, orders, me];

/** The same screens for the three; `first` is where they start. */
export function officeScreens(first: "board" | "completion"): readonly Screen[] {
  const boardScreen = () => import("../office/Board.svelte");
  const completionScreen = () => import("../office/Completion.svelte");
  return [
    { path: "/", tab: first, wide: true, load: first === "board" ? boardScreen : completionScreen },
    { path: "/board", tab: "board", wide: true, load: boardScreen },
    { path: "/completion", tab: "completion", wide: true, load: completionScreen },
    {
      path: "/visit/:id",
      tab: first,
      wide: true,
      load: () => import("../office/VisitInFull.svelte"),
    },
    { path: "/stores", tab: "stores", load: () => import("../office/OfficeStores.svelte") },
    { path: "/tasks", tab: "tasks", load: () => import("../office/OfficeTasks.svelte") },
    { path: "/tasks/new/:store", tab: "tasks", load: () => import("../office/NewTask.svelte") },
    { path: "/orders", tab: "orders", load: () => import("../office/OfficeOrders.svelte") },
    { path: "/quarantine", tab: "me", load: () => import("../office/Quarantine.svelte") },
    { path: "/team-devices", tab: "me", load: () => import("../office/TeamDevices.svelte") },
  ];
}
