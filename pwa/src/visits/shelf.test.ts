import fc from "fast-check";
import { expect, test } from "vitest";
import { lookAt } from "./look";
import { seen } from "./testing";
import {
  cellOf,
  cellsOf,
  criticalOpen,
  EMPTY,
  expiredOpen,
  fenOf,
  NO_MORE,
  observationsFor,
  observationsOf,
  oddities,
  restAsLast,
  sameAs,
  toCome,
  unexcused,
  type Cell,
  type More,
  owedBy,
  owing,
  undated,
  unpriced,
  unread,
  worst,
} from "./shelf";

test("a production date is owed of all that is here at P1 and P2, of three elsewhere", () => {
  const here = (more: Partial<More> = {}): Cell => ({
    ...EMPTY,
    presence: "present",
    more: { ...NO_MORE, ...more },
  });
  const shelf = ["A", "B", "C", "D", "E", "F"];
  const cells = {
    A: here({ produced_on: "2026-09-01" }),
    B: here(),
    C: here(),
    D: here({ shelf_units: 0, backroom_units: 0 }), // counted: nothing to read a date off
    E: { ...EMPTY, presence: "oos_store" as const },
    F: { ...EMPTY, presence: "oos_shelf" as const },
  };
  expect(undated(shelf, cells, "P1")).toEqual(["B", "C", "F"]);
  expect(undated(shelf, cells, "P3")).toEqual(["B", "C"]);
  expect(undated(shelf, { ...cells, B: cells.A, C: cells.A }, "P4")).toEqual([]);
  expect(undated(shelf, {}, "P1")).toEqual([]);
});

test("a price is owed of what stands on the shelf at P1 and P2; what lacks a date or a price is gone to", () => {
  const shelf = ["A", "B", "C", "D"];
  const dated = { ...NO_MORE, produced_on: "2026-09-01" };
  const cells: Record<string, Cell> = {
    A: { ...EMPTY, presence: "present", price: "3.5", more: dated },
    B: { ...EMPTY, presence: "present", more: dated },
    C: { ...EMPTY, presence: "oos_shelf", more: dated }, // no goods to hold the price against
    D: { ...EMPTY, presence: "oos_store" },
  };
  expect(unpriced(shelf, cells, "P2")).toEqual(["B"]);
  expect(unpriced(shelf, cells, "P3")).toEqual([]);
  const { more: _, ...dateless } = cells["A"] as Cell;
  const owed = owedBy(shelf, { ...cells, A: dateless }, "P1");
  expect(owed).toEqual({ dates: ["A"], prices: ["B"] });
  expect(owing(shelf, owed)).toEqual(["A", "B"]);
});

test("only what was answered is said, and on the shelf means at least one facing", () => {
  const said = observationsOf({
    A: EMPTY,
    B: { ...EMPTY, presence: "present" },
    C: { ...EMPTY, presence: "oos_store", facings: "4", price: "3.5" },
  });
  expect(said.map((one) => [one.sku_id, one.facings, one.price_fen])).toEqual([
    ["B", 1, null],
    ["C", 0, 350],
  ]);
});

test("of a spot check none says that nobody counted them", () => {
  const cells = {
    B: { ...EMPTY, presence: "present" as const },
    C: { ...EMPTY, presence: "present" as const, facings: "3" },
  };
  expect(observationsOf(cells, 0).map((one) => one.facings)).toEqual([0, 3]);
});

test("a price typed is whole fen, to the last one", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999 }), (fen) => {
      const [yuan, rest] = [Math.floor(fen / 100), fen % 100];
      expect(fenOf(`${yuan}.${String(rest).padStart(2, "0")}`)).toBe(fen);
    }),
  );
  expect([fenOf("3.5"), fenOf("3."), fenOf("4")]).toEqual([350, 300, 400]);
  expect([fenOf(""), fenOf("."), fenOf("1.2.3"), fenOf("3.555")]).toEqual([null, null, null, null]);
});

test.each([
  ["4。5", 450],
  ["４．５", 450],
  ["３，５", 350],
  ["3,5", 350],
  ["12,80", 1280],
  ["1,234.50", 123_450],
  [" 4.50 ", 450],
])("%s is a price as people type it", (typed, fen) => {
  expect(fenOf(typed)).toBe(fen);
  expect(unread({ ...EMPTY, presence: "present", price: typed })).toBe(false);
});

test.each([
  "1e5",
  "12.345",
  "1,234",
  "999999999",
  "4..5",
  "1.2.3",
  "-3",
  "3²",
  "4.5元",
  ".",
  "abc",
])("%s is no price, and no other number either: it is marked", (typed) => {
  expect(fenOf(typed)).toBeNull();
  expect(unread({ ...EMPTY, presence: "present", price: typed })).toBe(true);
  expect(unread({ ...EMPTY, presence: "oos_shelf", price: typed })).toBe(true);
  expect(unread({ ...EMPTY, presence: "oos_store", price: typed })).toBe(false); // not asked for
});

test("no price typed is no mistake", () => {
  expect(unread({ ...EMPTY, presence: "present", price: " " })).toBe(false);
});

