/** The administrator: devices and people. */

import type { Screen } from "../router";
import type { MenuItem } from "./menu";

export const adminMenu: readonly MenuItem[] = [
  { tab: "devices", path: "/", label: "menu.devices", icon: "device" },
  { tab: "me", path: "/me", label: "menu.me", icon: "me" },
];
export const adminScreens: readonly Screen[] = [
  { path: "/", tab: "devices", wide: true, load: () => import("../office/TeamDevices.svelte") },
];
