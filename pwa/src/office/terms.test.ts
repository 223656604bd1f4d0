import { expect, test } from "vitest";
import type { LogLine } from "../device/log";
import { blank, lacksOf, nextOf, perMille, termsNow, type TermsRow } from "./terms";

const row = (change: Partial<TermsRow> = {}): TermsRow => ({
  ...blank("K1", "P1", 1, "2026-11-28"),
  id: "T1",
  version: 2,
  customer_name: "K",
  customer_class: "C1",
  partner_name: "P",
  state: "draft",
  differs: [],
  exception: null,
  saved_by_name: "A",
  saved_at: "2026-11-28T01:00:00.000Z",
  submitted_at: null,
  decided_by_name: null,
  decided_at: null,
  returned_for: null,
  ...change,
});
const line = (kind: string, args: object, id = "T1"): LogLine =>
  ({ kind, id, args, made_at: "2026-11-28T02:00:00.000Z" }) as unknown as LogLine;
const ME = { name: "B" };

test("what was said lies on top of what the company lists", () => {
  const draft = { ...blank("K1", "P1", 1, "2026-11-28"), payment_days: 15 };
  const said = [line("trade_terms.save", draft), line("trade_terms.submit", {})];
  const [now] = termsNow([row()], said, ME);
  expect(now).toMatchObject({
    state: "pending",
    payment_days: 15,
    customer_name: "K",
    waiting: true,
  });
  expect(termsNow([row()], [line("terms_alert.except", {}, "K1")], ME)[0]?.waiting).toBe(false);
  expect(termsNow([], [line("trade_terms.save", draft)], ME)).toHaveLength(1);
});

test("the next version goes on from the newest, from its own first day on", () => {
  const lines = [{ sku_id: "S", case_price_fen: 1 }];
  const rows = [row(), row({ id: "T2", terms_version: 2, lines, valid_until: "2026-12-31" })];
  expect(nextOf(rows, "K1", "P1", "2027-01-01")).toMatchObject({
    terms_version: 3,
    lines,
    valid_from: "2027-01-01",
    valid_until: null,
  });
  expect(nextOf(rows, "K1", "P2", "2027-01-01")).toEqual(blank("K1", "P2", 1, "2027-01-01"));
});

test("what is lacking is named", () => {
  expect(lacksOf(blank("K1", "", 1, "2026-11-28"), { S: "x" })).toEqual([
    "partner",
    "prices",
    "money",
  ]);
  expect(lacksOf(row({ valid_until: "2026-11-27" }), {})).toEqual(["prices", "days"]);
});

test("a share is typed in per cent", () => {
  expect(perMille("13", 300)).toBe(130);
  expect(perMille("2,5%", 999)).toBe(25);
  expect(perMille("0", 300)).toBe(0);
  for (const odd of ["", "x", "-1", "31"]) expect(perMille(odd, 300)).toBe(null);
});
