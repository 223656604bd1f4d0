/** When what was just said has been painted: a finger is answered before any work begins. */

const FIRST_SCREEN_MS = 600;
const IDLE_MS = 1000;

/** When the first screen has had its time and the page has nothing more urgent to do. */
export function afterFirstScreen(run: () => void): void {
  setTimeout(() => {
    if ("requestIdleCallback" in window) requestIdleCallback(run, { timeout: IDLE_MS });
    else run();
  }, FIRST_SCREEN_MS);
}

/** Resolves after the next frame; at once while the app is in the back, where nothing is painted. */
export function painted(): Promise<void> {
  if (document.visibilityState === "hidden") return Promise.resolve();
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
