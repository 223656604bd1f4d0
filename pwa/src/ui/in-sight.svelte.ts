/** Beside a detail: the row of the list it belongs to stays in sight, wherever the last decision led. */

import { tick } from "svelte";

/** Call while a component is being made. `id`: of what is open; `listed`: its row is drawn. */
export function rowInSight(id: () => string | undefined, listed: () => boolean): void {
  $effect(() => {
    if (!id() || !listed()) return;
    void tick().then(() =>
      document.querySelector(".side [aria-current='true']")?.scrollIntoView({ block: "nearest" }),
    );
  });
}
