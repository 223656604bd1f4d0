import { expect, test } from "vitest";
import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import { asBooked, begun, countArgs, lackOf, standingOf, type CountForm } from "./count";
import type { PutBack } from "./stock-rules";
import { countDue, countsNow, receiptsNow, stockRows, worstOf, type Came } from "./now";

const TODAY = "2026-11-25";
const NOW = "2026-11-25T08:00:00.000Z";
const SKU = {
  id: "SKU-01", version: 1, code: "SKU-01", name: "橙蜜", pack: "330 ml", units_per_case: 24,
  shelf_life_days: 270, sort: 1, active: true,
} as Held<"sku">; // prettier-ignore
const OTHER = { ...SKU, id: "SKU-02", code: "SKU-02", sort: 2 };
const lot = (name: string, produced_on: string, good: number, damaged = 0) => ({
  lot: name,
  produced_on,
  good,
  damaged,
});
const stock = (more: object = {}): Held<"partner_stock"> => ({
  id: "S-1", version: 1, partner_id: "P01", sku_id: "SKU-01", count_id: "C-1",
  counted_at: "2026-11-24T12:00:00.000Z", lots: [lot("A", "2026-09-01", 480)],
  before_at: null, before_units: null, ...more,
}); // prettier-ignore
const counting = (more: object = {}): LogLine =>
  ({
    kind: "stock.count", id: "C-2",
    args: {
      counted_at: "2026-11-25T07:00:00.000Z", counter_name: "仓管", witness_name: null,
      from_file: false, absent: [], lines: [{ sku_id: "SKU-01", ...lot("B", "2026-10-01", 96) }],
      ...more,
    },
  }) as unknown as LogLine; // prettier-ignore
const note = (loaded_at: string, qty: number) => ({
  loaded_at,
  delivered_at: null,
  lines: [{ sku_id: "SKU-01", qty, uom: "case" as const, accepted_qty: null }],
});
const rows = (
  held: Held<"partner_stock">[],
  log: LogLine[] = [],
  notes = [note(NOW, 1)],
  came: Came[] = [],
  back: PutBack[] = [],
) => stockRows([OTHER, SKU], countsNow(held, log), notes, came, NOW, TODAY, back);

test("what was counted, less what left since, and how long it lasts", () => {
  const [row, ...more] = rows([stock()], [], [note("2026-11-01T00:00:00.000Z", 13), note(NOW, 1)]);
  expect(more).toEqual([]);
  expect(row?.now.good).toBe(480 - 24);
  expect(row?.gone).toBe(14 * 24);
  // 25 days begun since the first goods left: 456 * 25 / 336.
  expect(row?.last).toEqual({ over_days: 25, daily_milli: 13_440, days: 33 });
});

test("nothing left in four weeks: nobody can say how long it lasts", () => {
  expect(rows([stock()], [], [note("2026-10-01T00:00:00.000Z", 9)])[0]?.last.days).toBeNull();
});

test("a count that waits lies on top, is the stock at once and is not laid on twice", () => {
  const [row] = rows([stock()], [counting()], []);
  expect(row?.now.lots.map((one) => one.lot)).toEqual(["B"]);
  expect(row?.counted).toMatchObject({ waiting: true, before_units: 480 });
  const heard = stock({ count_id: "C-2", counted_at: "2026-11-25T07:00:00.000Z", lots: [] });
  expect(rows([heard], [counting()], [])[0]?.counted.waiting).toBe(false);
});

test("an older count that waits changes nothing; one without goods empties its SKU", () => {
  const old = counting({ counted_at: "2026-11-20T07:00:00.000Z" });
  expect(rows([stock()], [old], [])[0]?.counted.waiting).toBe(false);
  const none = counting({ lines: [], absent: ["SKU-01"] });
  expect(rows([stock()], [none], [])[0]?.now.good).toBe(0);
});

