/** A long list that starts with what the eye sees; the rest follows, a few rows a frame. */

const FIRST = 8;
const MORE = 6;

/** Call while a component is being made. `changed` names what makes it start anew. */
export function growing(total: () => number, changed: () => unknown): { readonly shown: number } {
  let shown = $state(FIRST);
  let before: unknown;
  $effect.pre(() => {
    const now = changed();
    if (now !== before) shown = FIRST;
    before = now;
  });
  $effect(() => {
    if (shown >= total()) return undefined;
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
  };
}
