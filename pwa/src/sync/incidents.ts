/** What must never happen is counted and shown, never swallowed. */

import { known, note } from "../device/meta";
import type { Database } from "../device/database";
import type { Meta } from "../device/shapes";

export type Incident = Exclude<keyof Meta["incidents"], "last">;

const NONE: Meta["incidents"] = {
  digest: 0,
  ops_digest: 0,
  forked: 0,
  lost: 0,
  restored: 0,
  backwards: 0,
  damaged: 0,
  last: "",
};

export async function count(db: Database, what: Incident, detail: string): Promise<void> {
  await note(db, "incidents", (before) => ({
    ...NONE,
    ...before,
    [what]: (before?.[what] ?? 0) + 1,
    last: `${new Date().toISOString()} ${what} ${detail}`,
  }));
}

export async function incidents(db: Database): Promise<Meta["incidents"]> {
  return { ...NONE, ...(await known(db, "incidents")) };
}
