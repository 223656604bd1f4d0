import { expect, test } from "vitest";
import { lacking } from "./score";
import { displayScore } from "./score-rules";
import { seen } from "./testing";

const scored = (presences: Array<Parameters<typeof seen>[1]>) =>
  displayScore({
    must_stock: presences.map((_, i) => `K${i}`),
    observations: presences.map((presence, i) => seen(`K${i}`, presence, 2)),
    categories: [],
    displays: null,
    displays_required: 0,
    outside: null,
    merchandise: null,
  });

test("what the store does not have is said beside the fixes, with what it costs", () => {
  const shelf = scored(["present", "present", "present", "oos_store"]);
  expect(shelf.fixes.some((one) => one.fix === "fill_shelf")).toBe(false);
  // 30 of the 50 points that apply, a quarter of them.
  expect(lacking(shelf)).toEqual({ gone: { n: 1, worth_10: 150 }, unlooked: null });
});

test("what lies in the back room is a fix and not said twice; a full shelf lacks nothing", () => {
  expect(lacking(scored(["present", "oos_shelf"])).gone).toBeNull();
  expect(lacking(scored(["oos_store", "oos_shelf"])).gone?.n).toBe(1);
  expect(lacking(scored(["present", "present"])).gone).toBeNull();
  expect(lacking(scored([])).gone).toBeNull();
});

test("what nobody looked at is not said to be out of stock, and what it costs is said apart", () => {
  const begun = displayScore({
    must_stock: ["K0", "K1", "K2", "K3"],
    observations: [seen("K0", "present", 2), seen("K1", "oos_store", 0)],
    categories: [],
    displays: null,
    displays_required: 0,
    outside: null,
    merchandise: null,
  });
  expect(lacking(begun, 2)).toEqual({
    gone: { n: 1, worth_10: 150 },
    unlooked: { n: 2, worth_10: 300 },
  });
});
