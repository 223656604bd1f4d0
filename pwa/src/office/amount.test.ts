import { expect, test } from "vitest";
import { amountOf, yuanOf } from "./amount";

test("what is typed for money is that amount", () => {
  const read = (typed: string) => amountOf(typed).fen;
  expect(
    ["2000", "2000.", "20,000", "1,234,567.8", "２０００。５", "0", "99999999.99"].map(read),
  ).toEqual([200_000, 200_000, 2_000_000, 123_456_780, 200_050, 0, 9_999_999_999]);
  expect(amountOf("  ")).toEqual({ fen: null, odd: "" });
});

test("what is no amount is kept as it was typed", () => {
  for (const typed of ["-5", "1e9", "12.345", "abc", "2万", ".", "1,00", "123456789", "1.2.3"])
    expect(amountOf(typed), typed).toEqual({ fen: null, odd: typed });
});

test("an amount is shown with its fen", () => {
  expect([yuanOf(200_005), yuanOf(0), yuanOf(null), yuanOf(undefined)]).toEqual([
    "2000.05", "0.00", "", "",
  ]); // prettier-ignore
});
