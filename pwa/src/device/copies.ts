/** What must lie in the second place (spare.ts) as well: copied when it is said, gone when it is done with. */

import type { Database } from "./database";
import { leftOf, lineOf, recover } from "./recover";
import { announce } from "./changes";
import type { KeptLine, KeptPicture, LogLine, Replica } from "./shapes";
import { hasSpare, roomy, spare, stow, stowed, unstow } from "./spare";

/** The replica and what goes with it (recover.ts). */
const CORE = "core";

/** Its name there. A line that was refused is another thing than the same line unsent. */
export function nameOf(line: LogLine): string {
  return `${line.state === "attention" ? "attention" : "log"}/${line.op_id}`;
}

/** Copy what was just said. Never rejects. */
export async function copy(
  owner: string,
  lines: KeptLine[],
  pictures: KeptPicture[],
): Promise<void> {
  const room = pictures.length === 0 || (await roomy().catch(() => false));
  await Promise.all([
    ...lines.map((line) => stow(owner, nameOf(line), line)),
    ...(room ? pictures : []).map((one) => stow(owner, `photos/${one.row.photo_id}`, one)),
  ]);
}

/**
 * Both places hold the same again: what the server has answered or holds goes from there, and what
 * is missing comes. What was written down but never stored (a kill in between) goes, too: she was
 * not told that it is saved. What was stored and is in the log no more has been lost there, and comes
 * back. Drafts only go; their next keystroke brings them. As long as something is still to be put back
 * into a database made anew, that is tried, and nothing goes.
 */
export async function match(db: Database): Promise<void> {
  if (!hasSpare()) return;
  if (await leftOf(db)) return recover(db).catch(() => undefined);
  // First what is there, then what is here: a line being said is in its transaction by then.
  const there = new Set(await stowed(db.user_id));
  const { lines, bytes, drafts, core } = await db.read(
    ["log", "bytes", "drafts", "meta"],
    async (tx) => {
      const states = tx.objectStore("log").index("state");
      const [waiting, sent, refused, held, typed, replica, server, clock] = await Promise.all([
        states.getAll("waiting"),
        states.getAll("sent"),
        states.getAll("attention"),
        tx.objectStore("bytes").getAllKeys(),
        tx.objectStore("drafts").getAllKeys(),
        tx.objectStore("meta").get("replica"),
        tx.objectStore("meta").get("server"),
        tx.objectStore("meta").get("clock"),
      ]);
      const open = refused.filter((line) => !line.seen);
      const all = [...waiting, ...sent, ...open];
      return { lines: all, bytes: held, drafts: typed, core: { replica, server, clock } };
    },
  );
  const mine = new Map(lines.map((line) => [nameOf(line), line]));
  const photos = new Map(bytes.map((id) => [`photos/${id}`, id]));
  const names = new Set([
    CORE,
    ...mine.keys(),
    ...photos.keys(),
    ...drafts.map((key) => `drafts/${key}`),
  ]);
  // Before any line goes: from then on the core alone knows of its number.
  await stow(db.user_id, CORE, core);
  const over = [...there].filter((name) => !names.has(name));
  const lost = await putLostBack(db, over);
  await unstow(
    db.user_id,
    over.filter((name) => !lost.has(name)),
  );
  await copy(
    db.user_id,
    [...mine].filter(([name]) => !there.has(name)).map(([, line]) => line),
    [],
  );
  for (const [name, id] of photos) if (!there.has(name)) await copyPicture(db, id);
}

async function copyPicture(db: Database, id: string): Promise<void> {
  const one = await db.read(["photos", "bytes"], async (tx) => {
    const row = await tx.objectStore("photos").get(id);
    return { row, bytes: await tx.objectStore("bytes").get(id) };
  });
  if (one.row && one.bytes) await copy(db.user_id, [], [one as KeptPicture]);
}

/**
 * Copies of operations that the log does not know at all. A number is taken in the transaction that
 * stores its line: one that is taken, and stands nowhere, was stored and has been lost since.
 */
async function putLostBack(db: Database, names: string[]): Promise<Set<string>> {
  const said = names.filter((name) => /^(log|attention)\//.test(name));
  const unknown = await db.read(["log"], async (tx) => {
    const ids = tx.objectStore("log").index("op_id");
    const keys = await Promise.all(said.map((name) => ids.getKey(name.replace(/^\w+\//, ""))));
    return said.filter((_, i) => keys[i] === undefined);
  });
  const lost = new Set<string>();
  for (const name of unknown) {
    const kept = (await spare(db.user_id, name)) as KeptLine | undefined;
    if (!kept) continue;
    if (await putLostLine(db, lineOf(kept))) lost.add(name);
  }
  if (lost.size) announce(db.user_id, "all", true);
  return lost;
}

async function putLostLine(db: Database, line: LogLine): Promise<boolean> {
  return db.write(["log", "meta"], async (tx) => {
    const log = tx.objectStore("log");
    const own = (await tx.objectStore("meta").get("replica")) as Replica;
    const mine = line.replica_id === own.replica_id;
    const place: [string, number] = [line.replica_id, line.local_seq];
    const taken = mine && line.local_seq < own.next_local_seq;
    if (!taken || (await log.index("seq").getKey(place)) !== undefined) return false;
    // What the server has heard it holds; only a no is still to be shown.
    if (line.local_seq < own.server_next && line.state !== "attention") return false;
    const { n, ...behind } = line;
    await log.put((await log.get(n)) ? (behind as LogLine) : line);
    return true;
  });
}
