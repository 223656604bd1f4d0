/** The administrator: devices and passwords of the people he answers for. */

import type { Screen } from "../router";
import { speaking } from "../ui/words/index.svelte";
import type { MenuItem } from "./menu";

export const adminMenu: readonly MenuItem[] = [
  { tab: "devices", path: "/", label: "menu.devices", icon: "device" },
  { tab: "people", path: "/people", label: "menu.people", icon: "user" },
  { tab: "systems", path: "/systems", label: "menu.systems", icon: "send" },
  { tab: "maps", path: "/maps", label: "menu.maps", icon: "map" },
  { tab: "me", path: "/me", label: "menu.me", icon: "me" },
];

function admin(path: string, tab: string, load: Screen["load"]): Screen {
  return { path, tab, wide: true, load: () => speaking("office", load) };
}

export const adminScreens: readonly Screen[] = [
  admin("/", "devices", () => import("../office/TeamDevices.svelte")),
  admin("/people", "people", () => import("../office/People.svelte")),
  admin("/systems", "systems", () =>
    speaking("exchange", () => import("../exchange/Systems.svelte")),
  ),
  admin("/maps", "maps", () => speaking("reviews", () => import("../reviews/MapDoubts.svelte"))),
];
