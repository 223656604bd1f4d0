/**
 * How a person's database that was made anew gets back what its forerunner had not sent: from the
 * second place (copies.ts). The feed's rows come from the server.
 */

import { announce } from "./changes";
import {
  NO_INCIDENTS,
  type Draft,
  type KeptLine,
  type KeptPicture,
  type LogLine,
  type Meta,
  type Reading,
  type Store,
  type Writing,
} from "./shapes";
import { spare, stowed } from "./spare";

/** The database, as far as it is needed here. */
interface Opened {
  readonly user_id: string;
  read<T>(stores: Store[], work: (tx: Reading) => Promise<T>): Promise<T>;
  write<T>(stores: Store[], work: (tx: Writing) => Promise<T>): Promise<T>;
}

/** Of the things of which there is one, those without which a forerunner cannot be gone on with. */
export type Core = Pick<Meta, "replica"> & Partial<Pick<Meta, "server" | "clock">>;

/**
 * Operations and drafts first, in one transaction; then picture by picture. What fails is tried again
 * by whoever calls this again, and nothing leaves the second place before. Throws NotSaved.
 */
export async function recover(db: Opened): Promise<void> {
  const left = await leftOf(db);
  if (!left) return;
  const names = await stowed(db.user_id);
  const under = (prefix: string): string[] => names.filter((name) => name.startsWith(prefix));
  const get = (prefix: string): Promise<unknown[]> =>
    Promise.all(under(prefix).map((name) => spare(db.user_id, name)));
  const pictures = under("photos/");
  if (left === "all") {
    const kept = (await Promise.all([get("log/"), get("attention/")])).flat() as KeptLine[];
    const lines = kept.filter(Boolean).map(lineOf);
    // Said, and killed before its copy went: filled in once more it would be said twice.
    const filledIn = new Map(
      kept.filter(Boolean).flatMap((line) => (line.drafts ?? []).map((key) => [key, line.made_at])),
    );
    const typedSince = ({ key, saved_at }: Draft): boolean => saved_at > (filledIn.get(key) ?? "");
    const drafts = (await get("drafts/")) as Draft[];
    const core = (await spare(db.user_id, "core")) as Core | undefined;
    const whole = {
      lines: lines.sort((a, b) => a.n - b.n),
      drafts: drafts.filter((draft) => draft && typedSince(draft)),
      pictures: pictures.length,
    };
    await db.write(["log", "drafts", "meta"], (tx) => putBack(tx, whole, core));
  }
  for (const name of pictures) {
    const one = (await spare(db.user_id, name)) as KeptPicture | undefined;
    if (one) await db.write(["photos", "bytes"], (tx) => putPicture(tx, one));
  }
  await db.write(["meta"], (tx) => tx.objectStore("meta").delete("anew"));
  if (names.length) announce(db.user_id, "all", true);
}

/** The line itself. */
export function lineOf(kept: KeptLine): LogLine {
  const line = { ...kept };
  delete line.drafts;
  return line;
}

/** What of the second place is not in the database yet; undefined: nothing. */
export async function leftOf(db: Opened): Promise<Meta["anew"] | undefined> {
  return db.read(
    ["meta"],
    (tx) => tx.objectStore("meta").get("anew") as Promise<Meta["anew"] | undefined>,
  );
}

async function putPicture(tx: Writing, { row, bytes }: KeptPicture): Promise<void> {
  // A picture that went up meanwhile is known already, and is not to be sent again.
  if (await tx.objectStore("photos").get(row.photo_id)) return;
  await tx.objectStore("photos").put({ ...row, state: "waiting", upload: null });
  await tx.objectStore("bytes").put(bytes, row.photo_id);
}

async function putBack(
  tx: Writing,
  { lines, drafts, pictures }: { lines: LogLine[]; drafts: Draft[]; pictures: number },
  core: Core | undefined,
): Promise<void> {
  const meta = tx.objectStore("meta");
  if ((await meta.get("anew")) !== "all") return; // another tab was faster
  const log = tx.objectStore("log");
  const untouched = (await log.count()) === 0;
  const made = (await meta.get("replica")) as Meta["replica"];
  const own = untouched && core ? onwards(core.replica, lines) : { ...made };
  for (const line of lines) await putLine(tx, own, line, untouched);
  for (const draft of drafts) {
    if (!(await tx.objectStore("drafts").get(draft.key))) await tx.objectStore("drafts").put(draft);
  }
  await meta.put(own, "replica");
  if (core?.server && untouched) await meta.put(core.server, "server");
  if (core?.clock && untouched) await meta.put(core.clock, "clock");
  if (lines.length + drafts.length + pictures) {
    const counted =
      ((await meta.get("incidents")) as Meta["incidents"] | undefined) ?? NO_INCIDENTS;
    const last = `${new Date().toISOString()} recovered ${lines.length}`;
    await meta.put({ ...counted, recovered: counted.recovered + 1, last }, "incidents");
  }
  await meta.put("pictures", "anew");
}

/**
 * The same replica goes on, under the numbers its operations had: its push token stays good, and what
 * the server has heard it answers as before. Whatever does not fit (a copy was missing) the server
 * notices, and it becomes a new one then.
 */
function onwards(replica: Meta["replica"], lines: LogLine[]): Meta["replica"] {
  const mine = lines.filter((line) => line.replica_id === replica.replica_id);
  const next = Math.max(0, ...mine.map((line) => line.local_seq)) + 1;
  return { ...replica, next_local_seq: Math.max(replica.next_local_seq, next) };
}

/** Under its old number; of another replica, or behind others, under a new one. */
async function putLine(
  tx: Writing,
  own: Meta["replica"],
  line: LogLine,
  untouched: boolean,
): Promise<void> {
  const log = tx.objectStore("log");
  if (await log.index("op_id").get(line.op_id)) return;
  const { n: _, ...behind } = line;
  const placed = untouched ? line : (behind as LogLine);
  if (line.state === "attention" || line.replica_id === own.replica_id) {
    await log.put(placed);
    return;
  }
  const place = { replica_id: own.replica_id, local_seq: own.next_local_seq };
  own.next_local_seq += 1;
  await log.put({ ...placed, ...place });
}
