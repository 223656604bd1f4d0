/**
 * How a person's database that was made anew gets back what its forerunner had not sent: from the
 * second place (copies.ts). The feed's rows come from the server.
 */

import type { IDBPDatabase, StoreNames } from "idb";
import {
  NO_INCIDENTS,
  type Draft,
  type KeptPicture,
  type LogLine,
  type Meta,
  type Shapes,
} from "./shapes";
import { spare, stowed } from "./spare";

/**
 * Fill a database that was made anew. Operations that wait get numbers of the new replica in the
 * order they were said and keep their op_ids, by which the server knows what it has heard. Picture
 * by picture, and done only when all is back: a kill in between begins again.
 */
export async function recover(owner: string, handle: IDBPDatabase<Shapes>): Promise<void> {
  if (!(await handle.get("meta", "anew"))) return;
  const names = await stowed(owner);
  const under = (prefix: string): string[] => names.filter((name) => name.startsWith(prefix));
  for (const name of under("photos/")) {
    const one = (await spare(owner, name)) as KeptPicture | undefined;
    if (one) await putPicture(handle, one);
  }
  const get = (prefix: string): Promise<unknown[]> =>
    Promise.all(under(prefix).map((name) => spare(owner, name)));
  const lines = (await Promise.all([get("log/"), get("attention/")])).flat() as LogLine[];
  const drafts = (await get("drafts/")) as Draft[];
  await putBack(
    handle,
    lines.filter(Boolean).sort((a, b) => a.n - b.n),
    drafts.filter(Boolean),
  );
}

async function putPicture(
  handle: IDBPDatabase<Shapes>,
  { row, bytes }: KeptPicture,
): Promise<void> {
  const tx = handle.transaction(["photos", "bytes"], "readwrite");
  void tx.objectStore("photos").put({ ...row, state: "waiting", upload: null });
  void tx.objectStore("bytes").put(bytes, row.photo_id);
  await tx.done;
}

async function putBack(
  handle: IDBPDatabase<Shapes>,
  lines: LogLine[],
  drafts: Draft[],
): Promise<void> {
  const stores: StoreNames<Shapes>[] = ["log", "drafts", "meta"];
  const tx = handle.transaction(stores, "readwrite", { durability: "strict" });
  const meta = tx.objectStore("meta");
  // Another tab may have been faster.
  if (await meta.get("anew")) {
    const own = (await meta.get("replica")) as Meta["replica"];
    for (const line of lines) {
      const place = { replica_id: own.replica_id, local_seq: own.next_local_seq };
      const refused = line.state === "attention";
      if (!refused) own.next_local_seq += 1;
      void tx.objectStore("log").put(refused ? line : { ...line, ...place });
    }
    for (const draft of drafts) void tx.objectStore("drafts").put(draft);
    void meta.put(own, "replica");
    if (lines.length) void meta.put(incident(lines.length), "incidents");
    void meta.delete("anew");
  }
  await tx.done;
}

function incident(lines: number): Meta["incidents"] {
  const last = `${new Date().toISOString()} recovered ${lines}`;
  return { ...NO_INCIDENTS, recovered: 1, last };
}
