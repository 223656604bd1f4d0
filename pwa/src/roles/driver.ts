/** The driver, on the road: today's deliveries. */

import type { Screen } from "../router";
import type { MenuItem } from "./menu";
import { oneReturn, partner } from "./partnered";

export const driverMenu: readonly MenuItem[] = [
  { tab: "trip", path: "/", label: "menu.trip", icon: "truck" },
  { tab: "me", path: "/me", label: "menu.me", icon: "me" },
];

export const driverScreens: readonly Screen[] = [
  partner("/", "trip", () => import("../partner/Trip.svelte")),
  partner("/load", "trip", () => import("../partner/Load.svelte"), true),
  partner("/load/:id", "trip", () => import("../partner/Load.svelte"), true),
  partner("/deliver/:id", "trip", () => import("../partner/Deliver.svelte"), true),
  partner("/returns/:id", "trip", oneReturn, true),
];
