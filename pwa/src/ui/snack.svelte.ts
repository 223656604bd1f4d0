/** A sentence that stays ten seconds, with a way back. One at a time. */

class SnackState {
  text = $state("");
  undo = $state.raw<(() => void) | null>(null);
}
export const snack = new SnackState();
let clock: ReturnType<typeof setTimeout> | undefined;

/** Say what was just done; `undo` takes it back. */
export function snacked(text: string, undo: (() => void) | null = null): void {
  clearTimeout(clock);
  snack.text = text;
  snack.undo = undo;
  clock = setTimeout(dismiss, 10_000);
}

export function dismiss(): void {
  clearTimeout(clock);
  snack.text = "";
  snack.undo = null;
}
