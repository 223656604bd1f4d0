/** A copy of everything that is on this device only, as a file: for a person in need, and support. */

import type { Operation } from "../protocol";
import { known } from "./meta";
import type { Database } from "./database";
import { lines, operation } from "./log";

export interface Rescue {
  xundian: "rescue";
  version: 1;
  user_id: string;
  replica_id: string;
  server_id: string | null;
  made_at: string;
  ops: Operation[];
  photos: Array<{ photo_id: string; sha256: string; mime: string; base64: string }>;
}

/** Everything the server has not confirmed: operations as they would be sent, pictures as bytes. */
export async function rescue(db: Database): Promise<Rescue> {
  const unsent = await lines(db, { states: ["waiting", "sent", "attention"] });
  const own = await known(db, "replica");
  const server = await known(db, "server");
  const photos = await db.read(["photos", "bytes"], async (tx) => {
    const ids = await tx.objectStore("bytes").getAllKeys();
    return Promise.all(
      ids.map(async (photo_id) => {
        const row = await tx.objectStore("photos").get(photo_id);
        const bytes = (await tx.objectStore("bytes").get(photo_id)) ?? new ArrayBuffer(0);
        return {
          photo_id,
          sha256: row?.sha256 ?? "",
          mime: row?.mime ?? "",
          base64: base64(new Uint8Array(bytes)),
        };
      }),
    );
  });
  return {
    xundian: "rescue",
    version: 1,
    user_id: db.user_id,
    replica_id: own?.replica_id ?? "",
    server_id: server?.server_id ?? null,
    made_at: new Date().toISOString(),
    ops: unsent.map(operation),
    photos,
  };
}

export async function rescueFile(db: Database): Promise<File> {
  const saved = await rescue(db);
  const name = `xundian-${saved.made_at.slice(0, 19).replaceAll(/[:T]/g, "-")}.json`;
  return new File([JSON.stringify(saved)], name, { type: "application/json" });
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  }
  return btoa(text);
}