test("what is taken over from the last visit says the same again", () => {
  const before = { ...seen("A", "present", 6), price_fen: 450, price_tag: "wrong" as const };
  expect(observationsOf({ A: cellOf(before) })).toEqual([before]);
});

test("the rest is filled as last time once; a second tap finds nothing to fill", () => {
  const before = new Map(["A", "B"].map((id) => [id, seen(id, "present", 6)]));
  const mine = { A: { ...EMPTY, presence: "oos_store" as const } };
  const filled = restAsLast(["A", "B", "C"], mine, before);
  expect(filled).toEqual({ A: mine.A, B: sameAs(seen("B", "present", 6)) });
  expect(restAsLast(["A", "B", "C"], filled ?? {}, before)).toBeNull();
});

test("three times the facings or a fifth off the price is worth a look, never more", () => {
  const before = { ...seen("A", "present", 2), price_fen: 500 };
  const cell = (facings: string, price: string) => ({
    ...EMPTY,
    presence: "present" as const,
    facings,
    price,
  });
  expect(oddities(cell("6", ""), before)).toEqual([]);
  expect(oddities(cell("7", ""), before)).toEqual([{ what: "facings", was: 2 }]);
  expect(oddities(cell("2", "6.00"), before)).toEqual([]);
  expect(oddities(cell("2", "6.01"), before)).toEqual([{ what: "price", was: 500 }]);
  expect(oddities(cell("2", "6.01"), undefined)).toEqual([]);
  const off = (shelf_units: number | null, taken_off: number) => ({
    ...cell("7", "6.01"),
    more: { ...NO_MORE, shelf_units, taken_off },
  });
  const whats = (typed: Cell): string[] => oddities(typed, before).map((one) => one.what);
  expect(whats(off(3, 4))).toEqual(["facings", "price", "taken_off"]);
  expect(whats(off(3, 3))).toEqual(["facings", "price"]);
  expect(whats(off(null, 4))).toEqual(["facings", "price"]);
  expect(oddities(off(3, 4), undefined)).toEqual([{ what: "taken_off", off: 4, of: 3 }]);
});

function image(value: (x: number, y: number) => number): Uint8ClampedArray {
  const side = 40;
  const data = new Uint8ClampedArray(side * side * 4);
  for (let i = 0; i < side * side; i += 1)
    data.fill(value(i % side, Math.floor(i / side)), i * 4, i * 4 + 4);
  return data;
}

test("a picture is called dark, blurred or burnt out when it is, and clear otherwise", () => {
  const word = (value: (x: number, y: number) => number): string => lookAt(image(value), 40, 40);
  expect(word(() => 12)).toBe("dark");
  expect(word((x) => 90 + x)).toBe("blurred");
  expect(word((x, y) => (y < 10 ? 255 : 120 + (x % 2) * 100))).toBe("glare");
  expect(word((x, y) => (((x >> 2) + (y >> 2)) % 2 === 0 ? 60 : 180))).toBe("clear");
});

test("what was looked at more closely is said, and nothing that was left out", () => {
  const more = {
    ...NO_MORE,
    level: 2,
    shelf_units: 0,
    produced_on: "2026-10-01",
    batches: [
      { produced_on: "2026-10-01", units: 3 },
      { produced_on: "", units: 1 },
    ],
  };
  const cell = { ...EMPTY, presence: "present" as const, facings: "2", more };
  const [said] = observationsOf({ A: cell });
  expect(said).toMatchObject({ shelf_level: 2, shelf_units: 0, backroom_units: null });
  expect(said?.batches).toEqual([{ produced_on: "2026-10-01", units: 3 }]);
  expect(said).not.toHaveProperty("taken_off");
  const [plain] = observationsOf({ A: { ...cell, more: { ...NO_MORE } } });
  for (const name of ["shelf_level", "produced_on", "batches", "taken_off"])
    expect(plain, "an older company would not understand it").not.toHaveProperty(name);
  const [gone] = observationsOf({ A: { ...cell, presence: "oos_store" } });
  expect([gone?.shelf_units, gone?.produced_on]).toEqual([null, undefined]);
  expect(observationsOf({ A: cellOf(said ?? seen("A", "present", 1)) })).toEqual([said]);
});

test("as last time is said of what stands there, not of another day's counts and dates", () => {
  const before = {
    ...seen("A", "present", 6),
    shelf_level: 3,
    shelf_units: 40,
    produced_on: "2026-01-01",
    taken_off: 2,
  };
  const [said] = observationsOf({ A: sameAs(before) });
  expect(said).toMatchObject({ facings: 6, shelf_level: 3, shelf_units: null, same_as_last: true });
  expect(said).not.toHaveProperty("produced_on");
  expect(said).not.toHaveProperty("taken_off");
});

