/** Unsent work as a file, for the day the network does not come back. */

import type { Database } from "../device/database";
import { lines, operation } from "../device/log";
import { bytesOf, unsent } from "../device/photos";

/** Offer a JSON file of everything the server has not received: operations and pictures. */
export async function exportUnsent(db: Database): Promise<void> {
  const waiting = await lines(db, { states: ["waiting", "sent", "attention"] });
  const photos = await Promise.all(
    (await unsent(db)).map(async ({ photo_id, sha256, mime }) => ({
      photo_id,
      sha256,
      mime,
      base64: base64(await bytesOf(db, photo_id)),
    })),
  );
  const file = {
    xundian_export: 1,
    user_id: db.user_id,
    made_at: new Date().toISOString(),
    ops: waiting.map((line) => ({ replica_id: line.replica_id, ...operation(line) })),
    photos,
  };
  const url = URL.createObjectURL(new Blob([JSON.stringify(file)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `xundian-${db.user_id}-${file.made_at.slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function base64(bytes: ArrayBuffer | undefined): string | null {
  if (!bytes) return null;
  let text = "";
  const view = new Uint8Array(bytes);
  for (let i = 0; i < view.length; i += 8192)
    text += String.fromCharCode(...view.subarray(i, i + 8192));
  return btoa(text);
}
