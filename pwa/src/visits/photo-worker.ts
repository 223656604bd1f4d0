/** Makes the picture that is kept: 1600 px JPEG, 320 px thumbnail, SHA-256. Off the main thread. */

/// <reference lib="webworker" />
import { sha256Hex } from "../device/sha256";

declare const self: DedicatedWorkerGlobalScope;

const LONGEST = 1600;
const THUMB = 320;

export interface Made {
  bytes: ArrayBuffer;
  thumb: ArrayBuffer;
  sha256: string;
  width: number;
  height: number;
  mime: "image/jpeg" | "image/png";
}

interface Asked {
  n: number;
  blob: Blob;
  /** Lines of the visible stamp; none for a signature, which is kept as it is. */
  stamp: string[];
}

self.onmessage = (event: MessageEvent<Asked>) => {
  const { n, blob, stamp } = event.data;
  make(blob, stamp).then(
    (made) => self.postMessage({ n, made }, [made.bytes, made.thumb]),
    (error: unknown) => self.postMessage({ n, error: String(error) }),
  );
};

async function make(blob: Blob, stamp: string[]): Promise<Made> {
  const image = await createImageBitmap(blob, { imageOrientation: "from-image" });
  const asIs = blob.type === "image/png" && stamp.length === 0;
  const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const kept = asIs ? blob : await drawn(image, width, height, stamp, 0.7);
  const small = THUMB / Math.max(width, height);
  const thumb = await drawn(
    image,
    Math.max(1, Math.round(width * small)),
    Math.max(1, Math.round(height * small)),
    [],
    0.7,
  );
  image.close();
  const bytes = await kept.arrayBuffer();
  return {
    bytes,
    thumb: await thumb.arrayBuffer(),
    sha256: await sha256Hex(bytes),
    width,
    height,
    mime: asIs ? "image/png" : "image/jpeg",
  };
}

async function drawn(
  image: ImageBitmap,
  width: number,
  height: number,
  stamp: string[],
  quality: number,
): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const c = canvas.getContext("2d");
  if (!c) throw new Error("no canvas");
  c.fillStyle = "#fff";
  c.fillRect(0, 0, width, height);
  c.drawImage(image, 0, 0, width, height);
  if (stamp.length) {
    const size = Math.round(width / 44);
    c.font = `600 ${size}px sans-serif`;
    c.fillStyle = "rgb(0 0 0 / 55%)";
    c.fillRect(
      0,
      height - size * 1.45 * stamp.length - size * 0.6,
      width,
      size * 1.45 * stamp.length + size * 0.6,
    );
    c.fillStyle = "#fff";
    stamp.forEach((line, i) =>
      c.fillText(line, size * 0.6, height - size * 1.45 * (stamp.length - 1 - i) - size * 0.6),
    );
  }
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality });
  if (blob.type !== "image/jpeg") throw new Error(`asked for JPEG, got ${blob.type}`);
  return blob;
}
