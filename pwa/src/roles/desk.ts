/** The company's order desk: what partners order, and what stores have ordered of them. */

import type { Screen } from "../router";
import { speaking } from "../ui/words/index.svelte";
import type { MenuItem } from "./menu";

export const deskMenu: readonly MenuItem[] = [
  { tab: "purchases", path: "/", label: "menu.orders", icon: "cart" },
  { tab: "me", path: "/me", label: "menu.me", icon: "me" },
];

/** What partners buy speaks the office's words and its own. */
export function bought(path: string, tab: string, load: Screen["load"]): Screen {
  return {
    path,
    tab,
    wide: true,
    load: () => speaking("office", () => speaking("buying", load)),
  };
}

export const deskScreens: readonly Screen[] = [
  bought("/", "purchases", () => import("../purchasing/PurchaseDesk.svelte")),
  {
    path: "/orders",
    tab: "purchases",
    wide: true,
    load: () =>
      speaking("office", () => speaking("said", () => import("../office/OfficeOrders.svelte"))),
  },
];
