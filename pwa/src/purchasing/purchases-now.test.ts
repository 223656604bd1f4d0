import { expect, test } from "vitest";
import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import { claimFen, onOrder, purchasesNow } from "./purchases-now";

const SKUS = new Map([["A", { id: "A", name: "橙蜜", units_per_case: 24 } as Held<"sku">]]);
const said = (kind: string, args: object, id = "PO-1"): LogLine =>
  ({
    kind,
    id,
    args,
    made_at: "2026-11-28T08:00:00.000Z",
    clock: { offset_ms: 0 },
    state: "unsent",
  }) as unknown as LogLine;
const ask = (cases: number) => [{ sku_id: "A", proposed_cases: 60, cases }];
const submit = said("purchase.submit", {
  no: "P-1", lines: ask(60), wanted_on: "2026-12-01", ship_to: null, reason: null, note: null,
}); // prettier-ignore
const line = {
  sku_id: "A", sku_name: "橙蜜", units_per_case: 24, proposed_cases: 60, cases: 60,
  case_price_fen: 5000, allocated_cases: 50, rest: "cut",
}; // prettier-ignore
const lot = {
  sku_id: "A", sku_name: "橙蜜", units_per_case: 24, lot: "N1", produced_on: "2026-10-01",
  sent: 1200, good: null, damaged: null, claimed_short: 0, claimed_damaged: 0,
}; // prettier-ignore
const held = (state: string) =>
  ({
    id: "PO-1",
    version: 3,
    state,
    lines: [line],
    lots: [lot],
  }) as unknown as Held<"purchase_order">;
const now = (records: Held<"purchase_order">[], ...lines: LogLine[]) =>
  purchasesNow(records, lines, SKUS).get("PO-1");

test("an order is there at once, changed and cancelled in the order it was said", () => {
  expect(now([], submit)).toMatchObject({ state: "submitted", waiting: true, value_fen: null });
  const amend = said("purchase.amend", { lines: ask(70), wanted_on: "2026-12-02", reason: "x" });
  expect(now([], submit, amend)).toMatchObject({ wanted_on: "2026-12-02", lines: [{ cases: 70 }] });
  const cancel = said("purchase.cancel", { reason: "x" });
  expect(now([], submit, cancel)?.state).toBe("cancelled");
  expect(now([held("allocated")], amend, cancel)).toMatchObject({ state: "allocated" });
  expect(now([held("returned")], submit)).toMatchObject({ state: "submitted", value_fen: 300_000 });
});

test("what came is compared with what was sent, and what is claimed has a price", () => {
  const came = (good: number, damaged: number) =>
    said("stock.receive", {
      came_at: "2026-11-28T09:00:00.000Z", purchase_id: "PO-1",
      lines: [{ sku_id: "A", lot: "N1", produced_on: "2026-10-01", good, damaged }],
    }, "R-1"); // prettier-ignore
  expect(now([held("in_transit")], came(1200, 0))?.state).toBe("received");
  expect(now([held("closed")], came(1200, 0))?.state).toBe("closed");
  const short = now([held("in_transit")], came(1170, 10));
  expect(short).toMatchObject({ state: "received_diff", lots: [{ sent: 1200, good: 1170 }] });
  const claim = said("purchase.claim", {
    note: null,
    lines: [{ sku_id: "A", lot: "N1", produced_on: "2026-10-01", short: 20, damaged: 10 }],
  });
  const claimed = now([held("in_transit")], came(1170, 10), claim);
  expect(claimed).toMatchObject({ state: "diff_claimed", claim_fen: 6250 });
  expect(claimFen({ lines: [], lots: [] })).toBe(0);
});

test("on order is what was confirmed, or asked for, until it has come", () => {
  expect(onOrder([held("in_transit"), held("received"), held("returned")]).get("A")).toBe(1200);
  const open = { ...held("submitted"), lines: [{ ...line, allocated_cases: null }] };
  expect(onOrder([open as Held<"purchase_order">]).get("A")).toBe(1440);
});
