/** A page that is put away paints no more. */
const PUT_AWAY_MS = 100;

/** Behind the next frame, for what a key or a thumb need not wait for. Returned: not at all. */
export function behindPaint(run: () => void): () => void {
  let waits = true;
  const clock = setTimeout(once, PUT_AWAY_MS);
  requestAnimationFrame(() => setTimeout(once));
  function leave(): void {
    waits = false;
    clearTimeout(clock);
  }
  function once(): void {
    if (!waits) return;
    leave();
    run();
  }
  return leave;
}
