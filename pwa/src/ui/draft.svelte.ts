/** Fields of a form that survive a kill: read once, written at every keystroke. */

import { drop, load } from "../device/drafts";
import { database } from "./app.svelte";
import { keeper } from "./keeper";

export interface Draft<T> {
  readonly key: string;
  /** The fields; bind to them. */
  readonly fields: T;
  /** True once what was kept has been read. */
  readonly ready: boolean;
  keep(): void;
  /** Said: nothing to keep any more. */
  forget(): Promise<void>;
}

/** Call while a component is being made. */
export function draft<T extends object>(key: string, empty: T): Draft<T> {
  const fields = $state(empty);
  let ready = $state(false);
  $effect(() => {
    load<Partial<T>>(database(), key).then(
      (kept) => {
        if (kept && !ready) Object.assign(fields, kept);
        ready = true;
      },
      () => (ready = true),
    );
  });
  const { keep, leave } = keeper(database, key, () => $state.snapshot(fields));
  return {
    key,
    fields,
    get ready() {
      return ready;
    },
    keep,
    forget: () => {
      leave();
      return drop(database(), key);
    },
  };
}
