import { expect, test } from "vitest";
import type { LogLine } from "../device/log";
import type { OrderNow } from "../orders/now";
import { asNoted, canUnload, countedLines, loadedLines, loadRows, shortKey } from "./load-rules";
import { noted, notesNow, type NoteNow } from "./now";

const lot = (name: string, produced_on: string, qty: number) => ({ lot: name, produced_on, qty });

function note(id: string, qty: number, more: Partial<NoteNow> = {}): NoteNow {
  const line = { line_id: "1", order_id: "o", order_line_id: "a", sku_id: "K", sku_name: "k" };
  return {
    id,
    no: id,
    version: 1,
    driver_id: "drv",
    deliver_on: "2026-11-25",
    state: "prepared",
    loaded_at: null,
    delivered_at: null,
    lines: [
      {
        ...line,
        qty,
        uom: "case",
        accepted_qty: null,
        reason: null,
        amount_fen: qty * 100,
        lots: [lot("B", "2026-10-02", 1), lot("A", "2026-09-01", qty - 1)],
      },
    ],
    waiting: false,
    ...more,
  } as unknown as NoteNow;
}
const said = (kind: string, id: string, args: object): LogLine =>
  ({
    kind,
    id,
    args,
    state: "queued",
    made_at: "2026-11-25T00:00:00.000Z",
    clock: { offset_ms: 0 },
  }) as never;

test("what all notes hold is one row a product, by lot, the first to expire first", () => {
  const [row] = loadRows([note("N1", 5), note("N2", 3)], () => 0);
  expect(row?.qty).toBe(8);
  expect(row?.lots).toEqual([lot("A", "2026-09-01", 6), lot("B", "2026-10-02", 2)]);
  expect(row?.of.map((one) => one.note_id)).toEqual(["N1", "N2"]);
});

test("every line is said as it was counted, and taken back it is as before", () => {
  const one = note("N1", 5);
  const typed = { [shortKey("N1", "1")]: { qty: 2, reason: "damaged" } };
  const lines = loadedLines(one, typed);
  expect(lines).toEqual([{ line_id: "1", qty: 2, reason: "damaged" }]);
  expect(loadedLines(one, {})).toEqual([{ line_id: "1", qty: 5, reason: null }]);
  const counted = countedLines(one.lines, lines);
  expect(counted[0]).toMatchObject({ qty: 2, noted_qty: 5, amount_fen: 200 });
  expect(counted.map(asNoted)).toEqual(one.lines);
});

test("loading may be taken back until the trip has reached a door after it", () => {
  const loaded_at = "2026-11-25T01:00:00.000Z";
  const loaded = note("N1", 5, { state: "in_transit", loaded_at });
  const door = (delivered_at: string): NoteNow => note("N2", 3, { delivered_at });
  expect(canUnload(loaded, [loaded, door("2026-11-25T00:30:00.000Z")])).toBe(true);
  expect(canUnload(loaded, [loaded, door("2026-11-25T02:00:00.000Z")])).toBe(false);
  expect(canUnload(note("N1", 5), [])).toBe(false);
});

test("a note taken back here leaves its orders open before the company has heard of it", () => {
  const held = note("N1", 5);
  const order = { id: "o", lines: [{ line_id: "a", noted_qty: 5 }] } as unknown as OrderNow;
  const back = said("note.cancel", "N1", { reason: "wrong_goods" });
  expect(noted([order], [held], [back])[0]?.lines[0]?.noted_qty).toBe(0);
  expect(notesNow([held], [back])[0]?.state).toBe("void");
  // Once its own record says so, it is not taken off again.
  const gone = note("N1", 5, { state: "void" });
  expect(noted([order], [gone], [back])[0]?.lines[0]?.noted_qty).toBe(5);
});
