import { expect, test } from "vitest";
import { app } from "../ui/app.svelte";
import type { ReturnNow } from "../returns/now";
import type { TicketNow } from "../tickets/now";
import { bought, cameBack, complained, inStock } from "./due";
import type { StockRow } from "./now";
import type { PurchaseNow } from "./purchases-now";

const one = (id: string, state: string, more: object = {}) =>
  ({ id, state, waiting: false, arrives_on: null, claim_until: null, ...more }) as PurchaseNow;
const NOW = "2026-11-28T08:00:00.000Z";

test("what was sent back, what should have come, and what may still be claimed", () => {
  const yesterday = { arrives_on: "2000-01-01" };
  const found = bought(
    [
      one("A", "returned"),
      one("B", "in_transit", yesterday),
      one("C", "in_transit", { arrives_on: app.today }),
      one("D", "in_transit", { arrives_on: "2999-01-01" }),
      one("E", "in_transit", { ...yesterday, waiting: true }),
      one("F", "received_diff", { claim_until: "2026-11-28T07:59:59.000Z" }),
      one("G", "received_diff", { claim_until: "2026-11-29T08:00:00.000Z" }),
      one("H", "received"),
    ],
    NOW,
  );
  expect(found).toEqual([
    { what: "returned", n: 1, path: "/stock/purchases/A", late: false },
    { what: "receive", n: 2, path: "/stock/purchases", late: true },
    { what: "transit", n: 1, path: "/stock/purchases/D", late: false },
    { what: "claim", n: 1, path: "/stock/purchases/G", late: false },
  ]);
});

test("returns are put in stock within a day of having come", () => {
  const back = (id: string, state: string, collected_at: string | null) =>
    ({ id, state, collected_at, asked_at: "2026-11-20T00:00:00.000Z" }) as ReturnNow;
  const day = back("A", "collected", "2026-11-27T08:00:00.000Z");
  expect(cameBack([day, back("B", "approved", null), back("C", "posted", NOW)], NOW)).toEqual({
    what: "returns",
    n: 1,
    path: "/returns/A",
    late: false,
    since: "2026-11-27T08:00:00.000Z",
  });
  const older = back("D", "collected", "2026-11-27T07:59:59.000Z");
  expect(cameBack([day, older], NOW)).toMatchObject({
    n: 2,
    path: "/returns",
    late: true,
    since: older.collected_at,
  });
  expect(cameBack([], NOW)).toMatchObject({ n: 0, late: false });
});

test("tickets are his while it is his turn, the first deadline is said", () => {
  const held = (id: string, more: object = {}) =>
    ({
      id,
      state: "assigned",
      holder: "partner",
      words: [],
      answer_by: "2026-11-28T09:00:00.000Z",
      solve_by: "2026-12-02T08:00:00.000Z",
      ...more,
    }) as unknown as TicketNow;
  const sooner = held("B", { solve_by: "2026-12-01T08:00:00.000Z" });
  const others = [held("C", { holder: "office" }), held("D", { state: "solved" })];
  expect(complained([held("A"), sooner, ...others], NOW)).toEqual({
    what: "tickets",
    n: 2,
    path: "/tickets",
    late: false,
    until: "2026-12-01T08:00:00.000Z",
  });
  expect(complained([held("A", { answer_by: "2026-11-28T07:00:00.000Z" })], NOW)).toMatchObject({
    path: "/tickets/A",
    late: true,
  });
});

test("the stock asks for counts that do not add up and for what is expired, in whole cases", () => {
  const row = (recount: boolean, missing: number, ...lots: [zone: string, good: number][]) =>
    ({
      recount,
      sku: { units_per_case: 24 },
      now: { missing, lots: lots.map(([zone, good]) => ({ zone, good })) },
    }) as unknown as StockRow;
  const rows = [
    row(true, 0, ["expired", 48], ["fresh", 240]),
    row(false, 1, ["expired", 1]),
    row(false, 0),
  ];
  expect(inStock(rows).map((one) => [one.what, one.n])).toEqual([
    ["recount", 2],
    ["expired", 3],
  ]);
});