test("two counts that do not fit the notes between them ask for a recount", () => {
  const before = { before_at: "2026-11-17T12:00:00.000Z", before_units: 480 + 240 };
  const left = (cases: number) => [note("2026-11-20T00:00:00.000Z", cases)];
  expect(rows([stock(before)], [], left(10))[0]?.recount).toBe(false);
  expect(rows([stock(before)], [], left(9))[0]?.recount).toBe(true);
});

test("what came in is there once it came, and between two counts it was not sold", () => {
  const came = (came_at: string): Came => ({
    came_at,
    lines: [
      { sku_id: "SKU-01", ...lot("R", "2026-11-10", 48) },
      { sku_id: "SKU-02", ...lot("R", "2026-11-10", 9) },
    ],
  });
  const since = rows([stock()], [], [], [came("2026-11-25T01:00:00.000Z")]);
  expect(since[0]?.now.lots.map((one) => [one.lot, one.good])).toEqual([
    ["A", 480],
    ["R", 48],
  ]);
  expect(rows([stock()], [], [], [came("2026-11-24T11:00:00.000Z")])[0]?.now.good).toBe(480);
  const before = { before_at: "2026-11-17T12:00:00.000Z", before_units: 480 - 48 };
  const between = [came("2026-11-20T00:00:00.000Z")];
  expect(rows([stock(before)], [], [], between)[0]?.recount).toBe(false);
  expect(rows([stock(before)], [], [], [])[0]?.recount).toBe(true);
});

test("gifts leave with what is paid, are in a day's sale, and fit two counts", () => {
  const free = { sku_id: "SKU-01", qty: 1, accepted_qty: null };
  const gone = { ...note("2026-11-20T00:00:00.000Z", 10), gifts: [free] };
  const before = { before_at: "2026-11-17T12:00:00.000Z", before_units: 480 + 264 };
  expect(rows([stock(before)], [], [gone])[0]).toMatchObject({
    recount: false,
    gone: 264,
    between: { posted: 264 },
  });
});

const back = (origin: "store" | "delivery", posted_at: string, good: number, scrapped: number) => ({
  origin,
  posted_at,
  lines: [
    {
      sku_id: "SKU-01",
      uom: "case" as const,
      lot: "Z",
      produced_on: "2026-08-01",
      good,
      scrapped,
    },
  ],
});

test("what went back is there by its lot once it is posted; what was refused only loses the scrapped", () => {
  const lots = (one: PutBack) =>
    rows([stock()], [], [], [], [one])[0]?.now.lots.map(({ lot: name, good }) => [name, good]);
  expect(lots(back("store", NOW, 2, 5))).toEqual([
    ["Z", 48],
    ["A", 480],
  ]);
  expect(lots(back("delivery", NOW, 2, 5))).toEqual([["A", 480 - 120]]);
  expect(lots(back("store", "2026-11-24T11:00:00.000Z", 2, 5))).toEqual([["A", 480]]);
});

test("between two counts goods of stores came in, and all that was thrown away left", () => {
  const when = "2026-11-20T00:00:00.000Z";
  const before = (before_units: number) => ({
    before_at: "2026-11-17T12:00:00.000Z",
    before_units,
  });
  const asked = (units: number, one: PutBack) => rows([stock(before(units))], [], [], [], [one])[0];
  expect(asked(480 - 48, back("store", when, 2, 5))?.recount).toBe(false);
  expect(asked(480 + 120, back("delivery", when, 2, 5))?.recount).toBe(false);
  expect(asked(480, back("store", when, 2, 5))?.recount).toBe(true);
  expect(asked(480, back("store", when, 2, 5))?.between).toMatchObject({
    returns_in: 7 * 24,
    scrapped: 5 * 24,
  });
});

