/** A long list that holds what the eye sees and a little more; it grows as its end comes near. */

import type { Attachment } from "svelte/attachments";

const FIRST = 8;
const MORE = 6;
const NEAR = "900px";

/** How much of a list is there; `edge` goes on an element behind the last row. */
export interface Growing {
  readonly shown: number;
  edge: Attachment<HTMLElement>;
}

/** Call while a component is being made. `changed` names what makes it start anew. */
export function growing(total: () => number, changed: () => unknown): Growing {
  let shown = $state(FIRST);
  let near = $state(false);
  let before: unknown;
  $effect.pre(() => {
    const now = changed();
    if (now !== before) shown = FIRST;
    before = now;
  });
  $effect(() => {
    if (!near || shown >= total()) return undefined;
    let clock: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      clock = setTimeout(() => (shown += MORE));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(clock);
    };
  });
  return {
    get shown() {
      return shown;
    },
    edge(element) {
      const watch = new IntersectionObserver(([entry]) => (near = entry?.isIntersecting === true), {
        root: element.closest("main"),
        rootMargin: NEAR,
      });
      watch.observe(element);
      return () => watch.disconnect();
    },
  };
}
