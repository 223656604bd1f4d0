import { describe, expect, test } from "vitest";
import type { LogLine } from "../device/log";
import type { OrderNow } from "../orders/now";
import type { DeliveryLine, SalesLine } from "../protocol";
import { code39 } from "./code39";
import {
  acceptLines,
  answerBy,
  canPromise,
  confirmationOf,
  minutesLeft,
  nextWorkingDay,
} from "./confirm";
import { deliverLines, handingOf, missingOf, reasonsOf } from "./deliver";
import { comingFen } from "../orders/coming";
import { openQty } from "../orders/rules";
import {
  deskNow,
  loadsOf,
  noted,
  notesNow,
  stateAfter,
  tripCount,
  tripOf,
  type NoteNow,
} from "./now";

function line(line_id: string, qty: number, more: Partial<SalesLine> = {}): SalesLine {
  return {
    line_id,
    sku_id: `K-${line_id}`,
    qty,
    uom: "case",
    qty_base: qty * 15,
    price_fen: 1000,
    amount_fen: qty * 1000,
    accepted_qty: null,
    short_reason: null,
    noted_qty: 0,
    received_qty: null,
    ...more,
  };
}

function order(id: string, more: Partial<OrderNow> = {}): OrderNow {
  return {
    id,
    no: id,
    version: 2,
    store_id: "S1",
    store_name: "store",
    doc_state: "audited",
    exec_state: "none",
    submitted_at: "2026-11-25T01:00:00.000Z",
    audited_at: "2026-11-25T01:30:00.000Z",
    promised_on: null,
    lines: [line("1", 5)],
    waiting: false,
    ...more,
  } as OrderNow;
}

function note(id: string, more: Partial<NoteNow> = {}): NoteNow {
  const one = {
    line_id: "1",
    order_id: "o",
    sku_id: "K",
    sku_name: "k",
    qty: 5,
    uom: "case" as const,
  };
  return {
    id,
    no: id,
    version: 1,
    driver_id: "drv",
    deliver_on: "2026-11-25",
    state: "prepared",
    receiving_window: null,
    lines: [{ ...one, accepted_qty: null, reason: null }],
    waiting: false,
    ...more,
  } as NoteNow;
}

test.each([
  ["2026-11-25", true],
  ["2026-12-31", true],
  ["2026-11-24", false],
  ["2025-11-26", false],
  ["", false],
  ["2126-11-25", false],
  ["12026-11-25", false],
])("a delivery on %s, said on 25 November: %s", (day, can) => {
  expect(canPromise(day, "2026-11-25")).toBe(can);
});

describe("confirming", () => {
  test("what is not typed is shipped as ordered", () => {
    const all = confirmationOf([line("1", 5), line("2", 3)], {});
    expect(all).toMatchObject({ short: false, lacking: [], ordered_fen: 8000, can_fen: 8000 });
    expect(acceptLines(all)).toEqual([
      { line_id: "1", qty: 5, reason: null },
      { line_id: "2", qty: 3, reason: null },
    ]);
  });

  test("a short line needs a reason, and counts only what is shipped", () => {
    const typed = { "1": { qty: 2, reason: "" } };
    const short = confirmationOf([line("1", 5), line("2", 3)], typed);
    expect(short).toMatchObject({ short: true, lacking: ["1"], can_fen: 5000 });
    const said = confirmationOf([line("1", 5)], { "1": { qty: 2, reason: "credit" } });
    expect(acceptLines(said)).toEqual([{ line_id: "1", qty: 2, reason: "credit" }]);
  });

  test("a reason left from a shorter answer is not sent with a full line", () => {
    const full = confirmationOf([line("1", 5)], { "1": { qty: 5, reason: "credit" } });
    expect(acceptLines(full)).toEqual([{ line_id: "1", qty: 5, reason: null }]);
  });

  test.each([
    [9, 5],
    [-1, 0],
    [2.9, 2],
    [Number.NaN, 0],
  ])("typed %s becomes %s: never over the order, whole, not below nothing", (typed, can) => {
    const [only] = confirmationOf([line("1", 5)], { "1": { qty: typed, reason: "" } }).lines;
    expect(only?.can).toBe(can);
  });
});

test("what was confirmed short comes to its share, what was not answered to the whole", () => {
  const line = (qty: number, accepted_qty: number | null, amount_fen: number) =>
    ({ qty, accepted_qty, amount_fen }) as SalesLine;
  expect(comingFen([line(9, 5, 32_400), line(2, 2, 8_700), line(3, null, 9_000)])).toBe(
    18_000 + 8_700 + 9_000,
  );
  expect(comingFen([line(3, 0, 9_000)])).toBe(0);
  const givenUp = { ...line(4, 4, 4_000), noted_qty: 1, closed_reason: "not_wanted" };
  expect(comingFen([givenUp])).toBe(1_000);
});

