/**
 * X25519 (RFC 7748) from the library's Montgomery ladder alone. Its ready-made one brings the
 * Edwards curve along to be faster; we multiply twice a file, and load over thin lines.
 */

import { pow } from "@noble/curves/abstract/modular.js";
import { montgomery } from "@noble/curves/abstract/montgomery.js";

const P = 2n ** 255n - 19n;

export const x25519 = montgomery({
  P,
  type: "x25519",
  powPminus2: (x) => pow(x, P - 2n, P),
  adjustScalarBytes: (bytes: Uint8Array<ArrayBuffer>) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    view.setUint8(0, view.getUint8(0) & 248);
    view.setUint8(31, (view.getUint8(31) & 127) | 64);
    return bytes;
  },
});
