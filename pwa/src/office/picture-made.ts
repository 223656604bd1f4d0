/** A small JPEG of a chosen file, as it travels with a promotion or a product. */

const SIDE = 480;
const BYTES = 40 * 1024;
/** A product's: its longer edge; shown by itself it is 160 px on screens of three dots a pixel. */
export const LEAST_PX = SIDE;
const TYPES = new Set(["image/jpeg", "image/png", "image/webp"]);
const FILE_MOST = 25 * 1024 * 1024;
/** As many as the server takes of a photo (backend/outside/images.py). */
const PIXELS_MOST = 40_000_000;
const SIDE_MOST = 20_000;

/** `not`: no JPEG, PNG or WebP, or damaged. */
export type Unfit = "not" | "small" | "large";

export class NoPicture extends Error {
  readonly why: Unfit;

  constructor(why: Unfit) {
    super(why);
    this.why = why;
  }
}

/** Why a file cannot be a product's picture, by what is known before it is unfolded; null: it can. */
export function unfit(
  file: { type: string; size: number },
  px?: { width: number; height: number },
): Unfit | null {
  if (!TYPES.has(file.type)) return "not";
  if (file.size > FILE_MOST) return "large";
  if (!px) return null;
  const longest = Math.max(px.width, px.height);
  if (px.width * px.height > PIXELS_MOST || longest > SIDE_MOST) return "large";
  return longest < LEAST_PX ? "small" : null;
}

/** Of a product: base64, 40 KB at most. Rejects with NoPicture. */
export async function productPicture(file: Blob): Promise<string> {
  const before = unfit(file);
  if (before) throw new NoPicture(before);
  const why = unfit(file, await sizeOf(file));
  if (why) throw new NoPicture(why);
  return smallPicture(file).catch(() => {
    throw new NoPicture("not");
  });
}

/** By the file's head: nothing is unfolded for it. */
async function sizeOf(file: Blob): Promise<{ width: number; height: number }> {
  const url = URL.createObjectURL(file);
  try {
    return await new Promise((resolve, reject) => {
      const image = new Image();
      image.onload = () => resolve({ width: image.naturalWidth, height: image.naturalHeight });
      image.onerror = () => reject(new NoPicture("not"));
      image.src = url;
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** base64, 40 KB at most, on white. Rejects when the file is no picture. */
export async function smallPicture(file: Blob): Promise<string> {
  const image = await createImageBitmap(file);
  const scale = Math.min(1, SIDE / Math.max(image.width, image.height));
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(image.width * scale)),
    Math.max(1, Math.round(image.height * scale)),
  );
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  context.fillStyle = "#fff"; // a JPEG knows no transparency, and would make it black
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  for (const quality of [0.8, 0.65, 0.5, 0.35, 0.2]) {
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality });
    if (blob.size <= BYTES) return base64(new Uint8Array(await blob.arrayBuffer()));
  }
  throw new Error("too large");
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
