/**
 * Chromium keeps all databases of the app in one store with one log. A kill in the middle of a write
 * leaves half a record at the log's end; Chromium goes on writing behind it, and a later start finds
 * the damage and throws everything away. So each start makes it begin a new log: when enough has been
 * written, it stows away what it holds, whole, and lets go of the old one.
 */

import { openDB } from "idb";

/** Not of anybody's name: whoever looks for the people on this phone (rescue) must not find it. */
const NAME = "fresh-log";
/** Larger values would be put into files of their own, beside the log. */
const PIECE = new Uint8Array(48 * 1024);
/** More than Chromium holds in memory before it stows (4 MiB). */
const PIECES = 96;
/** With less left it must not stand in the way of something she is saving meanwhile. */
const SPACE = 64 * 1024 * 1024;

/** The first tab's work at its start; others find it done. Elsewhere than in Chromium, nothing. */
export async function freshLog(): Promise<void> {
  if (!("userAgentData" in navigator) || !("locks" in navigator)) return;
  const { quota = 0, usage = 0 } = await navigator.storage.estimate();
  if (quota - usage < SPACE) return;
  await navigator.locks.request(NAME, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    try {
      await fill();
    } catch {
      // No space for it: what is here is as safe as it was.
    }
    await new Promise(() => undefined); // held as long as this tab lives
  });
}

async function fill(): Promise<void> {
  const db = await openDB(NAME, 1, { upgrade: (made) => void made.createObjectStore("pieces") });
  for (const _ of [1, 2]) {
    const tx = db.transaction("pieces", "readwrite", { durability: "strict" });
    for (let i = 0; i < PIECES; i += 1) void tx.store.put(PIECE, i);
    await tx.done;
  }
  await db.clear("pieces");
  db.close();
}
