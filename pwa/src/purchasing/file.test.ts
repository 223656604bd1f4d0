import { expect, test } from "vitest";
import { countOf, csv, errorFile, fileArgs, type FileRow, type StockFile } from "./file";

const row = (more: Partial<FileRow>): FileRow => ({
  row: 2, what: "add", beside_fail: false, sku_id: "SKU-01", sku_name: "橙蜜", lot: "A",
  produced_on: "2026-11-01", good: 24, damaged: 0, problems: [], cells: [], units_per_case: 24,
  was: null, in_cases: true, jump: false, ...more,
}); // prettier-ignore

test("what he confirms is every lot that can be read, and nothing of what fails or is skipped", () => {
  const rows = [
    row({}),
    row({ row: 3, what: "same", lot: "B" }),
    row({ row: 4, what: "change", lot: "C" }),
    row({ row: 5, what: "fail", produced_on: null }),
    row({ row: 6, what: "skip", beside_fail: true }),
  ];
  const args = fileArgs(rows, " 仓管 ", "2026-11-25T00:00:00.000Z");
  expect(args.lines.map((one) => one.lot)).toEqual(["A", "B", "C"]);
  expect([args.from_file, args.counter_name, args.absent]).toEqual([true, "仓管", []]);
  expect(countOf(rows)).toEqual({ add: 1, same: 1, change: 1, fail: 1, skip: 1 });
});

test("the error file has each row as it stood, its number and why, and runs no formula", () => {
  const file: StockFile = {
    encoding: "GBK", problem: null, column: null, header: ["编码", "数量"], gone: [],
    rows: [
      row({}),
      row({ row: 7, what: "fail", cells: ["=1+1", 'a "b", c'] }),
      row({ row: 8, what: "skip", beside_fail: true, cells: ["SKU-01", "3"] }),
      row({ row: 9, what: "skip", cells: [] }),
    ],
  }; // prettier-ignore
  const failed = file.rows.filter((one) => one.what === "fail" || one.beside_fail);
  expect(errorFile(file, failed, ["行号", "原因"], (one) => `不对 ${one.row}`)).toBe(
    '\uFEFF行号,原因,编码,数量\r\n7,不对 7,\'=1+1,"a ""b"", c"\r\n8,不对 8,SKU-01,3\r\n',
  );
  expect(csv([["-5", "@x"]])).toBe("\uFEFF'-5,'@x\r\n");
});
