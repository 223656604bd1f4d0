/**
 * Reads product codes off the camera's picture: with the browser's own detector where it knows EAN-13,
 * else with zxing, which is loaded when it is first used.
 */

import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";
import { gtinOk } from "../catalogue/rules";

/** The codes seen in this frame. */
export type Reading = (video: HTMLVideoElement) => Promise<string[]>;

interface Detector {
  detect(source: HTMLVideoElement): Promise<Array<{ rawValue: string }>>;
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

/** A wider picture takes longer and shows no more of a code that fills the frame. */
const WIDEST = 1280;
let made: Promise<Reading> | null = null;

export function codeReader(): Promise<Reading> {
  made ??= make().catch((error: unknown) => {
    made = null; // without a network the first time; there may be one the next
    throw error;
  });
  return made;
}

async function make(): Promise<Reading> {
  const Own = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  const formats = await Own?.getSupportedFormats().catch((): string[] => []);
  if (Own && formats?.includes("ean_13")) {
    const detector = new Own({ formats: ["ean_13"] });
    return async (video) => (await detector.detect(video)).map((code) => code.rawValue);
  }
  const { prepareZXingModule, readBarcodes } = await import("zxing-wasm/reader");
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  const canvas = document.createElement("canvas");
  const ink = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, WIDEST / video.videoWidth);
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    if (!ink || !canvas.width) return [];
    ink.drawImage(video, 0, 0, canvas.width, canvas.height);
    const frame = ink.getImageData(0, 0, canvas.width, canvas.height);
    const found = await readBarcodes(frame, { formats: ["EAN-13"] });
    return found.map((code) => code.text);
  };
}

/** The product a code stands for; a code with a wrong check digit is a misreading, and nobody's. */
export function skuOf<S extends { gtin: string }>(skus: S[], code: string): S | undefined {
  return gtinOk(code) ? skus.find((sku) => sku.gtin === code) : undefined;
}

/** Products whose code ends so, typed from the label; too few digits say nothing. */
export function endingIn<S extends { gtin: string }>(skus: S[], digits: string): S[] {
  return /^\d{4,13}$/.test(digits) ? skus.filter((sku) => sku.gtin.endsWith(digits)) : [];
}
