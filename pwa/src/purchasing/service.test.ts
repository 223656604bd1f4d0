import { expect, test } from "vitest";
import { daysAfter } from "../ui/words/index.svelte";
import { rateOf, service } from "./service";

type Args = Parameters<typeof service>;
const calendar = { today: "2026-11-28", after: daysAfter, dayOf: (at: string) => at.slice(0, 10) };
const order = (id: string, promised_on: string | null, more: object = {}) =>
  ({
    id, promised_on, doc_state: "audited",
    lines: [
      { line_id: "1", sku_id: "A", uom: "case", qty: 10 },
      { line_id: "2", sku_id: "A", uom: "bottle", qty: 5 },
    ],
    ...more,
  }) as unknown as Args[0][number]; // prettier-ignore
const note = (id: string, came: string | null, taken: number, more: object = {}) => ({
  order_ids: [id], deliver_on: "2026-11-20", state: "delivered_full",
  delivered_at: came && `${came}T02:00:00.000Z`,
  lines: [{ order_id: id, line_id: "1", sku_id: "A", uom: "case", qty: taken, accepted_qty: taken }],
  ...more,
}); // prettier-ignore
const of = (orders: Args[0], notes: Args[1], stock: Args[2] = []) =>
  service(orders, notes, stock, new Map([["A", 24]]), calendar);

test("what came two days after it was promised still fills the order, a day later not", () => {
  const all = [order("1", "2026-11-20"), order("2", "2026-11-20"), order("3", null)];
  const found = of(all, [note("1", "2026-11-22", 10), note("2", "2026-11-23", 10)]);
  expect(found.fill).toEqual({ part: 240, whole: 490 });
  expect(found.orders).toBe(2);
});

test("the rates on the card are those worked out by hand", () => {
  const three = ["short", "again", "late"].map((id) => order(id, "2026-11-20"));
  const loose = {
    order_id: "short",
    line_id: "n2",
    order_line_id: "2",
    sku_id: "A",
    uom: "bottle",
    qty: 5,
    accepted_qty: 5,
  };
  const short = note("short", "2026-11-20", 8);
  const found = of(three, [
    { ...short, state: "delivered_partial", lines: [...short.lines, loose] },
    // Refused at the door, and brought again two days after the promised one, whole.
    note("again", "2026-11-20", 0, { state: "refused" }),
    note("again", "2026-11-22", 10),
    note("late", "2026-11-23", 10),
  ]);
  // Each ordered 10 cases of 24 and 5 bottles: 245. In time came 8 x 24 + 5, 10 x 24, and nothing.
  expect(found.fill).toEqual({ part: 197 + 240 + 0, whole: 3 * 245 });
  expect(rateOf(found.fill)).toBe("59.4%"); // 437 / 735 = 0.5945...
  expect(rateOf(found.onTime)).toBe("50%"); // two of four came on the promised day
  expect(rateOf(found.inFull)).toBe("0%");
  expect(rateOf({ part: 2399, whole: 2400 })).toBe("99.9%");
  expect(rateOf({ part: 0, whole: 0 })).toBe("–");
});

test("an order counts once its days are over, in the last 28 days, unless it was cancelled", () => {
  const on = (day: string, more = {}) => of([order("1", day, more)], []).orders;
  expect(on("2026-11-25")).toBe(1);
  expect(on("2026-11-26")).toBe(0);
  expect(on("2026-10-29")).toBe(1);
  expect(on("2026-10-28")).toBe(0);
  expect(on("2026-11-20", { doc_state: "cancelled" })).toBe(0);
});

test("what the customer cancelled before it was picked is not asked of the partner (M20)", () => {
  const whole = (line: object, taken = 0) => {
    const lines = [{ line_id: "1", sku_id: "A", uom: "case", qty: 10, accepted_qty: 10, ...line }];
    const notes = taken ? [note("1", "2026-11-20", taken)] : [];
    return of([order("1", "2026-11-20", { lines })], notes).fill.whole / 24;
  };
  const gone = { closed_reason: "not_wanted" };
  expect(whole({})).toBe(10);
  expect(whole(gone)).toBe(0);
  expect(whole(gone, 4)).toBe(4);
  expect(whole({ ...gone, accepted_qty: 7 })).toBe(3); // three he was short of
  expect(whole({ ...gone, accepted_qty: null })).toBe(0);
  expect(whole({ closed_reason: "out_of_stock" })).toBe(10);
  // Picked, taken to the door and refused there: no word before picking.
  const lines = [{ line_id: "1", sku_id: "A", uom: "case", qty: 10, accepted_qty: 10, ...gone }];
  const refused = note("1", "2026-11-20", 10, { state: "refused" });
  expect(of([order("1", "2026-11-20", { lines })], [refused]).fill.whole).toBe(240);
});

test("on time is by the promised day; what never came is not, a void note is no delivery", () => {
  const orders = [order("1", "2026-11-20")];
  const notes = [
    note("1", "2026-11-20", 10),
    note("1", "2026-11-19", 8, { state: "delivered_partial" }),
    note("1", "2026-11-21", 10),
    note("1", null, 0, { state: "in_transit" }),
    note("1", "2026-11-20", 10, { state: "void" }),
    note("9", "2026-11-29", 10, { deliver_on: "2026-11-28" }),
  ];
  const { onTime, inFull } = of(orders, notes);
  expect([onTime, inFull]).toEqual([
    { part: 2, whole: 4 },
    { part: 1, whole: 4 },
  ]);
});

test("days of stock are of all that may be sold", () => {
  const last = { over_days: 14, daily_milli: 20_000, days: 14 };
  const row = { now: { saleable: 280 }, gone: 280, last } as unknown as Args[2][number];
  expect(of([], [], [row, row])).toMatchObject({ saleable: 560, gone: 560, over_days: 14 });
  expect(of([], []).over_days).toBeNull();
});
