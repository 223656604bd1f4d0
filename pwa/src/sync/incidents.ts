/** What must never happen is counted and shown, never swallowed. */

import { known, note } from "../device/meta";
import type { Database } from "../device/database";
import { NO_INCIDENTS, type Meta } from "../device/shapes";

export type Incident = Exclude<keyof Meta["incidents"], "last">;

export async function count(db: Database, what: Incident, detail: string): Promise<void> {
  await note(db, "incidents", (before) => ({
    ...NO_INCIDENTS,
    ...before,
    [what]: (before?.[what] ?? 0) + 1,
    last: `${new Date().toISOString()} ${what} ${detail}`,
  }));
}

export async function incidents(db: Database): Promise<Meta["incidents"]> {
  return { ...NO_INCIDENTS, ...(await known(db, "incidents")) };
}
