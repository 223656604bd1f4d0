/** An entry of a role's menu. */

import type { IconName } from "../ui/Icon.svelte";
import type { Key } from "../ui/words/index.svelte";

export interface MenuItem {
  tab: string;
  path: string;
  label: Key;
  icon: IconName;
  /** Only where there is room for it: a phone's bar takes five. */
  desk?: boolean;
}
