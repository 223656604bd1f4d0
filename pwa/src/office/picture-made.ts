/** A small JPEG of a chosen file, as it travels with a promotion. */

const SIDE = 480;
const BYTES = 40 * 1024;

/** base64, 40 KB at most. Rejects when the file is no picture. */
export async function smallPicture(file: Blob): Promise<string> {
  const image = await createImageBitmap(file);
  const scale = Math.min(1, SIDE / Math.max(image.width, image.height));
  const canvas = new OffscreenCanvas(
    Math.round(image.width * scale),
    Math.round(image.height * scale),
  );
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
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
