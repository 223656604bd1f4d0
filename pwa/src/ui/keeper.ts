/**
 * Writes a form at every keystroke, before the browser turns to anything else: what was on the screen
 * when the app was killed is there when it starts again. The second copy (DECISIONS.md 20) can wait.
 */

import type { Database } from "../device/database";
import { jot } from "../device/drafts";
import { behindPaint } from "./behind";

export interface Keeper {
  /** Call in the event, before or behind the change: `value` is asked once, when its handlers are over. */
  keep(): void;
  /** Said: what is still to be written is not. */
  leave(): void;
}

export function keeper(db: () => Database, key: string, value: () => unknown): Keeper {
  let asked = false;
  let newest: (() => void) | undefined;
  let later: (() => void) | undefined;
  function behind(copy: () => void): void {
    newest = copy;
    later ??= behindPaint(() => {
      later = undefined;
      newest?.();
    });
  }
  return {
    keep() {
      if (asked) return;
      asked = true;
      queueMicrotask(() => {
        if (asked) void jot(db(), key, value(), behind);
        asked = false;
      });
    },
    leave() {
      asked = false;
      later?.();
      later = undefined;
    },
  };
}
