import { expect, test } from "vitest";
import type { DeliveryNote } from "../protocol";
import { asked, countsOf, signedFor, uncounted } from "./deliveries";

const line = (line_id: string, qty: number, accepted_qty: number | null) => ({
  line_id,
  order_id: "O",
  order_line_id: line_id,
  sku_id: `S-${line_id}`,
  sku_name: line_id,
  qty,
  uom: "case" as const,
  accepted_qty,
  reason: null,
});
const gift = (line_id: string, sku_id: string | null, accepted_qty: number | null) => ({
  line_id,
  order_id: "O",
  sku_id,
  name: line_id,
  qty: 2,
  accepted_qty,
});
const note = {
  id: "N",
  no: "D-1",
  deliver_on: "2026-11-27",
  lines: [line("1", 10, 8), line("2", 4, 0), line("3", 1, null)],
  gifts: [gift("g", "S-1", 1), gift("poster", null, 2)],
} as unknown as DeliveryNote & { id: string };

test("what is asked about is what was signed for, gifts that are products with it", () => {
  expect(signedFor(note).map((one) => [one.line_id, one.qty, one.gift])).toEqual([
    ["1", 8, false],
    ["3", 1, false],
    ["g", 1, true],
  ]);
});

test("short says which lines and how much; what was not counted is not said", () => {
  const said = asked(note, "short", {
    "1": { short: 2, damaged: 1 },
    "3": { short: 0, damaged: 0 },
    g: { short: 1, damaged: 0 },
  });
  expect(said).toEqual({
    note_id: "N",
    received: "short",
    note_no: "D-1",
    deliver_on: "2026-11-27",
    lines: [
      { line_id: "1", sku_id: "S-1", uom: "case", short_qty: 2, damaged_qty: 1 },
      { line_id: "g", sku_id: "S-1", uom: "case", short_qty: 1, damaged_qty: 0 },
    ],
  });
  expect(countsOf(said)).toEqual({
    "1": { short: 2, damaged: 1 },
    g: { short: 1, damaged: 0 },
  });
});

test("what did not come at all is missing whole, and what came needs no lines", () => {
  expect(
    asked(note, "no", { "1": { short: 1, damaged: 0 } }).lines?.map((one) => one.short_qty),
  ).toEqual([8, 1, 1]);
  expect(asked(note, "yes", { "1": { short: 1, damaged: 0 } })).not.toHaveProperty("lines");
});

test("short without a count is not whole", () => {
  expect(uncounted(note, "short", {})).toBe(true);
  expect(uncounted(note, "short", { "2": { short: 1, damaged: 0 } })).toBe(true); // not signed for
  expect(uncounted(note, "short", { "3": { short: 0, damaged: 1 } })).toBe(false);
  expect(uncounted(note, "no", {})).toBe(false);
  expect(uncounted(note, undefined, {})).toBe(false);
});
