/** When a line leaves the overlay: its answer is yes, and its effect has arrived (decision 11). */

import type { At } from "../protocol";
import type { Writing } from "./database";
import { keptName, keptScopes } from "./scopes";
import type { LogLine, Scope } from "./shapes";

/** The scopes some effects lie in, as held here, and whether we know yet which are ours. */
export interface Held {
  scopes: ReadonlyMap<string, Scope | null>;
  /** Our own scope is whole, so the grants are: what is not held now is not ours. */
  complete: boolean;
  /** Hers no more but still shown: nothing arrives there, so what was said stays drawn over it. */
  kept: ReadonlySet<string>;
}

/** Is all that this effect changed here? A scope that is not ours never will be. */
export function arrived(at: At[], held: Held): boolean {
  return at.every(({ scope, epoch, pos }) => {
    const here = held.scopes.get(scope);
    if (!here) return held.complete && !held.kept.has(scope);
    if (here.behind) return false;
    if (here.epoch !== epoch) return here.epoch > epoch;
    return here.pos >= pos;
  });
}

/** What is held of the scopes that these answers name. */
export async function heldBy(tx: Writing, userId: string, at: At[]): Promise<Held> {
  const store = tx.objectStore("scopes");
  const names = [...new Set(at.map((one) => one.scope))];
  const found = await Promise.all(names.map((name) => store.get(name)));
  const own = await store.get(`user:${userId}`);
  return {
    scopes: new Map(names.map((name, i) => [name, found[i] ?? null])),
    complete: (own?.whole ?? false) && !own?.behind,
    kept: await keptScopes(tx),
  };
}

/** Archive the answered lines whose effect has arrived now that these scopes have changed. */
export async function settled(
  tx: Writing,
  userId: string,
  changed: ReadonlySet<string>,
): Promise<number> {
  return archive(
    tx,
    userId,
    (line) => line.result?.at?.some((one) => changed.has(one.scope)) ?? false,
  );
}

/**
 * A pull has ended with nothing more to come. Lines whose answer does not say where their effect
 * lies (it was pruned, or had been given before) are here too, wherever that is.
 */
export async function caughtUp(tx: Writing, userId: string, throughN: number): Promise<number> {
  return archive(tx, userId, (line) => line.n <= throughN);
}

async function archive(
  tx: Writing,
  userId: string,
  concerns: (line: LogLine) => boolean,
): Promise<number> {
  const log = tx.objectStore("log");
  const lines = (await log.index("state").getAll("received")).filter(concerns);
  if (lines.length === 0) return 0;
  const effects = (line: LogLine): At[] => line.result?.at ?? [];
  const held = await heldBy(tx, userId, lines.flatMap(effects));
  const shown = await Promise.all(lines.map((line) => followed(tx, line, held)));
  const here = lines.filter((line, i) => shown[i] && arrived(effects(line), held));
  await Promise.all(here.map((line) => log.put({ ...line, state: "archived" })));
  return here.length;
}

/** An answer without a place: while something is kept, only what a followed scope shows is here. */
async function followed(tx: Writing, line: LogLine, { kept }: Held): Promise<boolean> {
  if (kept.size === 0 || line.result?.at?.length) return true;
  const keys = await tx.objectStore("rows").index("record").getAllKeys([line.entity, line.id]);
  const names = new Set([...kept].map(keptName));
  return keys.some(([scope]) => !names.has(scope));
}
