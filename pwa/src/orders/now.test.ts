import { expect, test } from "vitest";
import type { SalesLine } from "../protocol";
import { line } from "../visits/testing";
import {
  handedIn,
  isMuch,
  marksOf,
  orderNumber,
  ordersNow,
  sameGoods,
  standOf,
  type OrderNow,
} from "./now";

const args = {
  no: "ABC-1125-01",
  store_id: "S1",
  visit_id: "V1",
  day: "2026-11-25",
  lines: [{ line_id: "1", sku_id: "A", qty: 2, uom: "case", price_fen: 5880, amount_fen: 11760 }],
  total_fen: 11760,
  wanted_on: null,
  note: null,
  signature_photo_id: "F1",
};

test("an order is there at once, with its number, and waits", () => {
  const now = ordersNow([], [line(1, "order.submit", "O1", args)]).get("O1");
  expect(now).toMatchObject({ no: "ABC-1125-01", total_fen: 11760, signed: true, waiting: true });
  expect(now && standOf(now)).toMatchObject({ group: "doc", code: "submitted" });
});

test("an order written by a wrong clock shows the company's time", () => {
  const ahead = { clock: { offset_ms: -3_600_000, mono_ms: 0 } };
  const now = ordersNow([], [line(1, "order.submit", "O1", args, ahead)]).get("O1");
  expect(now?.submitted_at).toBe("2026-11-25T01:00:01.000Z");
});

test("the partner's answer comes back: short lines turn it amber, a full one green", () => {
  const held = ordersNow([], [line(1, "order.submit", "O1", args)]).get("O1") as OrderNow;
  const accepted = (qty: number): OrderNow => ({
    ...held,
    waiting: false,
    version: 4,
    doc_state: "audited",
    exec_state: "accepted",
    audited_at: "2026-11-25T03:00:00.000Z",
    accepted_at: "2026-11-25T04:00:00.000Z",
    lines: [{ ...(held.lines[0] as SalesLine), accepted_qty: qty }],
  });
  expect(standOf(accepted(2))).toEqual({ group: "exec", code: "accepted", tone: "good" });
  expect(standOf(accepted(1)).tone).toBe("warn");
  const again = { ...accepted(2), reaccept: true };
  expect(standOf(again)).toEqual({ group: "exec", code: "none", tone: "warn" });
  expect(marksOf(again).find((mark) => mark.id === "accepted")).toMatchObject({
    at: null,
    done: false,
  });
  expect(standOf({ ...again, exec_state: "part_shipped" }).code).toBe("part_shipped");
  expect(standOf({ ...accepted(2), doc_state: "cancelled" })).toEqual({
    group: "doc",
    code: "cancelled",
    tone: "bad",
  });
  expect(
    marksOf(accepted(2))
      .filter((mark) => mark.done)
      .map((mark) => mark.id),
  ).toEqual(["written", "received", "audited", "accepted"]);
});

test("cancelled on this phone shows as cancelled before anybody has heard", () => {
  const said = [
    line(1, "order.submit", "O1", args),
    line(2, "order.cancel", "O1", { reason: "重复下单" }),
  ];
  expect(ordersNow([], said).get("O1")).toMatchObject({
    doc_state: "cancelled",
    reason: "重复下单",
    waiting: true,
  });
});

test("two phones never share an order number, and it can be read out", () => {
  const one = orderNumber("019ac2de-0000-7000-8000-00000000abcd", "2026-11-25", 3);
  expect(one).toMatch(/^[A-HJ-NP-Z2-9]{6}-1125-03$/);
  expect(orderNumber("019ac2de-0000-7000-8000-00000000abce", "2026-11-25", 3)).not.toBe(one);
});

test("a draft handed in before is that order again; with other goods it is another one", () => {
  const said = [line(1, "order.submit", "O1", args), line(2, "visit.check_out", "V1", {})];
  expect(handedIn(said, "O1")?.no).toBe("ABC-1125-01");
  expect(handedIn(said, "O2")).toBeNull();
  expect(handedIn(said, "V1")).toBeNull();
  const goods = args.lines as SalesLine[];
  expect(sameGoods(goods, structuredClone(goods))).toBe(true);
  const more = goods.map((one) => ({ ...one, qty: 3, amount_fen: 17640 }));
  expect(sameGoods(goods, more)).toBe(false);
});

test("three times the last order, or more than two hundred cases, is doubted", () => {
  const cases = (qty: number) => ({ qty, uom: "case" as const });
  expect(isMuch(cases(6), cases(2), 12)).toBe(false);
  expect(isMuch(cases(7), cases(2), 12)).toBe(true);
  expect(isMuch({ qty: 73, uom: "bottle" }, cases(2), 12)).toBe(true);
  expect(isMuch(cases(200), undefined, 12)).toBe(false);
  expect(isMuch(cases(99_999), undefined, 12)).toBe(true);
  expect(isMuch(cases(201), cases(150), 12)).toBe(true);
});
