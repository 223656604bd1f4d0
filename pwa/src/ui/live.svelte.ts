/** A query that runs again when what it reads has changed. */

import { onChange } from "../device/changes";
import type { Entity } from "../protocol";
import { app } from "./app.svelte";

export interface Live<T> {
  readonly value: T | undefined;
}

/** Call while a component is being made. `on` names the records it depends on; the log always counts. */
export function live<T>(query: () => Promise<T>, on: readonly Entity[]): Live<T> {
  let value = $state.raw<T | undefined>(undefined);
  let round = 0;
  const run = (): void => {
    const mine = ++round;
    query().then(
      (found) => {
        if (mine === round) value = found;
      },
      () => undefined, // the person signed out, or the storage is gone: App shows that
    );
  };
  $effect(() => {
    let waiting = false;
    // Read here, so that the effect runs again when they change.
    const db = app.db;
    void app.today;
    if (!db) return undefined;
    run();
    return onChange((change) => {
      if (change.user_id !== db.user_id || waiting) return;
      const entities = change.entities;
      if (!change.log && entities !== "all" && !on.some((entity) => entities.has(entity))) return;
      waiting = true;
      queueMicrotask(() => {
        waiting = false;
        run();
      });
    });
  });
  return {
    get value() {
      return value;
    },
  };
}
