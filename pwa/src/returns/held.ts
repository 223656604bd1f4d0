/** Return notes from what this device holds. */

import { renamed, skusOf } from "../catalogue/named";
import { standing } from "../device/log";
import { all } from "../device/records";
import { database } from "../ui/app.svelte";
import { returnsNow, type ReturnNow } from "./now";

export async function heldReturns(): Promise<ReturnNow[]> {
  const db = database();
  const [held, log, skus] = await Promise.all([all(db, "return_note"), standing(db), skusOf(db)]);
  return returnsNow(held, log).map((one) => ({ ...one, lines: renamed(one.lines, skus) }));
}
