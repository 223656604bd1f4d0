/** The app's own state: who is here, her database, how sync stands. One of each per page. */

import { open, type Database } from "../device/database";
import { onUnkept, type Unkept } from "../device/drafts";
import { current, onSession, type Me } from "../session";
import { keepClock, keepLast, lastClock, lastHere, type Last } from "./last";
import { correctClock, dayOf, nowMs } from "../device/time";
import { getStatus, onStatus, type Status } from "../sync/client";

class App {
  me = $state.raw<Me | null>(null);
  db = $state.raw<Database | null>(null);
  status = $state.raw<Status>(getStatus());
  /** The database could not be opened: why. */
  broken = $state<string | null>(null);
  /** What is being filled in cannot be written down: why. */
  unkept = $state<Unkept | null>(null);
  ready = $state(false);
  today = $state(dayOf(new Date(nowMs())));
}

correctClock(lastClock());
export const app = new App();

/**
 * Follow session and sync. Called once by main.ts. `ahead` hears who is probably here, before that
 * has been read: what her first screen needs can be fetched meanwhile.
 */
export async function startApp(ahead: (last: Last) => void): Promise<void> {
  onStatus((status) => {
    app.status = status;
    if (status.clockOffMs === null) return;
    correctClock(status.clockOffMs);
    keepClock(status.clockOffMs);
    app.today = dayOf(new Date(nowMs()));
  });
  onUnkept((why) => (app.unkept = why));
  onSession(() => void follow());
  setInterval(() => (app.today = dayOf(new Date(nowMs()))), 30_000);
  const last = lastHere();
  if (last) {
    const db = open(last.id);
    db.catch(() => undefined); // opened again, and said, when it is needed
    early = { id: last.id, db };
    ahead(last);
  }
  await follow();
}

let early: { id: string; db: Promise<Database> } | null = null;

/** The database opened on a guess, when it was the right one. */
async function opened(id: string | undefined): Promise<Database | null> {
  const guess = early;
  early = null;
  const db = await guess?.db.catch(() => null);
  if (db && guess?.id === id) return db;
  db?.close();
  return id === undefined ? null : open(id);
}

/** The person at the device now, and her database. */
export async function follow(): Promise<void> {
  try {
    const known = await current();
    if (known?.person_id !== app.me?.id || early) {
      const db = await opened(known?.person_id);
      app.db?.close();
      app.db = db;
      app.me = known?.me ?? null;
      keepLast(app.me);
    }
    app.broken = null;
  } catch (error) {
    app.broken = error instanceof Error ? error.message : String(error);
  }
  app.ready = true;
}

/** The database of the person here. Screens exist only while there is one. */
export function database(): Database {
  if (!app.db) throw new Error("nobody is signed in");
  return app.db;
}

export function person(): Me {
  if (!app.me) throw new Error("nobody is signed in");
  return app.me;
}
