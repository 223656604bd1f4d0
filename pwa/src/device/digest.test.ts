/** TypeScript's half of the digest vectors. tests/protocol/test_digests.py runs the same files. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Operation } from "../protocol";
import { canonical } from "./canonical";
import { cursorHash, operationHash, rowHash, Sum } from "./digest";

const VECTORS = join(import.meta.dirname, "../../../sync_protocol/vectors/digests");

interface File {
  digest: string;
  cases: Array<{ name: string; given: never; then: Record<string, string> }>;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "hex"));
const summed = (hashes: Uint8Array[]): string => {
  const sum = new Sum();
  for (const hash of hashes) sum.add(hash);
  return sum.toString();
};

interface Row {
  entity: string;
  id: string;
  version: number;
  body: Record<string, unknown>;
}

const DIGESTS: Record<string, (given: never) => string> = {
  canonical: (given: { value: unknown }) => canonical(given.value),
  row_hash: (given: Row) => hex(rowHash(given.entity, given.id, given.version, given.body)),
  operation_hash: (given: { operation: Operation }) => hex(operationHash(given.operation)),
  sum: (given: { hashes: string[] }) => summed(given.hashes.map(bytes)),
  cursor_table: (given: { cursors: Array<[string, number, number]> }) =>
    summed(given.cursors.map((cursor) => cursorHash(...cursor))),
};

const files = readdirSync(VECTORS).map(
  (name) => JSON.parse(readFileSync(join(VECTORS, name), "utf8")) as File,
);

describe.each(files)("$digest", ({ digest, cases }) => {
  test.each(cases)("$name", ({ given, then }) => {
    expect([DIGESTS[digest]?.(given)]).toEqual(Object.values(then));
  });
});

test("every digest has its vectors", () => {
  expect(files.map((file) => file.digest).sort()).toEqual(Object.keys(DIGESTS).sort());
});

test("what was added and taken away again leaves nothing", () => {
  const sum = new Sum();
  const hashes = Array.from({ length: 50 }, (_, i) => rowHash("visit", `v${i}`, i, { i }));
  for (const hash of hashes) sum.add(hash);
  for (const hash of hashes.reverse()) sum.subtract(hash);
  expect(sum.toString()).toBe("0".repeat(32));
});
