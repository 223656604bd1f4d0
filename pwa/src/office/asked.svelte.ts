/** Asking the office: the last good answer stays, with the moment it is from. */

import { Refused } from "../refused";
import { ask } from "../session";
import { t, word } from "../ui/words/index.svelte";

export interface Asked<T> {
  readonly value: T | null;
  readonly problem: string;
  again(): void;
}

/** A GET that repeats itself every `seconds` while the page is in front. */
export function asked<T>(path: () => string | null, seconds = 0): Asked<T> {
  let value = $state.raw<T | null>(null);
  let problem = $state("");
  let round = 0;

  function again(): void {
    const wanted = path();
    if (!wanted) return;
    const mine = ++round;
    ask<T>(wanted).then(
      (found) => {
        if (mine !== round) return;
        value = found;
        problem = "";
      },
      (error: unknown) => {
        if (mine !== round) return;
        problem = error instanceof Refused ? word("problem", error.code) : t("office.no_network");
      },
    );
  }
  $effect(() => {
    path();
    again();
    if (!seconds) return undefined;
    const clock = setInterval(() => {
      if (document.visibilityState === "visible") again();
    }, seconds * 1000);
    return () => clearInterval(clock);
  });
  return {
    get value() {
      return value;
    },
    get problem() {
      return problem;
    },
    again,
  };
}

/** Facts of the office's queries, as the contract names them. */
export interface Listed<R> {
  as_of: string;
  rows: R[];
  next: string | null;
}
