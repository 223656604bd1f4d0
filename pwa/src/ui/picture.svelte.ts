/** Pictures on the screen, from this device or from the server. */

import type { Picture } from "../device/photos";
import { heldThumb } from "../device/thumbs";
import { token } from "../session";
import { app } from "./app.svelte";

/** Asked for with the session's token, which a plain img cannot bring. null: not now. */
export async function fetchFile(path: string): Promise<Blob | null> {
  const headers = { Authorization: `Bearer ${(await token()) ?? ""}` };
  const answer = await fetch(`/files/v1/${path}`, { headers }).catch(() => null);
  return answer?.ok ? answer.blob().catch(() => null) : null;
}

export function fetchPicture(id: string, size: "thumb" | "full"): Promise<Blob | null> {
  return fetchFile(`photos/${encodeURIComponent(id)}?size=${size}`);
}

/** A picture's small copy: the one here, or else the server's, as soon as it can be reached. */
export function thumbUrl(picture: () => Picture | undefined): { readonly url: string } {
  let fetched = $state.raw<{ id: string; blob: Blob } | null>(null);
  const there = $derived.by(() => {
    const one = picture();
    return one?.state === "present" && !one.thumb ? one.photo_id : "";
  });
  $effect(() => {
    if (!there || !app.me) return;
    const [id, me, online] = [there, app.me.id, app.status.online];
    void heldThumb(me, id)
      .then((held) => held ?? (online ? fetchPicture(id, "thumb") : null))
      .then((blob) => {
        if (blob && id === there) fetched = { id, blob };
      });
  });
  return pictureUrl(
    () => picture()?.thumb ?? (fetched && fetched.id === there ? fetched.blob : null),
  );
}

/** An address for picture bytes held in memory, taken back when the component goes. */
export function pictureUrl(bytes: () => ArrayBuffer | Blob | null): { readonly url: string } {
  let url = $state("");
  $effect(() => {
    const held = bytes();
    if (!held) {
      url = "";
      return undefined;
    }
    const blob = held instanceof Blob ? held : new Blob([held], { type: "image/jpeg" });
    const made = URL.createObjectURL(blob);
    url = made;
    return () => URL.revokeObjectURL(made);
  });
  return {
    get url() {
      return url;
    },
  };
}
