/** What is common to the screens of the partner's people. */

import type { Screen } from "../router";
import { speaking } from "../ui/words/index.svelte";

/** The words of the partner come with his screens; nobody else loads them. */
export function partner(path: string, tab: string, load: Screen["load"], flow = false): Screen {
  return { path, tab, wide: true, flow, load: () => speaking("partner", load) };
}

/** One return, for the driver and the clerk. */
export const oneReturn: Screen["load"] = () =>
  speaking("returns", () => import("../returns/ReturnOne.svelte"));
