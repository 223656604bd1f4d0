/** SHA-256 of large bytes, off the hot path. WebCrypto where the page is secure, else our own. */

export async function sha256Hex(bytes: ArrayBuffer): Promise<string> {
  return hex(await digest(bytes));
}

export function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function base64OfHex(text: string): string {
  return btoa(text.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16))));
}

async function digest(bytes: ArrayBuffer): Promise<Uint8Array> {
  // Over plain HTTP in an office network there is no crypto.subtle.
  if (typeof crypto !== "undefined" && "subtle" in crypto) {
    return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  }
  const { sha256 } = await import("@noble/hashes/sha2.js");
  return sha256(new Uint8Array(bytes));
}
