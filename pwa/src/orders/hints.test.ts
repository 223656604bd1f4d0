import { beforeAll, expect, test } from "vitest";
import { speaking } from "../ui/words/index.svelte";
import { ago, creditOf, overFen, stockHint } from "./hints";

beforeAll(() => speaking("said", async () => null));

const credit = { limit_fen: 500_000, open_fen: 320_000, overdue_fen: 0, as_of: "2026-11-26" };

test("an order passes the limit by what is open with it, to the fen", () => {
  expect(overFen(credit, 180_000)).toBe(0);
  expect(overFen(credit, 180_001)).toBe(1);
});

test("without a limit none is passed; a limit of nothing is passed by any order", () => {
  expect(overFen({ ...credit, limit_fen: null }, 9_000_000)).toBe(0);
  expect(overFen({ ...credit, limit_fen: 0, open_fen: 0 }, 1)).toBe(1);
});

test("a store over its limit before is over by that too", () => {
  expect(overFen({ ...credit, open_fen: 600_000 }, 0)).toBe(100_000);
});

test("stock is set against what is wanted, and is as old as its count in the company's days", () => {
  // Eight in the evening of the 25th in UTC is the 26th in Foshan.
  const counted = { saleable: 48, counted_at: "2026-11-25T20:00:00.000Z" };
  expect(stockHint(counted, 48, "2026-11-28")).toEqual({ level: "in", age: "2 天前" });
  expect(stockHint(counted, 49, "2026-11-28").level).toBe("short");
  expect(stockHint({ ...counted, saleable: 0 }, 0, "2026-11-28").level).toBe("none");
  // A phone whose clock is behind does not say that the count is to come.
  expect([ago("2026-11-26", "2026-11-25"), ago("2026-11-26", "2026-11-26")]).toEqual([
    "今天",
    "今天",
  ]);
});

test("stores that are one owe together, as of the older day", () => {
  const other = { limit_fen: 100, open_fen: 20, overdue_fen: 3, as_of: "2026-11-20" };
  expect(creditOf([])).toBeUndefined();
  expect(creditOf([credit])).toEqual(credit);
  expect(creditOf([credit, other])).toEqual({
    limit_fen: 500_100, open_fen: 320_020, overdue_fen: 3, as_of: "2026-11-20",
  }); // prettier-ignore
  expect(creditOf([credit, { ...other, limit_fen: null }])?.limit_fen).toBeNull();
});
