/** Saving something the person said: busy while it is written, a sentence when it could not be. */

import { NotSaved } from "../device/database";
import { t, type Key } from "./words/index.svelte";

export interface Saying {
  readonly busy: boolean;
  readonly problem: string;
  /** True when it is on disk. */
  run(work: () => Promise<void>): Promise<boolean>;
}

/** Why it was not saved, and what to do now. */
export function whyNot(
  error: unknown,
  full: Key = "save.full",
  failed: Key = "save.failed",
): string {
  return t(error instanceof NotSaved && error.why === "full" ? full : failed);
}

export function saying(): Saying {
  let busy = $state(false);
  let problem = $state("");
  return {
    get busy() {
      return busy;
    },
    get problem() {
      return problem;
    },
    async run(work) {
      if (busy) return false;
      busy = true;
      problem = "";
      try {
        await work();
        return true;
      } catch (error) {
        problem = whyNot(error);
        return false;
      } finally {
        busy = false;
      }
    },
  };
}