test("the oldest of all days seen decides; a day to come is a slip", () => {
  const batches = [
    { produced_on: "2026-11-01", units: 1 },
    { produced_on: "2025-11-20", units: 2 },
  ];
  expect(worst({ produced_on: "2026-10-01", batches }, 365, "2026-11-27")).toEqual({
    zone: "expired",
    days_left: -7,
  });
  expect(worst({}, 365, "2026-11-27")).toBeNull();
  const cell = { ...EMPTY, presence: "present" as const };
  const later = { ...NO_MORE, produced_on: "2026-11-28" };
  expect(toCome({ ...cell, more: later }, "2026-11-27")).toBe(true);
  expect(toCome({ ...cell, more: later }, "2026-11-28")).toBe(false);
  expect(toCome({ ...cell, presence: "oos_store", more: later }, "2026-11-27")).toBe(false);
  expect(toCome(cell, "2026-11-27")).toBe(false);
});

test("with an expired unit she leaves once it is off the shelf and photographed", () => {
  const lives = new Map([
    ["A", 365],
    ["B", 180],
  ]);
  const one = (sku: string, produced_on: string, taken_off?: number) => ({
    ...seen(sku, "present", 2),
    produced_on,
    ...(taken_off ? { taken_off } : {}),
  });
  const photo = [{ type: "expiry" as const }];
  const open = (seenNow: ReturnType<typeof one>[], photos: typeof photo) =>
    expiredOpen(seenNow, lives, photos, "2026-11-27");
  const both = [one("A", "2025-11-01"), one("B", "2026-11-01")];
  expect(open(both, [])).toEqual(["A"]);
  expect(open(both, photo)).toEqual(["A"]);
  expect(open([one("A", "2025-11-01", 3)], [])).toEqual(["A"]);
  expect(open([one("A", "2025-11-01", 3)], photo)).toEqual([]);
});

test("a SKU that could not be looked at is said with its reason, and not without one", () => {
  const cell: Cell = { ...EMPTY, presence: "not_checked", why: "shelf_rebuilt" };
  expect(unexcused({ ...cell, why: "" })).toBe(true);
  expect(unexcused(cell)).toBe(false);
  expect(unexcused({ ...EMPTY, presence: "present" })).toBe(false);
  const [said] = observationsOf({ A: cell });
  expect(said).toMatchObject({ presence: "not_checked", not_checked_reason: "shelf_rebuilt" });
  expect(said && cellOf(said).why).toBe("shelf_rebuilt");
  const [other] = observationsOf({ A: { ...cell, presence: "present" } });
  expect(other).not.toHaveProperty("not_checked_reason");
});

test("near its end is said until there is a picture; what is expired is another matter", () => {
  const lives = new Map(["A", "B", "C", "D"].map((id) => [id, 365]));
  const shelf = [
    { ...seen("A", "present"), produced_on: "2025-12-20" }, // 25 days left
    { ...seen("B", "present"), produced_on: "2025-01-01" }, // expired
    { ...seen("C", "present"), produced_on: "2026-11-01" },
    { ...seen("D", "present"), batches: [{ produced_on: "2025-12-30", units: 2 }] },
    { ...seen("E", "present"), produced_on: "2020-01-01" }, // of a life nobody knows
  ];
  expect(criticalOpen(shelf, lives, [], "2026-11-25")).toEqual(["A", "D"]);
  expect(criticalOpen(shelf, lives, [{ type: "storefront" }], "2026-11-25")).toEqual(["A", "D"]);
  expect(criticalOpen(shelf, lives, [{ type: "expiry" }], "2026-11-25")).toEqual([]);
});

test("where else a SKU stands is said of each place, and taken back where it is gone", () => {
  const cell: Cell = {
    ...EMPTY,
    presence: "present",
    facings: "2",
    elsewhere: { cooler: 3, checkout: 0 },
  };
  const said = observationsOf({ A: cell });
  expect(said.map(({ location, presence, facings }) => [location, presence, facings])).toEqual([
    ["main_shelf", "present", 2],
    ["cooler", "present", 3],
    ["checkout", "not_listed", 0],
  ]);
  expect(cellsOf(said)["A"]).toMatchObject({ facings: "2", elsewhere: { cooler: 3, checkout: 0 } });
  // The other way round is the same: no place hides another.
  expect(cellsOf(said.toReversed())).toEqual(cellsOf(said));
});

test("an estimate and a promotion's price are said as such, to a company that knows the words", () => {
  const cell: Cell = {
    ...EMPTY,
    presence: "present",
    facings: "2",
    price: "3.50",
    promo: true,
    more: { ...NO_MORE, shelf_units: 8, estimated: true },
  };
  expect(observationsFor({ A: cell }, true)[0]).toMatchObject({
    estimated: true,
    promo_price_flag: true,
  });
  const older = observationsFor({ A: cell }, false)[0] ?? {};
  expect(Object.keys(older)).not.toContain("estimated");
  expect(Object.keys(older)).not.toContain("promo_price_flag");
  // Nothing is estimated where nothing was counted, and no price is none of a promotion.
  const bare = { ...cell, price: "", more: { ...NO_MORE, estimated: true } };
  expect(observationsFor({ A: bare }, true)[0]).not.toHaveProperty("estimated");
  expect(observationsFor({ A: bare }, true)[0]).not.toHaveProperty("promo_price_flag");
});
