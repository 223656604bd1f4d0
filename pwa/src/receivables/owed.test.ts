import { expect, test } from "vitest";
import type { LogLine } from "../device/log";
import {
  isOver,
  linesOf,
  owedNow,
  sharedNow,
  type Line,
  type OwedFileRow,
  type OwedRow,
} from "./owed";

const row: OwedRow = {
  store_id: "S1",
  store_code: "S00001",
  store_name: "万邻汇",
  address: "",
  supplied: true,
  limit_fen: 500_000,
  open_fen: 100,
  overdue_fen: 0,
  as_of: "2026-11-20",
  said_by_name: "文员",
  said_at: "2026-11-20T08:00:00.000Z",
};

function says(...lines: Array<Partial<Line>>): LogLine {
  const whole = lines.map((one) => ({
    store_id: "S1",
    limit_fen: null,
    open_fen: 1,
    overdue_fen: 0,
    as_of: "2026-11-25",
    ...one,
  }));
  return {
    kind: "receivable.say",
    id: "R",
    args: { lines: whole, from_file: false },
  } as unknown as LogLine;
}
const shares = (receivables: boolean): LogLine =>
  ({ kind: "receivable.share", id: "P01", args: { receivables } }) as unknown as LogLine;

test("of what was said here the latest day stands, and of a day the last word", () => {
  const log = [
    says({ open_fen: 5, as_of: "2026-11-24" }),
    says({ open_fen: 7 }),
    says({ open_fen: 9 }),
    says({ open_fen: 11, as_of: "2026-11-23" }),
  ];
  const [now] = owedNow([row], log);
  expect([now?.open_fen, now?.as_of, now?.limit_fen, now?.waiting]).toEqual([
    9,
    "2026-11-25",
    null,
    true,
  ]);
});

test("what the company holds of a later day is not covered by an earlier one", () => {
  const [now] = owedNow([row], [says({ open_fen: 5, as_of: "2026-11-19" })]);
  expect([now?.open_fen, now?.waiting]).toEqual([100, false]);
  expect(owedNow([{ ...row, as_of: null }], [says({})])[0]?.open_fen).toBe(1);
  expect(owedNow([{ ...row, store_id: "S2" }], [says({})])[0]?.waiting).toBe(false);
});

test("sharing is as it was said last", () => {
  expect(sharedNow(true, [])).toBe(true);
  expect(sharedNow(true, [shares(true), shares(false)])).toBe(false);
});

test("more than the limit is over it; without a limit nothing is", () => {
  expect(isOver({ limit_fen: 100, open_fen: 100 })).toBe(false);
  expect(isOver({ limit_fen: 100, open_fen: 101 })).toBe(true);
  expect(isOver({ limit_fen: null, open_fen: 9_999 })).toBe(false);
});

const line: OwedFileRow = {
  row: 2,
  what: "add",
  store_id: "S1",
  store_name: "万邻汇",
  limit_fen: null,
  open_fen: 7,
  overdue_fen: 0,
  as_of: "2026-11-25",
  before_fen: null,
  problems: [],
  cells: [],
};

test("what is new or different is said, and nothing that failed or is as it was", () => {
  const rows = (["add", "change", "same", "skip", "fail"] as const).map((what, n) => ({
    ...line,
    what,
    store_id: `S${n}`,
  }));
  expect(linesOf(rows).map((one) => one.store_id)).toEqual(["S0", "S1"]);
  expect(linesOf([line])).toEqual([
    { store_id: "S1", limit_fen: null, open_fen: 7, overdue_fen: 0, as_of: "2026-11-25" },
  ]);
});
