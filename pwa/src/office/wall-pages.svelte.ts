/** The photo wall's pages, one behind the other; the last good ones stay until better ones come. */

import { Refused } from "../refused";
import { app, person } from "../ui/app.svelte";
import { askOffice, lastAnswer, sentence, type Answer } from "./api";
import type { Asked } from "./asked.svelte";
import { wallPath, type Filters, type Hung, type WallPage } from "./wall";

const RETRY_MS = 20_000;
/** Pages in a row that found nothing; then a person says whether to look further back. */
const DRY = 6;

interface Held {
  path: string;
  hung: Hung[];
  last: Answer<WallPage>;
  dry: number;
}

export interface Pages extends Asked<WallPage> {
  readonly hung: readonly Hung[];
  /** There is more, and it comes by itself as one scrolls. */
  readonly more: boolean;
  /** There may be more, further back than this instant; it is looked for when asked. */
  readonly waitsAt: string;
  grow(): void;
}

export function wallPages(filters: () => Filters): Pages {
  let held = $state.raw<Held | null>(null);
  let failed = $state.raw<{ error: unknown } | null>(null);
  let busy = $state(false);
  let going: AbortController | null = null;

  const wanted = $derived(wallPath(filters()));
  const now = $derived(held?.path === wanted ? held : null);
  const next = $derived(now?.last.value.next ?? null);
  const refused = $derived(failed?.error instanceof Refused);

  function start(): void {
    ask(wallPath(filters()), "");
  }
  function grow(): void {
    if (next !== null && !busy) ask(wallPath(filters()), next);
  }
  function ask(path: string, after: string): void {
    going?.abort();
    if (!app.me) return;
    const mine = new AbortController();
    going = mine;
    busy = true;
    const id = person().id;
    const kept = after ? null : lastAnswer<WallPage>(id, path);
    askOffice<WallPage>(id, wallPath(filters(), after), mine.signal).then(
      (answer) => {
        if (!mine.signal.aborted) take(path, after, answer);
      },
      (error: unknown) => {
        if (mine.signal.aborted) return;
        if (kept && held?.path !== path) take(path, "", kept);
        failed = { error };
        busy = false;
      },
    );
  }
  function take(path: string, after: string, answer: Answer<WallPage>): void {
    const before = after && held?.path === path ? held : null;
    const known = new Set(before?.hung.map(({ row }) => row.id));
    const rows = answer.value.rows.filter((row) => !known.has(row.id));
    held = {
      path,
      hung: [...(before?.hung ?? []), ...rows.map((row) => ({ row, askedAt: answer.askedAt }))],
      last: answer,
      dry: rows.length ? 0 : (before?.dry ?? 0) + 1,
    };
    failed = null;
    busy = false;
  }
  function again(): void {
    if (failed && now && next !== null) grow();
    else start();
  }

  $effect(() => {
    void wanted;
    failed = null;
    start();
    return () => going?.abort();
  });
  $effect(() => {
    if (!failed || refused) return undefined;
    const retry = setTimeout(again, RETRY_MS);
    addEventListener("online", again);
    return () => {
      clearTimeout(retry);
      removeEventListener("online", again);
    };
  });

  return {
    get value() {
      return now?.last.value ?? null;
    },
    get askedAt() {
      return now?.last.askedAt ?? "";
    },
    get problem() {
      return failed ? sentence(failed.error, now?.last.value.as_of) : "";
    },
    get refused() {
      return refused;
    },
    get busy() {
      return busy;
    },
    get hung() {
      return now?.hung ?? [];
    },
    get more() {
      return next !== null && !failed && (now?.dry ?? 0) < DRY;
    },
    get waitsAt() {
      return next !== null && !failed && (now?.dry ?? 0) >= DRY
        ? (now?.last.value.back_to ?? "")
        : "";
    },
    again,
    grow,
  };
}
