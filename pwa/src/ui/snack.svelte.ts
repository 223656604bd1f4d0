/** A sentence about what was just done; ten seconds if it can be taken back, else three. */

class SnackState {
  text = $state("");
  undo = $state.raw<(() => void) | null>(null);
}
export const snack = new SnackState();
let clock: ReturnType<typeof setTimeout> | undefined;
let said = 0;

/** Say what was just done; `undo` takes it back. Returns how to say it no more. */
export function snacked(text: string, undo: (() => void) | null = null): () => void {
  clearTimeout(clock);
  said += 1;
  const mine = said;
  snack.text = text;
  snack.undo = undo;
  clock = setTimeout(dismiss, undo ? 10_000 : 3000);
  return () => {
    if (said === mine) dismiss();
  };
}

export function dismiss(): void {
  clearTimeout(clock);
  snack.text = "";
  snack.undo = null;
}
