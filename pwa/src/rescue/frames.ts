/**
 * The frames of a rescue file (sync_protocol/README.md, Rescue files). Each begins with a mark and is
 * sealed for itself, so that a damaged one hides no other. Vectors: vectors/rescue/file.json.
 */

import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonical } from "../device/canonical";
import { seal, type Random } from "./hpke";

const MARK = utf8ToBytes("XSPRESC1");
const INFO = utf8ToBytes("xsp1 rescue");
const CODE_INFO = utf8ToBytes("xsp1 rescue code");
const PROOF = "xsp1 rescue proof\0";
const TAG = 16;
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** How a file is locked: the frame that says so, the key of all others, the code if there is one. */
export interface Lock {
  key: Uint8Array;
  frame: Uint8Array;
  code: string | null;
}

/** Lock it for the company. Throws when `to` is no key. */
export function lockFor(to: string, random: Random): Lock {
  const key = random(32);
  const sealed = seal(unbased(to), key, INFO, random);
  return { key, frame: keyFrame({ rescue: 1, to, sealed: based(sealed) }), code: null };
}

/**
 * Lock it with a code to be read to the office. Made here and not chosen by a person: 100 bits that
 * nobody can guess, and twenty letters that can be told over the telephone.
 */
export function lockByCode(random: Random): Lock {
  const letters = [...random(20)].map((byte) => LETTERS.charAt(byte & 31)).join("");
  const salt = random(16);
  const key = hkdf(sha256, utf8ToBytes(letters), salt, CODE_INFO, 32);
  const code = letters.replace(/(.{4})(?!$)/g, "$1-");
  return { key, frame: keyFrame({ rescue: 1, code: based(salt) }), code };
}

/** One sealed frame. The number is its nonce: a key is used for one file only. */
export function frame(key: Uint8Array, index: number, ...plain: Uint8Array[]): Uint8Array {
  const said = plain.length === 1 && plain[0] ? plain[0] : concatBytes(...plain);
  const start = head("S", index, said.length + TAG);
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(8, index);
  return concatBytes(start, chacha20poly1305(key, nonce, start).encrypt(said));
}

/** What only the phone that holds this token can say about what it says. */
export function proofOf(said: object, token: string): string {
  const key = sha256(utf8ToBytes(token));
  return bytesToHex(hmac(sha256, key, utf8ToBytes(PROOF + canonical(said))));
}

/** First 128 bits of SHA-256 of an operation's text. */
export function textHash(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)).subarray(0, 16));
}

function keyFrame(said: object): Uint8Array {
  const body = utf8ToBytes(canonical(said));
  return concatBytes(head("K", 0, body.length), body);
}

function head(kind: "K" | "S", index: number, length: number): Uint8Array {
  const bytes = new Uint8Array(MARK.length + 9);
  bytes.set(MARK);
  const view = new DataView(bytes.buffer);
  view.setUint8(8, kind.charCodeAt(0));
  view.setUint32(9, index);
  view.setUint32(13, length);
  return bytes;
}

function based(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function unbased(text: string): Uint8Array {
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}
