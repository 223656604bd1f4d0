/**
 * When the shelf was looked at enough. Pure.
 *
 * Twin: backend/visits/shelf_rules.py. Both must pass
 * sync_protocol/vectors/rules/visits.shelf_answered.json.
 */

import type { Observation } from "../protocol";

/** More of the SKUs than this not checked, and the store check is incomplete (domain.md 4.3). */
const UNCHECKED_PCT = 20;

export type Answered = Pick<Observation, "sku_id" | "presence" | "not_checked_reason">;

/**
 * How many of these SKUs have an answer, and whether that is a whole store check. One that could
 * not be looked at is answered by its reason, and one without is not.
 */
export function shelfAnswered(
  wanted: Iterable<string>,
  observations: Iterable<Answered>,
): { answered: number; complete: boolean } {
  const seen = new Set<string>();
  const why = new Set<string>();
  for (const { sku_id, presence, not_checked_reason } of observations) {
    if (presence !== "not_checked") seen.add(sku_id);
    else if (not_checked_reason) why.add(sku_id);
  }
  const listed = [...new Set(wanted)];
  const excused = listed.filter((sku) => why.has(sku) && !seen.has(sku)).length;
  const answered = listed.filter((sku) => seen.has(sku)).length + excused;
  const few = excused * 100 <= UNCHECKED_PCT * listed.length;
  return { answered, complete: listed.length > 0 && answered === listed.length && few };
}
