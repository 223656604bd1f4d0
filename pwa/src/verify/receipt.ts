/**
 * Receipts checked on this device: Ed25519 over five fields (sync_protocol/README.md, Receipts).
 * Vectors: sync_protocol/vectors/receipts.
 */

import { hashes, verify } from "@noble/ed25519";
// An instance of its own: with SHA-256's, the first load would bear its tables.
import { sha512 } from "@noble/hashes/sha2.js?apart";
import { canonical } from "../device/canonical";
import type { Receipt } from "../device/shapes";

// The library's own SHA-512 asks for a secure page; over plain HTTP there is none.
hashes.sha512 = sha512;

const SIGNED = ["at", "next_seq", "ops_digest", "replica_id", "server_id"] as const;
const PREFIX = "xsp1 receipt\0";

export type Verdict = "true" | "changed" | "other_key" | "no_receipt";

/** The bytes under the signature. Throws when a field is missing. */
export function signedText(receipt: Record<string, unknown>): Uint8Array {
  const said: Record<string, unknown> = {};
  for (const name of SIGNED) {
    if (receipt[name] === undefined) throw new Error(`${name} is missing`);
    said[name] = receipt[name];
  }
  return new TextEncoder().encode(PREFIX + canonical(said));
}

/** `published`: the company's key, when this device knows it. */
export function judge(read: unknown, published: string | null): Verdict {
  let text: Uint8Array;
  let key: Uint8Array;
  let signature: Uint8Array;
  const receipt = read as Record<string, unknown>;
  try {
    text = signedText(receipt);
    key = bytesOf(receipt["key"], 32);
    signature = bytesOf(receipt["signature"], 64);
  } catch {
    return "no_receipt";
  }
  if (published !== null && published !== receipt["key"]) return "other_key";
  try {
    return verify(signature, text, key) ? "true" : "changed";
  } catch {
    return "changed"; // no point on the curve
  }
}

/** A receipt as it is saved, out of a file's text; null when it is none. */
export function receiptIn(text: string): Receipt | null {
  try {
    const read: unknown = JSON.parse(text);
    return judge(read, null) === "no_receipt" ? null : (read as Receipt);
  } catch {
    return null;
  }
}

function bytesOf(text: unknown, length: number): Uint8Array {
  if (typeof text !== "string" || !/^[\w-]*$/.test(text)) throw new Error("not base64url");
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  if (raw.length !== length) throw new Error(`not ${length} bytes`);
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}
