import { expect, test } from "vitest";
import { figureOf, figureText, isTooLarge } from "./amount";

test("what is typed for money is that amount", () => {
  const read = (typed: string) => figureOf("money", typed).value;
  expect(
    ["2000", "2000.", "20,000", "1,234,567.8", "２０００。５", "0", "99999999.99"].map(read),
  ).toEqual([200_000, 200_000, 2_000_000, 123_456_780, 200_050, 0, 9_999_999_999]);
  expect(figureOf("money", "  ")).toEqual({ value: null, odd: "" });
});

test("whole numbers and percents are read as people write them", () => {
  const whole = (typed: string) => figureOf("whole", typed).value;
  expect(["10", "1,000", "１２", "999999"].map(whole)).toEqual([10, 1000, 12, 999_999]);
  const percent = (typed: string) => figureOf("percent", typed).value;
  expect(["5", "5%", "2.5", "2,5", "５。５", "100", "0.1"].map(percent)).toEqual([
    50, 50, 25, 25, 55, 1000, 1,
  ]); // prettier-ignore
});

test("what is no figure is kept as it was typed", () => {
  const odd = {
    money: ["-5", "1e9", "12.345", "abc", "2万", ".", "1,00", "123456789", "1.2.3"],
    whole: ["0", "1.5", "-3", "十", "1000000", "1e3"],
    percent: ["0", "101", "2.55", "-1", "半", "%"],
  };
  for (const [kind, all] of Object.entries(odd))
    for (const typed of all)
      expect(figureOf(kind as keyof typeof odd, typed), `${kind} ${typed}`).toEqual({
        value: null,
        odd: typed,
      });
});

test("an amount that is too large is told from what is none", () => {
  for (const [typed, large] of Object.entries({
    "999999999999": true, "100000000.5": true, "123,456,789": true, "１２３４５６７８９": true,
    "12,3456,789": false, "-5": false, "1e9": false, "123456789.123": false,
  })) {
    expect(isTooLarge("money", typed), typed).toBe(large);
    expect(figureOf("money", typed).value, typed).toBeNull();
  }
  expect(isTooLarge("whole", "1000000000")).toBe(false);
}); // prettier-ignore

test("a figure is shown as it is written", () => {
  expect([200_005, 0, null, undefined].map((fen) => figureText("money", fen))).toEqual([
    "2000.05", "0.00", "", "",
  ]); // prettier-ignore
  expect([figureText("percent", 25), figureText("whole", 12)]).toEqual(["2.5", "12"]);
});
