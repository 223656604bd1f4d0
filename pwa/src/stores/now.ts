/** What a list of stores says about each: when somebody was last there. */

import type { VisitNow } from "../visits/now";

/** The last day on which a visit at a store was finished, heard by the company or not. */
export function lastVisitDays(
  visits: Iterable<Pick<VisitNow, "store_id" | "day" | "state">>,
): Map<string, string> {
  const last = new Map<string, string>();
  for (const { store_id, day, state } of visits) {
    if (state === "completed" && day > (last.get(store_id) ?? "")) last.set(store_id, day);
  }
  return last;
}