describe("by when the partner answers", () => {
  test.each([
    ["on a Wednesday morning", "2026-11-25T01:30:00.000Z", "2026-11-25T05:30:00.000Z"],
    ["before the desk opens", "2026-11-24T22:00:00.000Z", "2026-11-25T04:30:00.000Z"],
    [
      "in the afternoon it goes on next morning",
      "2026-11-25T07:30:00.000Z",
      "2026-11-26T02:30:00.000Z",
    ],
    [
      "on Friday evening it goes on on Monday",
      "2026-11-27T12:00:00.000Z",
      "2026-11-30T04:30:00.000Z",
    ],
    ["on Saturday", "2026-11-28T03:00:00.000Z", "2026-11-30T04:30:00.000Z"],
    ["just in time on the same day", "2026-11-25T05:30:00.000Z", "2026-11-25T09:30:00.000Z"],
  ])("%s", (_, audited, due) => {
    expect(answerBy(audited)).toBe(due);
  });

  test("overdue is below zero", () => {
    expect(minutesLeft("2026-11-25T01:30:00.000Z", Date.parse("2026-11-25T05:31:00.000Z"))).toBe(
      -1,
    );
  });

  test("the next working day skips the weekend", () => {
    expect(["2026-11-25", "2026-11-27", "2026-11-28"].map(nextWorkingDay)).toEqual([
      "2026-11-26",
      "2026-11-30",
      "2026-11-30",
    ]);
  });
});

describe("the clerk's desk", () => {
  test("most urgent first; what is accepted is to be shipped, what is on a note is under way", () => {
    const late = order("late", { audited_at: "2026-11-24T01:00:00.000Z" });
    const shipped = order("s", {
      exec_state: "accepted",
      lines: [line("1", 5, { accepted_qty: 5, noted_qty: 5 })],
    });
    const ship = order("a", {
      exec_state: "accepted",
      lines: [line("1", 5, { accepted_qty: 4, noted_qty: 1 })],
    });
    const none = order("n", { doc_state: "closed", lines: [line("1", 5, { accepted_qty: 0 })] });
    const desk = deskNow([order("new"), late, shipped, ship, none]);
    expect(desk.toConfirm.map((one) => one.id)).toEqual(["late", "new"]);
    expect(desk.toShip.map((one) => one.id)).toEqual(["a"]);
    expect(desk.underway.map((one) => one.id)).toEqual(["s"]);
    expect(desk.done.map((one) => one.id)).toEqual(["n"]);
  });

  const make = {
    kind: "note.make",
    id: "n1",
    made_at: "2026-11-25T02:00:00.000Z",
    args: {
      no: "D-1",
      store_id: "S1",
      order_ids: ["a"],
      driver_id: "drv",
      deliver_on: "2026-11-26",
      lines: [{ line_id: "1", order_id: "a", sku_id: "K-1", qty: 3, uom: "case" }],
    },
  } as unknown as LogLine;

  test("goods on a note made here are not offered again, and not counted twice once it is heard", () => {
    const accepted = order("a", {
      exec_state: "accepted",
      lines: [line("1", 5, { accepted_qty: 5 })],
    });
    const [before] = noted([accepted], [], [make]);
    expect(before?.lines.map(openQty)).toEqual([2]);
    const [after] = noted([accepted], [{ id: "n1" }], [make]);
    expect(after?.lines.map(openQty)).toEqual([5]);
  });

  test("a delivery is dated by the company's clock, whatever the driver's phone shows", () => {
    const deliver = {
      kind: "note.deliver",
      id: "n1",
      made_at: "2026-11-26T02:00:00.000Z",
      clock: { offset_ms: -86_400_000, mono_ms: 0 },
      args: { outcome: "delivered", lines: [], signer_name: "王", signature_photo_id: null },
    } as unknown as LogLine;
    const facts = { orders: new Map(), skuName: () => "", driverName: () => "" };
    expect(notesNow([], [make, deliver], facts)[0]?.delivered_at).toBe("2026-11-25T02:00:00.000Z");
  });

  test("a note made here is on the list at once, with names", () => {
    const facts = {
      orders: new Map([["a", order("a")]]),
      skuName: () => "cola",
      driverName: () => "Guo",
    };
    expect(notesNow([], [make], facts)[0]).toMatchObject({
      no: "D-1",
      store_name: "store",
      driver_name: "Guo",
      state: "prepared",
      waiting: true,
      lines: [{ sku_name: "cola", qty: 3 }],
    });
  });

  test("loads are one a store, by promise, counted by unit", () => {
    const mixed = [
      line("1", 5, { accepted_qty: 5 }),
      line("2", 9, { accepted_qty: 9, uom: "bottle" }),
    ];
    const loads = loadsOf([
      order("a", { promised_on: "2026-11-27", lines: mixed }),
      order("b", { promised_on: "2026-11-26" }),
      order("c", {
        store_id: "S2",
        promised_on: "2026-11-26",
        lines: [line("1", 1, { accepted_qty: 1 })],
      }),
    ]);
    expect(loads.map((load) => [load.store_id, load.promised_on, load.units])).toEqual([
      ["S1", "2026-11-26", { case: 5, bottle: 9 }],
      ["S2", "2026-11-26", { case: 1, bottle: 0 }],
    ]);
  });
});

