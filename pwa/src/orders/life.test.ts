import { expect, test } from "vitest";
import type { SalesLine, SalesOrder } from "../protocol";
import { line } from "../visits/testing";
import { actsOf, askedOf, changed, refusedOf, restOf, giftsBeside } from "./life";
import { isOpen, ordersNow, standOf, type OrderNow } from "./now";

const goods = (more: Partial<SalesLine> = {}): SalesLine => ({
  line_id: "1",
  sku_id: "A",
  qty: 10,
  uom: "case",
  qty_base: 240,
  price_fen: 100,
  amount_fen: 1000,
  accepted_qty: 10,
  short_reason: null,
  noted_qty: 0,
  received_qty: null,
  ...more,
});
const order = (more: Partial<SalesOrder> = {}) =>
  ({
    id: "O",
    version: 3,
    doc_state: "audited",
    exec_state: "none",
    accepted_at: null,
    audited_at: "2026-11-25T01:00:00.000Z",
    lines: [goods()],
    ...more,
  }) as SalesOrder & { id: string; version: number };
const hold = {
  reason: "credit",
  until_on: "2026-11-28",
  note: null,
  by_id: "clk.1",
  by_name: "文",
  at: "",
};

test("who may do what: the partner holds until it is on the road, the office un-audits until he answers", () => {
  const fresh = order();
  expect(actsOf(fresh, "rep", "r")).toEqual(["amend"]);
  expect(actsOf(fresh, "clerk", "clk.1")).toEqual(["amend", "hold"]);
  expect(actsOf(fresh, "office", "s")).toEqual(["hold", "un_audit", "close"]);
  const confirmed = order({ exec_state: "accepted", accepted_at: "x" });
  expect(actsOf(confirmed, "office", "s")).toEqual(["hold", "close"]);
  const away = order({ exec_state: "part_shipped", accepted_at: "x" });
  expect(actsOf(away, "clerk", "clk.1")).toEqual(["amend"]);
  expect(actsOf(order({ doc_state: "submitted" }), "clerk", "clk.1")).toEqual(["amend"]);
  expect(actsOf(order({ doc_state: "closed" }), "office", "s")).toEqual(["open"]);
  for (const side of ["rep", "clerk", "office"] as const)
    expect(actsOf(order({ doc_state: "cancelled" }), side, "x")).toEqual([]);
});

test("what is on the road the office may want back, once", () => {
  const away = { exec_state: "part_received", accepted_at: "x" } as const;
  const loaded = { ...goods({ received_qty: 6, noted_qty: 10 }), shipped_qty: 10 };
  const out = order({ ...away, lines: [loaded] });
  expect(actsOf(out, "office", "s")).toEqual(["close", "recall"]);
  expect(actsOf(order({ ...out, doc_state: "on_hold", hold }), "office", "s")).toContain("recall");
  expect(actsOf({ ...out, recall: { by_name: "x", reason: "x", at: "x" } }, "office", "s")).toEqual(
    ["close"],
  );
  const came = order({ ...away, lines: [{ ...loaded, received_qty: 10 }] });
  for (const one of [came, order({ ...out, doc_state: "closed" })])
    expect(actsOf(one, "office", "s")).not.toContain("recall");
  for (const side of ["rep", "clerk"] as const)
    expect(actsOf(out, side, "s")).not.toContain("recall");
});

test("a hold is ended by who held it, or the office", () => {
  const held = order({ doc_state: "on_hold", hold });
  expect(actsOf(held, "clerk", "clk.1")).toContain("release");
  expect(actsOf(held, "clerk", "clk.2")).not.toContain("release");
  expect(actsOf(held, "office", "s")).toContain("release");
});

test("what is left is what a delivery left and nobody gave up", () => {
  const left = goods({ noted_qty: 7, received_qty: 7, back_order_until: "2026-12-02" });
  expect(restOf(order({ lines: [left, goods({ line_id: "2" })] }))).toEqual([left]);
  expect(restOf(order({ lines: [{ ...left, closed_reason: "not_wanted" }] }))).toEqual([]);
});

test("only other quantities are asked for", () => {
  const two = [goods(), goods({ line_id: "2", qty: 4 })];
  expect(changed(two, { "1": 10, "2": 0 })).toEqual([{ line_id: "2", qty: 0 }]);
});

test("a change that waits shows as asked for and leaves the order's own quantities alone", () => {
  const args = { amendment_id: "A", reason: "mistake", lines: [{ line_id: "1", qty: 6 }] };
  const now = ordersNow([order()], [line(1, "order.amend", "O", args)]).get("O") as OrderNow;
  expect(now.lines[0]?.qty).toBe(10);
  expect(askedOf(now)[0]?.lines).toEqual([{ line_id: "1", qty: 6, old_qty: 10, became: null }]);
  expect(now.waiting).toBe(true);
});

test("held here, it stands on hold until it is let go again", () => {
  const args = { reason: "stock", until_on: "2026-11-28", note: null };
  const held = ordersNow([order()], [line(1, "order.hold", "O", args)]).get("O") as OrderNow;
  expect(standOf(held)).toMatchObject({ code: "on_hold" });
  const gone = ordersNow([{ ...held }], [line(2, "order.release", "O", { note: null })]).get(
    "O",
  ) as OrderNow;
  expect([gone.doc_state, gone.hold]).toEqual(["audited", undefined]);
});

test("what she wanted of an order that was no more is there to be ordered anew (K1)", () => {
  const made = { id: "A", state: "refused", lines: [{ line_id: "1", old_qty: 10, qty: 6 }] };
  const amendments = [made] as unknown as NonNullable<SalesOrder["amendments"]>;
  const lines = [goods(), goods({ line_id: "2", sku_id: "B", qty: 4 })];
  const gone = order({ doc_state: "cancelled", lines, amendments });
  expect(refusedOf(gone)).toEqual({ A: { qty: 6, uom: "case" }, B: { qty: 4, uom: "case" } });
  expect(refusedOf(order({ lines, amendments }))).toBeNull();
  expect(refusedOf(order({ doc_state: "cancelled", lines }))).toBeNull();
});

test("an order is open while something is still to come of it", () => {
  const open = (more: Partial<SalesOrder>): boolean => isOpen(order(more));
  expect(open({ doc_state: "submitted" })).toBe(true);
  expect(open({ exec_state: "part_received" })).toBe(true);
  expect(open({ doc_state: "on_hold" })).toBe(true);
  expect(open({ exec_state: "received" })).toBe(false);
  for (const doc_state of ["closed", "cancelled", "rejected"] as const)
    expect(open({ doc_state })).toBe(false);
});

test("gifts before and after are named by what is given, those of two rules together", () => {
  const gift = (sku_id: string | null, qty: number, item: string | null = null) =>
    ({ sku_id, item, qty }) as Parameters<typeof giftsBeside>[0][number];
  const before = [gift("A", 2), gift("A", 1), gift(null, 1, "保温袋")];
  expect(giftsBeside(before, [gift("A", 1), gift("B", 4)])).toEqual([
    { key: "A", sku_id: "A", item: "", was: 3, now: 1 },
    { key: "item 保温袋", sku_id: null, item: "保温袋", was: 1, now: 0 },
    { key: "B", sku_id: "B", item: "", was: 0, now: 4 },
  ]);
});
