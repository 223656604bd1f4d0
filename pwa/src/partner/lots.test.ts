import { expect, test } from "vitest";
import type { Held } from "../device/records";
import type { NoteLot, SalesLine } from "../protocol";
import type { StockRow } from "../purchasing/now";
import { freeLots, giftKey, lineKey, proposedLots, saidGiftLots, saidLots } from "./lots";
import type { Load, NoteNow } from "./now";

const DAY = "2026-11-25";
const sku = { id: "K1", units_per_case: 24, shelf_life_days: 270 } as Held<"sku">;
const stock = (...lots: Array<[string, string, number]>): StockRow[] => [
  {
    sku,
    now: {
      lots: lots.map(([lot, produced_on, good]) => ({
        lot, produced_on, good, damaged: 3, zone: "fresh", days_left: 100,
      })),
    },
  } as unknown as StockRow,
]; // prettier-ignore
const line = (line_id: string, qty: number, more: Partial<SalesLine> = {}): SalesLine =>
  ({
    line_id,
    sku_id: "K1",
    qty,
    uom: "case",
    accepted_qty: qty,
    noted_qty: 0,
    ...more,
  }) as SalesLine;
const load = (id: string, customer_class: string, ...lines: SalesLine[]): Load =>
  ({ store_id: `S-${id}`, orders: [{ id, customer_class, lines }] }) as unknown as Load;
const made = (state: string, ...lots: NoteLot[]): NoteNow =>
  ({ state, lines: [{ sku_id: "K1", uom: "case", lots }] }) as unknown as NoteNow;

const YOUNG: [string, string, number] = ["B1", "2026-10-01", 240];
const OLD: [string, string, number] = ["A1", "2026-06-01", 240];
const none = (_store: string): boolean => false;

test("what one store gets the next one does not: nothing is proposed twice", () => {
  const loads = [load("O1", "C2", line("1", 8)), load("O2", "C2", line("1", 4))];
  const found = proposedLots(loads, stock(YOUNG), [], DAY, none);
  expect(found.get(lineKey("O1", "1"))).toEqual({
    lots: [{ lot: "B1", produced_on: "2026-10-01", qty: 8 }], lacking: 0, old: 0,
  }); // prettier-ignore
  expect(found.get(lineKey("O2", "1"))).toMatchObject({ lacking: 2, lots: [{ qty: 2 }] });
});

test("what is on a note that waits is taken; what has left has gone off the stock already", () => {
  const lot = { lot: "B1", produced_on: "2026-10-01", qty: 3 };
  const good = (state: string): number | undefined =>
    freeLots(stock(YOUNG), [made(state, lot)]).get("K1")?.[0]?.good;
  expect(["prepared", "in_transit", "void"].map(good)).toEqual([240 - 72, 240, 240]);
});

test("older goods go to stores of C1 and C2 only where the clerk says so", () => {
  const ask = (store: Load, older = none) =>
    proposedLots([store], stock(OLD, YOUNG), [], DAY, older).get(lineKey("O1", "1"));
  const want = line("1", 12);
  expect(ask(load("O1", "C2", want))).toMatchObject({ lacking: 2, old: 2 });
  expect(ask(load("O1", "C2", want), (id) => id === "S-O1")).toMatchObject({ lacking: 0, old: 2 });
  expect(ask(load("O1", "D", want))).toMatchObject({
    lacking: 0,
    old: 0,
    lots: [{ qty: 10 }, { qty: 2 }],
  });
});

test("only what is still open gets lots, and a SKU nobody counted none", () => {
  const lines = [line("1", 8, { noted_qty: 8 }), line("2", 4, { sku_id: "K9" })];
  expect(proposedLots([load("O1", "C2", ...lines)], stock(YOUNG), [], DAY, none).size).toBe(0);
});

test("a line is said with all its lots or with none, and with the reason only where it is needed", () => {
  const lots = [{ lot: "B1", produced_on: "2026-10-01", qty: 8 }];
  expect(saidLots({ lots, lacking: 0, old: 0 }, "why")).toEqual({ lots });
  expect(saidLots({ lots, lacking: 0, old: 2 }, "why")).toEqual({ lots, older_reason: "why" });
  expect(saidLots({ lots, lacking: 1, old: 0 }, "")).toEqual({});
  expect(saidLots(undefined, "")).toEqual({});
});

test("gifts get lots after what is paid, say them, and hold them on their note", () => {
  const store = load("O1", "C2", line("1", 8));
  const gifts = [
    { line_id: "g1", sku_id: "K1", qty: 2, accepted_qty: 2, noted_qty: 0 },
    { line_id: "g2", sku_id: null, qty: 5, accepted_qty: 5, noted_qty: 0 },
    { line_id: "g3", sku_id: "K1", qty: 1, accepted_qty: 1, noted_qty: 0 },
  ];
  Object.assign(store.orders[0] ?? {}, { gifts });
  const found = proposedLots([store], stock(YOUNG), [], DAY, none);
  const lots = [{ lot: "B1", produced_on: "2026-10-01", qty: 2 }];
  expect(found.get(giftKey("O1", "g1"))).toEqual({ lots, lacking: 0, old: 0 });
  expect(found.get(giftKey("O1", "g3"))).toMatchObject({ lots: [], lacking: 1 });
  const said = { gift_lots: [{ order_id: "O1", line_id: "g1", lots }] };
  expect(saidGiftLots(store, found, "")).toEqual(said);
  expect(saidGiftLots(store, new Map(), "")).toEqual({});
  const old = proposedLots([store], stock(OLD), [], DAY, () => true);
  expect(saidGiftLots(store, old, "why").gift_lots?.[0]?.older_reason).toBe("why");
  const waiting = { ...made("prepared"), gifts: [{ sku_id: "K1", qty: 2, lots }] };
  expect(freeLots(stock(YOUNG), [waiting as never]).get("K1")?.[0]?.good).toBe(240 - 48);
});

test("how young goods come the customer's terms say before his class does", () => {
  const ask = (customer_class: string, freshness_per_mille: number) => {
    const store = load("O1", customer_class, line("1", 12));
    Object.assign(store.orders[0] ?? {}, { freshness_per_mille });
    return proposedLots([store], stock(OLD, YOUNG), [], DAY, none).get(lineKey("O1", "1"));
  };
  expect(ask("C1", 700)).toMatchObject({ lacking: 0, old: 0, lots: [{ lot: "A1" }, { qty: 2 }] });
  expect(ask("D", 250)).toMatchObject({ lacking: 2, old: 2, lots: [{ lot: "B1", qty: 10 }] });
});
