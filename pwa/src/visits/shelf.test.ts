import fc from "fast-check";
import { expect, test } from "vitest";
import { lookAt } from "./look";
import { seen } from "./testing";
import { cellOf, EMPTY, fenOf, observationsOf, oddity, restAsLast, unread } from "./shelf";

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
  expect(filled).toEqual({ A: mine.A, B: { ...cellOf(seen("B", "present", 6)), same: true } });
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
  expect(oddity(cell("6", ""), before)).toBeNull();
  expect(oddity(cell("7", ""), before)).toEqual({ what: "facings", was: 2 });
  expect(oddity(cell("2", "6.00"), before)).toBeNull();
  expect(oddity(cell("2", "6.01"), before)).toEqual({ what: "price", was: 500 });
  expect(oddity(cell("2", "6.01"), undefined)).toBeNull();
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
