/** An order that is begun in a visit and not handed in: it lies among the drafts. */

import type { Database } from "../device/database";
import { drop, jot, load } from "../device/drafts";
import { newId } from "../device/ids";
import type { Wanted } from "./now";

export function orderKey(visitId: string): string {
  return `order:${visitId}`;
}

/** Of an order by telephone: one a store. */
export function callKey(storeId: string): string {
  return `order:call:${storeId}`;
}

/** How many SKUs it asks for; 0: none is begun. */
export async function begunLines(db: Database, visitId: string): Promise<number> {
  const written = await load<{ wanted?: Record<string, Wanted> }>(db, orderKey(visitId));
  return Object.values(written?.wanted ?? {}).filter(({ qty }) => qty > 0).length;
}

/** She said that it is not wanted. */
export function discard(db: Database, visitId: string): Promise<void> {
  return drop(db, orderKey(visitId));
}

/** An order of these goods lies ready in this visit, unless another is begun there. */
export async function begin(
  db: Database,
  visitId: string,
  wanted: Record<string, Wanted>,
): Promise<boolean> {
  if (await begunLines(db, visitId)) return false;
  await jot(db, orderKey(visitId), {
    order_id: newId(),
    wanted,
    note: "",
    signer: "",
    unsigned: "",
    wanted_on: "",
    why: "",
    ink: null,
  });
  return true;
}
