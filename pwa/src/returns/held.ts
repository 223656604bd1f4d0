/** Return notes from what this device holds. */

import { standing } from "../device/log";
import { all } from "../device/records";
import { database } from "../ui/app.svelte";
import { returnsNow, type ReturnNow } from "./now";

export async function heldReturns(): Promise<ReturnNow[]> {
  const db = database();
  return returnsNow(...(await Promise.all([all(db, "return_note"), standing(db)])));
}
