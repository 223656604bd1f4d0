/** Everything of hers as a file, for the day the network does not come back. */

import type { Database } from "../device/database";
import { give } from "../rescue/give";
import { remains } from "../rescue/remains";
import { write } from "../rescue/write";

/**
 * Hand over a rescue file. Read past the app, as the page /rescue reads it, so that a log the app
 * stumbles over is still in it. Returns the code the file is locked with, null for the company's key.
 */
export async function exportWork(db: Database): Promise<string | null> {
  const all = (await remains()).filter((one) => one.user_id === db.user_id);
  const key = all.find((one) => one.rescue_key)?.rescue_key ?? "";
  const { file, code } = await write(all, key, { app: __APP__ });
  await give(file);
  return code;
}