describe("at the door", () => {
  const lines = note("n").lines;
  const form = { outcome: "delivered" as const, reason: "", signer: "Li", inked: true };

  test("in full: a signature and a name are enough", () => {
    const all = handingOf(lines, {});
    expect(missingOf(all, form)).toEqual([]);
    expect(deliverLines(all, "delivered")).toEqual([
      { line_id: "1", accepted_qty: 5, reason: null },
    ]);
    expect(missingOf(all, { ...form, signer: " ", inked: false })).toEqual(["signature", "signer"]);
  });

  test("a difference needs a reason; nothing taken is no delivery", () => {
    const some = handingOf(lines, { "1": { qty: 3, reason: "" } });
    expect(missingOf(some, form)).toEqual(["line_reason"]);
    const none = handingOf(lines, { "1": { qty: 0, reason: "damaged" } });
    expect(missingOf(none, form)).toEqual(["nothing"]);
  });

  test("refused or failed: one reason for all, no lines, no signature", () => {
    const all = handingOf(lines, { "1": { qty: 3, reason: "late" } });
    const refused = { ...form, outcome: "refused" as const, inked: false, signer: "" };
    expect(missingOf(all, refused)).toEqual(["reason"]);
    expect(deliverLines(all, "refused")).toEqual([]);
  });

  test("the state is the server's: all, some, none", () => {
    const took = (accepted_qty: number): DeliveryLine[] =>
      lines.map((one) => ({ ...one, accepted_qty }));
    expect(stateAfter("delivered", took(5))).toBe("delivered_full");
    expect(stateAfter("delivered", took(2))).toBe("delivered_partial");
    expect(stateAfter("delivered", took(0))).toBe("refused");
    expect(stateAfter("failed", took(0))).toBe("failed");
  });

  test("a second proof said here does not overwrite what the company holds", () => {
    const done = note("n", { state: "delivered_full" });
    const said = { kind: "note.deliver", id: "n", args: { outcome: "refused", lines: [] } };
    expect(notesNow([done], [said as unknown as LogLine])[0]?.state).toBe("delivered_full");
  });
});

test("a hand-over said here stands, though the note was cancelled meanwhile (K4)", () => {
  const cancelled = note("n", { state: "void" });
  const lines = [{ line_id: "1", accepted_qty: 5, reason: null }];
  const said = { kind: "note.deliver", id: "n", args: { outcome: "delivered", lines } };
  const made = { made_at: "2026-11-25T02:00:00.000Z", clock: { offset_ms: 0, mono_ms: 0 } };
  const line = { ...said, ...made } as unknown as LogLine;
  expect(notesNow([cancelled], [line])[0]).toMatchObject({
    state: "delivered_full",
    waiting: true,
  });
});

test("a void note counts neither as delivered, nor as differing, nor as to be delivered", () => {
  const states = ["void", "prepared", "in_transit", "delivered_full", "refused"];
  const notes = states.map((state) => note(state, { state }));
  expect(tripCount(notes)).toEqual({ all: 4, done: 2, toLoad: 1, differs: 1 });
});

test("a trip is today's notes by window, what is on the road, and what was left lying", () => {
  const notes = [
    note("none"),
    note("late", { receiving_window: "14:00-16:00" }),
    note("early", { receiving_window: "08:00-10:00" }),
    note("road", {
      deliver_on: "2026-11-24",
      state: "in_transit",
      receiving_window: "09:00-10:00",
    }),
    note("left", { deliver_on: "2026-11-24" }),
    note("done", { deliver_on: "2026-11-24", state: "delivered_full" }),
    note("tomorrow", { deliver_on: "2026-11-26" }),
    note("other", { driver_id: "x" }),
  ];
  const trip = tripOf(notes, "drv", "2026-11-25").map((one) => one.id);
  expect(trip).toEqual(["early", "road", "late", "left", "none"]);
});

describe("code 39", () => {
  const SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%";

  test("each sign is nine elements, three of them wide, and no two are alike", () => {
    const drawn = [...SIGNS].map((sign) => code39(sign));
    for (const one of drawn) expect(one?.width).toBe(3 * (6 + 3 * 2.5) + 2);
    expect(new Set(drawn.map((one) => JSON.stringify(one))).size).toBe(SIGNS.length);
  });

  test("begins and ends with the star, bar wide third and fourth", () => {
    const bars = code39("A")?.bars ?? [];
    expect(bars.slice(0, 5).map((bar) => bar.width)).toEqual([1, 1, 2.5, 2.5, 1]);
    expect(bars.slice(-5).map((bar) => bar.width)).toEqual([1, 1, 2.5, 2.5, 1]);
  });

  test("a sign it does not know gives no code at all, not a wrong one", () => {
    expect(code39("单-1")).toBeNull();
    expect(code39("*")).toBeNull();
  });
});

test("of a note that is wanted back the driver may say so first, of another not at all", () => {
  const recall = { order_no: "CC01-1", by_name: "某", reason: "duplicate", at: "" };
  expect(reasonsOf({ recall })[0]).toBe("recalled");
  expect(reasonsOf({})).not.toContain("recalled");
});
