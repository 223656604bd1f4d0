import { beforeAll, expect, test } from "vitest";
import { Refused } from "../refused";
import { speaking } from "../ui/words/index.svelte";
import type { ReadFile, ReadRow } from "./file";
import { FileReading } from "./file-reading.svelte";

type Read = ReadFile<ReadRow>;
const read = (...whats: ReadRow["what"][]): Read => ({
  encoding: "GBK",
  problem: null,
  column: null,
  header: [],
  rows: whats.map((what, i) => ({ row: i + 2, what, problems: [], cells: [] })),
});
const chosen = (name: string): File => new File(["a"], name);
const reading = (): FileReading<ReadRow, Read> => new FileReading("stockcolumn");

beforeAll(() => speaking("purchasing", () => Promise.resolve()));

test("what fails is shown first, else what is new", async () => {
  const one = reading();
  await one.read(chosen("a.csv"), async () => read("add", "fail", "add"));
  expect([one.name, one.busy, one.problem, one.filter]).toEqual(["a.csv", false, "", "fail"]);
  expect([one.counts.add, one.rows.map((row) => row.row)]).toEqual([2, [3]]);
  await one.read(chosen("b.csv"), async () => read("same", "add"));
  expect(one.filter).toBe("add");
});

test("of two that are read at once the one chosen last counts, whichever comes last", async () => {
  const one = reading();
  let come: (file: Read) => void = () => undefined;
  const first = one.read(
    chosen("old.csv"),
    () =>
      new Promise((resolve) => {
        come = resolve;
      }),
  );
  await Promise.resolve();
  const second = one.read(chosen("new.csv"), async () => read("add"));
  await second;
  come(read("fail", "fail"));
  await first;
  expect([one.name, one.busy, one.file?.rows.length, one.filter]).toEqual([
    "new.csv",
    false,
    1,
    "add",
  ]);
});

test("what comes when there is nothing to read any more is not shown", async () => {
  const one = reading();
  const first = one.read(chosen("old.csv"), async () => read("add"));
  await one.read(undefined, async () => read());
  await first;
  expect([one.file, one.busy]).toEqual([undefined, false]);
});

test("why it was not read is said, and nothing is left of the one before", async () => {
  const one = reading();
  await one.read(chosen("a.csv"), async () => read("add"));
  await one.read(chosen("b.csv"), async () => ({ ...read(), problem: "no_column", column: "lot" }));
  expect(one.file).toBeUndefined();
  expect(one.problem).toContain("批号");
  await one.read(chosen("c.csv"), () => Promise.reject(new TypeError("no network")));
  const offline = one.problem;
  await one.read(chosen("d.csv"), () => Promise.reject(new Refused("role/not-allowed")));
  expect(one.problem).not.toBe(offline);
  const large = { name: "e.csv", size: 3_000_000 } as File;
  await one.read(large, () => Promise.reject(new Error("asked")));
  expect(one.problem).toContain("2.0 MB");
});
