/** When what was just said has been painted: a finger is answered before any work begins. */

/** Resolves after the next frame; at once while the app is in the back, where nothing is painted. */
export function painted(): Promise<void> {
  if (document.visibilityState === "hidden") return Promise.resolve();
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
