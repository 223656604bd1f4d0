/** Whether a picture can be read, judged in a few milliseconds on a small copy of it. */

export type Look = "clear" | "blurred" | "dark" | "glare";

const SIDE = 160;

/** From a canvas or a file's picture: a word for the person, never a reason to refuse the picture. */
export function lookOf(canvas: HTMLCanvasElement | ImageBitmap): Look {
  const small = document.createElement("canvas");
  const scale = SIDE / Math.max(1, canvas.width, canvas.height);
  small.width = Math.max(3, Math.round(canvas.width * scale));
  small.height = Math.max(3, Math.round(canvas.height * scale));
  const c = small.getContext("2d", { willReadFrequently: true });
  if (!c) return "clear";
  c.drawImage(canvas, 0, 0, small.width, small.height);
  const { data } = c.getImageData(0, 0, small.width, small.height);
  return lookAt(data, small.width, small.height);
}

/** From RGBA bytes. Pure. Dark: hardly any light. Glare: a tenth burnt out. Blurred: no edges. */
export function lookAt(data: Uint8ClampedArray, width: number, height: number): Look {
  const grey = new Float32Array(width * height);
  let sum = 0;
  let burnt = 0;
  for (let i = 0; i < grey.length; i += 1) {
    const [r, g, b] = [data[i * 4] ?? 0, data[i * 4 + 1] ?? 0, data[i * 4 + 2] ?? 0];
    const value = 0.299 * r + 0.587 * g + 0.114 * b;
    grey[i] = value;
    sum += value;
    if (value > 250) burnt += 1;
  }
  const mean = sum / grey.length;
  if (mean < 38) return "dark";
  if (burnt > grey.length * 0.12 && mean > 150) return "glare";
  return sharpness(grey, width, height) < 18 ? "blurred" : "clear";
}

/** Variance of the Laplacian: high where there are edges. */
function sharpness(grey: Float32Array, width: number, height: number): number {
  let sum = 0;
  let squares = 0;
  let n = 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const i = y * width + x;
      const at = (j: number): number => grey[j] ?? 0;
      const edge = 4 * at(i) - at(i - 1) - at(i + 1) - at(i - width) - at(i + width);
      sum += edge;
      squares += edge * edge;
      n += 1;
    }
  }
  return n ? squares / n - (sum / n) ** 2 : 0;
}
