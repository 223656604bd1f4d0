/** A question to the server that a screen asks while it has a network: by whoever, office or partner. */

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

export function whyNoAnswer(error: unknown): string {
  return error instanceof Refused ? problemText(error.code, error.facts) : t("sums.no_answer");
}
