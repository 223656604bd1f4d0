/** Asks the photo worker; gives back what `say` takes. */

import { newId } from "../device/ids";
import type { PhotoBytes } from "../device/photos";
import type { PhotoAttach, PhotoType, Position } from "../protocol";
import type { Made } from "./photo-worker";

const PATIENCE_MS = 20_000;
let worker: Worker | null = null;
let count = 0;

function photoWorker(): Worker {
  worker ??= new Worker(new URL("./photo-worker.ts", import.meta.url), { type: "module" });
  return worker;
}

/** Have the worker there before there is a picture. */
export function warmPictures(): void {
  photoWorker();
}

/** Rejects when the worker cannot start or does not answer: the person must not wait for ever. */
function make(blob: Blob, stamp: string[]): Promise<Made> {
  const mine = photoWorker();
  const n = ++count;
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(clock);
      mine.removeEventListener("message", hear);
      mine.removeEventListener("error", fail);
    };
    const hear = (event: MessageEvent<{ n: number; made?: Made; error?: string }>): void => {
      if (event.data.n !== n) return;
      end();
      if (event.data.made) resolve(event.data.made);
      else reject(new Error(event.data.error));
    };
    const fail = (): void => {
      end();
      mine.terminate();
      if (worker === mine) worker = null;
      reject(new Error("the picture's worker failed"));
    };
    const clock = setTimeout(fail, PATIENCE_MS);
    mine.addEventListener("message", hear);
    mine.addEventListener("error", fail);
    mine.postMessage({ n, blob, stamp });
  });
}

export interface Subject {
  store_id: string;
  visit_id?: string | null;
  delivery_note_id?: string | null;
  task_id?: string | null;
  spot_check_id?: string;
  type: PhotoType;
  capture_mode: PhotoAttach["capture_mode"];
  sequence: number;
  position: Position | null;
  stamp?: string[];
  /** What was wrong with it, and why it was kept. */
  kept?: Pick<PhotoAttach, "look" | "kept_reason"> | undefined;
}

/** A picture ready to be kept together with what it belongs to. */
export async function pictureOf(blob: Blob, subject: Subject): Promise<PhotoBytes> {
  const made = await make(blob, subject.stamp ?? []);
  return {
    photo_id: newId(),
    visit_id: subject.visit_id ?? null,
    store_id: subject.store_id,
    delivery_note_id: subject.delivery_note_id ?? null,
    task_id: subject.task_id ?? null,
    ...(subject.spot_check_id ? { spot_check_id: subject.spot_check_id } : {}),
    type: subject.type,
    sha256: made.sha256,
    bytes: made.bytes,
    thumb: made.thumb,
    mime: made.mime,
    width: made.width,
    height: made.height,
    taken_at: new Date().toISOString(),
    position: subject.position,
    capture_mode: subject.capture_mode,
    sequence: subject.sequence,
    ...subject.kept,
  };
}
