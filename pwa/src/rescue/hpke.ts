/**
 * HPKE (RFC 9180) in base mode, one message: X25519, HKDF-SHA256, ChaCha20-Poly1305. Only the
 * sealing half; the company opens. Not WebCrypto: over plain HTTP in an office there is none, and a
 * phone in need should not depend on which page it came from. Vectors: vectors/rescue/seal.json.
 */

import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { expand, extract } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { x25519 } from "./x25519";

export type Random = (length: number) => Uint8Array<ArrayBuffer>;

const NONE = new Uint8Array(0);
const VERSION = utf8ToBytes("HPKE-v1");
const KEM = concatBytes(utf8ToBytes("KEM"), Uint8Array.of(0, 0x20));
const SUITE = concatBytes(utf8ToBytes("HPKE"), Uint8Array.of(0, 0x20, 0, 1, 0, 3));

/** Encapsulated key (32 bytes), then the ciphertext. Throws when `to` is no usable public key. */
export function seal(
  to: Uint8Array,
  plain: Uint8Array,
  info: Uint8Array,
  random: Random,
  aad = NONE,
): Uint8Array {
  const own = random(32);
  const enc = x25519.getPublicKey(own);
  const dh = x25519.getSharedSecret(own, to);
  const shared = open(
    KEM,
    draw(KEM, NONE, "eae_prk", dh),
    "shared_secret",
    concatBytes(enc, to),
    32,
  );
  const about = concatBytes(
    Uint8Array.of(0),
    draw(SUITE, NONE, "psk_id_hash", NONE),
    draw(SUITE, NONE, "info_hash", info),
  );
  const secret = draw(SUITE, shared, "secret", NONE);
  const key = open(SUITE, secret, "key", about, 32);
  const nonce = open(SUITE, secret, "base_nonce", about, 12);
  return concatBytes(enc, chacha20poly1305(key, nonce, aad).encrypt(plain));
}

/** LabeledExtract. */
function draw(suite: Uint8Array, salt: Uint8Array, label: string, from: Uint8Array): Uint8Array {
  return extract(sha256, concatBytes(VERSION, suite, utf8ToBytes(label), from), salt);
}

/** LabeledExpand. */
function open(
  suite: Uint8Array,
  secret: Uint8Array,
  label: string,
  about: Uint8Array,
  length: number,
): Uint8Array {
  const head = Uint8Array.of(length >> 8, length & 255);
  const info = concatBytes(head, VERSION, suite, utf8ToBytes(label), about);
  return expand(sha256, secret, info, length);
}
