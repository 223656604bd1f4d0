/** When a line leaves the overlay: its answer is yes, and its effect has arrived (decision 11). */

import type { At } from "../protocol";
import type { Writing } from "./database";
import type { LogLine, Scope } from "./shapes";

/** Is all that this effect changed here? A scope this device does not hold never will be. */
export function arrived(at: At[], held: ReadonlyMap<string, Scope | null>): boolean {
  return at.every(({ scope, epoch, pos }) => {
    const here = held.get(scope);
    if (!here) return true;
    if (here.epoch !== epoch) return here.epoch > epoch;
    return here.pos >= pos;
  });
}

/**
 * Archive the answered lines whose effect has arrived with these scopes. Lines that say nowhere
 * where their effect lies (the answer was pruned, or it was said before) wait for `caughtUp`.
 */
export async function settled(
  tx: Writing,
  changed: ReadonlyMap<string, Scope | null>,
): Promise<number> {
  const log = tx.objectStore("log");
  const answered = await log.index("state").getAll("received");
  let archived = 0;
  for (const line of answered) {
    const at = line.result?.at;
    if (!at?.some((one) => changed.has(one.scope))) continue;
    const held = new Map(changed);
    for (const { scope } of at) {
      if (held.has(scope)) continue;
      held.set(scope, (await tx.objectStore("scopes").get(scope)) ?? null);
    }
    if (!arrived(at, held)) continue;
    await log.put({ ...line, state: "archived" });
    archived += 1;
  }
  return archived;
}

/** A pull has ended with nothing more to come: what the answers meant is here, wherever it lies. */
export async function caughtUp(tx: Writing, throughN: number): Promise<number> {
  const log = tx.objectStore("log");
  const answered = await log.index("state").getAll("received");
  const blind = answered.filter((line: LogLine) => line.n <= throughN && !line.result?.at?.length);
  await Promise.all(blind.map((line) => log.put({ ...line, state: "archived" })));
  return blind.length;
}
