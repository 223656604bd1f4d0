/** A question to the office that a screen keeps asking: the last good answer stays until a better one. */

import { onChange } from "../device/changes";
import { load, save } from "../device/drafts";
import { app, person } from "../ui/app.svelte";
import { askOffice, askWhole, lastAnswer, sentence, type Answer, type Listed } from "./api";

const SETTLE_MS = 400;

export interface Asked<T> {
  readonly value: T | null;
  /** When the answer shown was asked for, by this device's clock. */
  readonly askedAt: string;
  /** Why the newest question got no answer; what is shown is older. */
  readonly problem: string;
  readonly busy: boolean;
  again(): void;
}

interface Held<T> {
  path: string;
  answer: Answer<T>;
}

/**
 * Call while a component is being made. Asks when `path` changes (null: nothing to ask), every
 * `seconds` while the page is in front, when the network comes back, and when something this
 * device said has been heard or told. `keepAs`: the answer also survives a reload without network.
 */
export function asked<T>(
  path: () => string | null,
  seconds = 0,
  keepAs = "",
  ask: typeof askOffice<T> = askOffice,
): Asked<T> {
  let held = $state.raw<Held<T> | null>(null);
  let problem = $state("");
  let busy = $state(false);
  let going: AbortController | null = null;

  const wanted = $derived(path());
  const answer = $derived.by(() => {
    if (held?.path === wanted) return held.answer;
    return wanted ? lastAnswer<T>(person().id, wanted) : null;
  });

  function again(): void {
    const question = path();
    going?.abort();
    going = null;
    if (!question || !app.me) return;
    const mine = new AbortController();
    going = mine;
    busy = true;
    ask(person().id, question, mine.signal).then(
      (found) => {
        if (!mine.signal.aborted) take({ path: question, answer: found });
      },
      (error: unknown) => {
        if (mine.signal.aborted) return;
        problem = sentence(error);
        busy = false;
        recall(question);
      },
    );
  }
  function take(found: Held<T>): void {
    held = found;
    problem = "";
    busy = false;
    if (keepAs && app.db) save(app.db, `answer:${keepAs}`, found).catch(() => undefined);
  }
  function recall(question: string): void {
    if (!keepAs || answer || !app.db) return;
    load<Held<T>>(app.db, `answer:${keepAs}`).then(
      (kept) => {
        if (kept?.path === question && held?.path !== question) held = kept;
      },
      () => undefined, // nothing was kept: the sentence says there is no network
    );
  }

  $effect(() => {
    void wanted;
    problem = "";
    again();
    return () => going?.abort();
  });
  $effect(() => {
    const inFront = (): void => {
      if (document.visibilityState === "visible") again();
    };
    let settling: ReturnType<typeof setTimeout> | undefined;
    const clock = seconds ? setInterval(inFront, seconds * 1000) : undefined;
    const heard = onChange((change) => {
      const { entities } = change;
      const told = entities === "all" || entities.has("inbox_item");
      if (change.user_id !== app.me?.id || !(change.log || told)) return;
      clearTimeout(settling);
      settling = setTimeout(again, SETTLE_MS);
    });
    addEventListener("online", again);
    document.addEventListener("visibilitychange", inFront);
    return () => {
      clearInterval(clock);
      clearTimeout(settling);
      removeEventListener("online", again);
      document.removeEventListener("visibilitychange", inFront);
      heard();
    };
  });
  return {
    get value() {
      return answer?.value ?? null;
    },
    get askedAt() {
      return answer?.askedAt ?? "";
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

/** A list asked for with all its pages. */
export function askedWhole<R>(path: () => string | null): Asked<Listed<R>> {
  return asked<Listed<R>>(path, 0, "", askWhole<R>);
}
