/** A question to the office that a screen keeps asking: the last good answer stays until a better one. */

import { onChange } from "../device/changes";
import { load, save } from "../device/drafts";
import { Refused } from "../refused";
import { app, person } from "../ui/app.svelte";
import { askOffice, askWhole, lastAnswer, sentence, type Answer, type Listed } from "./api";

const SETTLE_MS = 400;
/** A question nobody answered is asked again: not every network that is back says so. */
const RETRY_MS = 20_000;

/** Of when it is, every answer says itself. */
type Dated = { as_of: string };

export interface Asked<T extends Dated> {
  readonly value: T | null;
  /** When the answer shown was asked for, by this device's clock. */
  readonly askedAt: string;
  /** Why the newest question got no answer, as a sentence: what is shown is older, or there is nothing. */
  readonly problem: string;
  /** It was answered, with a no: the network is not to blame. */
  readonly refused: boolean;
  readonly busy: boolean;
  again(): void;
}

interface Held<T extends Dated> {
  path: string;
  answer: Answer<T>;
}

/**
 * Call while a component is being made. Asks when `path` changes (null: nothing to ask), every
 * `seconds` while the page is in front, when the network comes back, and when something this
 * device said has been heard or told. `keepAs`: the answer also survives a reload without network.
 */
export function asked<T extends Dated>(
  path: () => string | null,
  seconds = 0,
  keepAs = "",
  ask: typeof askOffice<T> = askOffice,
): Asked<T> {
  let held = $state.raw<Held<T> | null>(null);
  let failed = $state.raw<{ error: unknown } | null>(null);
  let busy = $state(false);
  let going: AbortController | null = null;

  const wanted = $derived(path());
  const refused = $derived(failed?.error instanceof Refused);
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
      async (error: unknown) => {
        // First what was kept: that there is nothing is not said for a moment when there is.
        await recall(question);
        if (mine.signal.aborted) return;
        failed = { error };
        busy = false;
      },
    );
  }
  function take(found: Held<T>): void {
    held = found;
    failed = null;
    busy = false;
    if (keepAs && app.db) save(app.db, `answer:${keepAs}`, found).catch(() => undefined);
  }
  async function recall(question: string): Promise<void> {
    if (!keepAs || answer || !app.db) return;
    // Storage that fails is like nothing kept: the sentence says so.
    const kept = await load<Held<T>>(app.db, `answer:${keepAs}`).catch(() => undefined);
    if (kept?.path === question && held?.path !== question) held = kept;
  }
  function inFront(): void {
    if (document.visibilityState === "visible") again();
  }

  $effect(() => {
    void wanted;
    failed = null;
    again();
    return () => going?.abort();
  });
  $effect(() => {
    if (!failed || refused) return;
    const retry = setTimeout(inFront, RETRY_MS);
    return () => clearTimeout(retry);
  });
  $effect(() => {
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
      return failed ? sentence(failed.error, answer?.value.as_of) : "";
    },
    get refused() {
      return refused;
    },
    get busy() {
      return busy;
    },
    again,
  };
}

/** A list asked for with all its pages. */
export function askedWhole<R>(path: () => string | null, seconds = 0): Asked<Listed<R>> {
  return asked<Listed<R>>(path, seconds, "", askWhole<R>);
}
