/**
 * Digests: how this device proves that it holds what the server holds. Hashing is synchronous on
 * purpose (WebCrypto would end the IndexedDB transaction), so this belongs in a worker.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import type { Operation } from "../protocol";
import { canonical } from "./canonical";

const utf8 = new TextEncoder();
const LANES = [0, 4, 8, 12] as const;

/** First 128 bits of SHA-256 over entity, id, version and canonical body. */
export function rowHash(
  entity: string,
  id: string,
  version: number,
  body: Record<string, unknown>,
): Uint8Array {
  return short(`xsp1${entity}\0${id}\0${version}\0${canonical(body)}`);
}

/** What was said, without its place in a log: a renumbered operation has still said the same. */
export function operationHash(operation: Operation): Uint8Array {
  const { local_seq: _, ...said } = operation;
  return short(canonical(said));
}

/** One entry of a cursor table. */
export function cursorHash(scope: string, epoch: number, pos: number): Uint8Array {
  return short(`${scope}\0${epoch}\0${pos}`);
}

/** Which of 256 partial sums a row belongs to. */
export function bucketOf(id: string): number {
  return sha256(utf8.encode(id))[0] ?? 0;
}

function short(text: string): Uint8Array {
  return sha256(utf8.encode(text)).subarray(0, 16);
}

/** A sum of hashes mod 2^128, kept in four lanes so that adding is cheap. */
export class Sum {
  readonly #lanes = [0, 0, 0, 0];

  constructor(hex = "0") {
    const padded = hex.padStart(32, "0");
    for (const [i, at] of LANES.entries()) {
      this.#lanes[i] = Number.parseInt(padded.slice(at * 2, at * 2 + 8), 16);
    }
  }

  add(hash: Uint8Array): this {
    return this.#move(hash, 1);
  }

  subtract(hash: Uint8Array): this {
    return this.#move(hash, -1);
  }

  /** 32 hex digits. */
  toString(): string {
    let carry = 0;
    let text = "";
    for (let i = 3; i >= 0; i -= 1) {
      const whole = (this.#lanes[i] ?? 0) + carry;
      carry = Math.floor(whole / 2 ** 32);
      text = (whole - carry * 2 ** 32).toString(16).padStart(8, "0") + text;
    }
    return text;
  }

  #move(hash: Uint8Array, sign: 1 | -1): this {
    const view = new DataView(hash.buffer, hash.byteOffset, 16);
    for (const [i, at] of LANES.entries()) {
      this.#lanes[i] = (this.#lanes[i] ?? 0) + sign * view.getUint32(at);
    }
    return this;
  }
}
