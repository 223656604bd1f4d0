/** The app's own state: who is here, her database, how sync stands. One of each per page. */

import { open, type Database } from "../device/database";
import { current, onSession, type Me } from "../session";
import { dayOf } from "../device/time";
import { getStatus, onStatus, type Status } from "../sync/client";

class App {
  me = $state.raw<Me | null>(null);
  db = $state.raw<Database | null>(null);
  status = $state.raw<Status>(getStatus());
  /** The database could not be opened: why. */
  broken = $state<string | null>(null);
  ready = $state(false);
  today = $state(dayOf(new Date()));
}

export const app = new App();

/**
 * Follow session and sync. Called once by main.ts. `ahead` hears who is here while her database is
 * still being opened: what her first screen needs can be fetched meanwhile.
 */
export async function startApp(ahead: (me: Me) => void): Promise<void> {
  onStatus((status) => (app.status = status));
  onSession(() => void follow());
  setInterval(() => (app.today = dayOf(new Date())), 30_000);
  await follow(ahead);
}

/** The person at the device now, and her database. */
export async function follow(ahead?: (me: Me) => void): Promise<void> {
  try {
    const known = await current();
    if (known?.person_id !== app.me?.id) {
      if (known) ahead?.(known.me);
      const db = known ? await open(known.person_id) : null;
      app.db?.close();
      app.db = db;
      app.me = known?.me ?? null;
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
