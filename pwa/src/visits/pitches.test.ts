import { expect, test } from "vitest";
import { lacks, pitchesOf, typedOf, UNTOUCHED, notOrdered } from "./pitches";

test("only what was answered is said; a refusal without its reason is no answer yet", () => {
  const typed = {
    A: { ...UNTOUCHED, result: "ordered", objection: "price", next: "2026-12-01", samples: 2 },
    B: { ...UNTOUCHED, result: "refused" },
    C: {
      ...UNTOUCHED,
      result: "thinking",
      objection: "no_space",
      next: "2026-12-01",
      note: " 月底 ",
    },
    E: { ...UNTOUCHED, result: "agreed", objection: "price", next: "2020-01-01" },
    D: { ...UNTOUCHED, samples: 3 },
  };
  expect(lacks(typed.B)).toBe(true);
  expect(pitchesOf(typed, " 王老板 ", "2026-11-28")).toEqual([
    {
      sku_id: "A", result: "ordered", objection: null, contact_name: "王老板", sample_units: 2,
      next_on: null, note: null,
    },
    {
      sku_id: "C", result: "thinking", objection: "no_space", contact_name: "王老板", sample_units: 0,
      next_on: "2026-12-01", note: "月底",
    },
    {
      sku_id: "E", result: "agreed", objection: null, contact_name: "王老板", sample_units: 0,
      next_on: null, note: null,
    },
  ]); // prettier-ignore
});

test("what was said before is what she goes on with", () => {
  const [said] = pitchesOf(
    { C: { ...UNTOUCHED, result: "thinking", note: "x", samples: 1 } },
    "",
    "2026-11-28",
  );
  expect(typedOf(said)).toEqual({ ...UNTOUCHED, result: "thinking", note: "x", samples: 1 });
  expect(typedOf(undefined)).toEqual(UNTOUCHED);
});

test("what was said to be ordered and is in no order of the visit is named, nothing else", () => {
  const pitches = [
    { sku_id: "A", result: "ordered" },
    { sku_id: "B", result: "ordered" },
    { sku_id: "C", result: "agreed" },
  ] as const;
  expect(notOrdered(pitches, [])).toEqual(["A", "B"]);
  expect(notOrdered(pitches, [{ lines: [{ sku_id: "B" }] }, { lines: [] }])).toEqual(["A"]);
});
