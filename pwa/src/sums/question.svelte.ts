/** A question to the server that a screen asks while it has a network: by whoever, office or partner. */

import { untrack } from "svelte";
import type { LogLine } from "../device/log";
import { ask } from "../session";
import { Refused } from "../refused";
import { problemText, t } from "../ui/words/index.svelte";

/** Of when it is, every answer says itself. */
type Dated = { as_of: string };

export interface Question<T> {
  /** The last answer; to the question before, while `problem` says why there is no newer one. */
  readonly value: T | null;
  readonly problem: string;
  readonly busy: boolean;
  again(): void;
}

/** Call while a component is being made. Asks when `path` changes, and when the network is back. */
export function question<T extends Dated>(path: () => string | null): Question<T> {
  let value = $state.raw<T | null>(null);
  let problem = $state("");
  let busy = $state(false);
  let going: AbortController | null = null;

  function again(): void {
    const wanted = path();
    going?.abort();
    if (!wanted) return;
    const mine = (going = new AbortController());
    busy = true;
    ask<T>(wanted, { signal: mine.signal }).then(
      (found) => {
        if (mine.signal.aborted) return;
        value = found;
        problem = "";
        busy = false;
      },
      (error: unknown) => {
        if (mine.signal.aborted) return;
        problem = whyNoAnswer(error);
        busy = false;
      },
    );
  }

  $effect(() => {
    again();
    addEventListener("online", again);
    return () => {
      removeEventListener("online", again);
      going?.abort();
    };
  });
  return {
    get value() {
      return value;
    },
    get problem() {
      return problem;
    },
    get busy() {
      return busy;
    },
    again,
  };
}

/** Ask anew once something that was said here has been heard. Call while a component is being made. */
export function againOnceHeard(said: () => readonly LogLine[], again: () => void): void {
  let before: readonly string[] = [];
  $effect(() => {
    const now = said().map((line) => line.op_id);
    if (anyGone(before, now)) untrack(again);
    before = now;
  });
}

/** Something is said in the moment another thing is heard: their number stays. Pure. */
export function anyGone(before: readonly string[], now: readonly string[]): boolean {
  const still = new Set(now);
  return before.some((id) => !still.has(id));
}

export function whyNoAnswer(error: unknown): string {
  return error instanceof Refused ? problemText(error.code, error.facts) : t("sums.no_answer");
}
