/** Which screens a role has, and in which order its menu names them. */

import type { Role } from "../protocol";
import type { Screen } from "../router";
import { adminMenu, adminScreens } from "./admin";
import { deskMenu, deskScreens } from "./desk";
import { driverMenu, driverScreens } from "./driver";
import { managerMenu, officeScreens, specialistMenu, supervisorMenu } from "./office";
import type { MenuItem } from "./menu";
import { clerkMenu, clerkScreens } from "./partner";
import { repMenu, repScreens } from "./rep";
import { openScreens, ownConflicts, sharedScreens } from "./shared";

interface Place {
  /** Its file here; a phone keeps the files of its person's place (shell-files.ts). */
  name: "rep" | "office" | "desk" | "partner" | "driver" | "admin";
  menu: readonly MenuItem[];
  screens: readonly Screen[];
}

const PLACES: Record<Role, Place> = {
  field_rep: { name: "rep", menu: repMenu, screens: repScreens },
  office_supervisor: { name: "office", menu: supervisorMenu, screens: officeScreens("board") },
  special_channel_specialist: {
    name: "office",
    menu: specialistMenu,
    screens: officeScreens("completion"),
  },
  ops_manager: { name: "office", menu: managerMenu, screens: officeScreens("completion") },
  order_desk: { name: "desk", menu: deskMenu, screens: deskScreens },
  partner_clerk: { name: "partner", menu: clerkMenu, screens: clerkScreens },
  partner_driver: { name: "driver", menu: driverMenu, screens: driverScreens },
  admin: { name: "admin", menu: adminMenu, screens: adminScreens },
};

/** What can be looked at without signing in. */
export { openScreens };

/** undefined: a role of a newer server. */
export function placeOf(role: Role): Place["name"] | undefined {
  return PLACES[role]?.name;
}

export function menuOf(role: Role): readonly MenuItem[] {
  return PLACES[role].menu;
}

export function screensOf(role: Role): readonly Screen[] {
  return [...(PLACES[role]?.screens ?? []), ...sharedScreens, ...ownConflicts];
}
