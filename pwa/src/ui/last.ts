/**
 * Who was here last, as a guess to begin with: it is nearly always the same person, and what she
 * will need can be fetched while it is still being read who she is. Nothing is shown on a guess.
 */

import type { Me } from "../session";

export type Last = Pick<Me, "id" | "role">;

const KEY = "xundian.last";

export function lastHere(): Last | null {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "null") as Partial<Last> | null;
    if (typeof kept?.id !== "string" || typeof kept.role !== "string") return null;
    return { id: kept.id, role: kept.role };
  } catch {
    return null; // storage is switched off, or somebody wrote into it
  }
}

export function keepLast(me: Last | null): void {
  try {
    if (me) localStorage.setItem(KEY, JSON.stringify({ id: me.id, role: me.role }));
    else localStorage.removeItem(KEY);
  } catch {
    // as above
  }
}
