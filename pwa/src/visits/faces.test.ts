import { expect, test } from "vitest";
import {
  numberOf,
  textOf,
  countsOf,
  displaysOf,
  facesOf,
  NO_DISPLAYS,
  ownFacings,
  typedDisplays,
} from "./faces";
import { sharePct } from "./score-rules";
import { seen } from "./testing";

const skus = [
  { id: "A", category: "tea" },
  { id: "B", category: "tea" },
  { id: "C", category: "water" },
];

test("own facings are those of the main shelf, by category", () => {
  const found = ownFacings(
    [
      seen("A", "present", 3),
      seen("B", "oos_store"),
      seen("C", "present", 2),
      { ...seen("A", "present", 9), location: "cooler" },
      seen("X", "present", 5),
    ],
    skus,
  );
  expect([...found]).toEqual([
    ["tea", 3],
    ["water", 2],
  ]);
});

test("a category is counted once the others are; own ones typed stand before those of the check", () => {
  const own = new Map([["tea", 3]]);
  const faces = {
    tea: { own: "", others: "9" },
    water: { own: "4", others: "0" },
    juice: { own: "7", others: "" },
  };
  const counts = countsOf(faces, own);
  expect(counts).toEqual([
    { category: "tea", own: 3, others: 9 },
    { category: "water", own: 4, others: 0 },
  ]);
  expect(counts.map(sharePct)).toEqual([25, 100]);
  expect(sharePct({ own: 0, others: 0 })).toBeNull();
  expect(facesOf(counts, own)).toEqual({
    tea: { own: "", others: "9" },
    water: { own: "4", others: "0" },
  });
});

test("what the form keeps is a number, or nothing", () => {
  expect([numberOf("12"), numberOf(""), numberOf("1e9"), textOf(null), textOf(0)]).toEqual([
    12,
    null,
    null,
    "",
    "0",
  ]);
});

test("one display typed and the rest are none; nothing typed is nothing counted", () => {
  expect(displaysOf(NO_DISPLAYS)).toBeNull();
  const said = displaysOf({ ...NO_DISPLAYS, own_coolers: "2" });
  expect(said).toEqual({ own_displays: 0, own_coolers: 2, rival_coolers: 0 });
  expect(typedDisplays(said ?? undefined)).toEqual({
    own_displays: "0",
    own_coolers: "2",
    rival_coolers: "0",
  });
});