test("named lots go off by their names, others the first to expire first", () => {
  const lots = [lot("A", "2026-09-01", 480), lot("B", "2026-10-01", 96)];
  const named = [{ lot: "B", produced_on: "2026-10-01", qty: 2 }];
  const plain = note(NOW, 2);
  const with_lots = { ...plain, lines: plain.lines.map((one) => ({ ...one, lots: named })) };
  const left = (one: typeof plain) =>
    rows([stock({ lots })], [], [one])[0]?.now.lots.map(({ good }) => good);
  expect(left(plain)).toEqual([480 - 48, 96]);
  expect(left(with_lots)).toEqual([480, 96 - 48]);
});

test("a receipt said here is there at once, and once", () => {
  const args = { came_at: NOW, receiver_name: "仓管", paper_no: null, lines: [] };
  const line = { kind: "stock.receive", id: "R-1", args } as unknown as LogLine;
  expect(receiptsNow([], [line])).toHaveLength(1);
  const heard = { id: "R-1", version: 1, ...args } as unknown as Held<"stock_receipt">;
  expect(receiptsNow([heard], [line])).toHaveLength(1);
});

test("a row is about its worst lot with goods in it", () => {
  const lots = [
    lot("X", "2026-01-01", 0, 3),
    lot("Y", "2026-03-05", 24),
    lot("Z", "2026-11-01", 9),
  ];
  expect(rows([stock({ lots })], [], []).map(worstOf)).toEqual(["critical"]);
});

test("a count is due every week, and while a product was never counted", () => {
  const due = (skus: Held<"sku">[], counted_at: string) =>
    countDue(skus, countsNow([stock({ counted_at })], []), NOW);
  expect(due([SKU], "2026-11-18T08:00:00.000Z").due).toBe(false);
  expect(due([SKU], "2026-11-18T07:59:59.000Z").due).toBe(true);
  expect(due([SKU, OTHER], NOW)).toMatchObject({ never: 1, last: NOW, due: false });
  expect(countDue([SKU], new Map(), NOW)).toMatchObject({ last: null, due: true });
});

const form = (skus: CountForm["skus"], counter = "仓管"): CountForm => ({
  counter,
  witness: " ",
  skus,
});
const typed = (more: object = {}) => ({
  none: false,
  lots: [{ lot: "a1 ", produced_on: "2026-11-01", cases: 2, loose: 3, damaged: 1, ...more }],
});

test("cases and loose bottles are said as base units, lots in capitals, empty lots not at all", () => {
  const two = typed();
  two.lots.push({ lot: "", produced_on: "", cases: 0, loose: 0, damaged: 0 });
  const args = countArgs(
    form({ "SKU-01": two, "SKU-02": { none: true, lots: [] } }),
    [SKU, OTHER],
    NOW,
  );
  expect(args.lines).toEqual([{ sku_id: "SKU-01", ...lot("A1", "2026-11-01", 51, 1) }]);
  expect([args.absent, args.witness_name, args.from_file]).toEqual([["SKU-02"], null, false]);
});

test("as booked is what is booked, to the bottle; begun lots are empty", () => {
  const known = [lot("A", "2026-09-01", 51, 2)];
  const args = countArgs(form({ "SKU-01": asBooked(known, 24) }), [SKU], NOW);
  expect(args.lines).toEqual([{ sku_id: "SKU-01", ...known[0] }]);
  expect(standingOf(begun([]), TODAY)).toBe("nothing");
});

test("a count is not said while a lot lacks its day, a product its quantity, or it its counter", () => {
  expect(lackOf(form({}), TODAY)).toBe("nothing");
  expect(lackOf(form({ a: typed({ produced_on: "" }) }), TODAY)).toBe("lots");
  expect(lackOf(form({ a: typed({ produced_on: "2026-11-26" }) }), TODAY)).toBe("lots");
  expect(lackOf(form({ a: typed(), b: begun([]) }), TODAY)).toBe("lots");
  expect(lackOf(form({ a: typed() }, " "), TODAY)).toBe("counter");
  expect(lackOf(form({ a: typed(), b: { none: true, lots: [] } }), TODAY)).toBeUndefined();
});
