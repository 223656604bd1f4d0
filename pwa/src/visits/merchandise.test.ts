import { expect, test } from "vitest";
import { actionsOf, implied, mendable, noWork, workOf, workSaid, type Work } from "./merchandise";
import { seen } from "./testing";

const shelf = [
  { ...seen("A", "present", 4), shelf_level: 2, price_tag: "correct" as const },
  { ...seen("B", "present", 1), shelf_level: 5, price_tag: "wrong" as const },
  seen("C", "oos_shelf"),
  seen("D", "oos_store"),
  seen("E", "present", 2),
  { ...seen("B", "present", 1), location: "cooler" as const },
];

function work(change: Partial<Work> = {}): Work {
  const order = {
    brand_block: "found",
    labels_front: "found",
    clean: "found",
    rotated: "found",
  } as const;
  return { ...noWork(), order: { ...order }, ...change };
}

test("what can be put right is what was found wrong on the main shelf", () => {
  expect(mendable(shelf)).toEqual([
    { sku_id: "B", mends: ["widen", "level", "tag"] },
    { sku_id: "C", mends: ["fill"] },
  ]);
});

test("an open question keeps the whole from being said", () => {
  expect(workSaid(noWork(), shelf)).toBeNull();
  expect(workSaid(work({ order: { ...work().order, clean: "" } }), shelf)).toBeNull();
  expect(workSaid(work(), shelf)).toEqual({
    actions: [],
    posm: [],
    order: work().order,
    fixes: [],
  });
});

test("what was done goes without saying where an answer says it, and may be more", () => {
  const done = work({
    order: { ...work().order, clean: "fixed" },
    mends: { B: ["tag"] },
    actions: ["display_built"],
  });
  expect([...implied(done)].sort()).toEqual(["cleaned", "tags_replaced"]);
  expect(actionsOf(done)).toEqual(["tags_replaced", "cleaned", "display_built"]);
});

test("a mend is said of what it changed, and one that is no longer possible is not", () => {
  const done = work({ mends: { B: ["level", "tag"], C: ["fill"], A: ["tag"] } });
  expect(workSaid(done, shelf)?.fixes).toEqual([
    { sku_id: "B", shelf_level: 2, price_tag: "correct" },
    { sku_id: "C", facings: 2 },
  ]);
});

test("material counts once it was placed, and none of it is none", () => {
  const posm = { poster: 2, rack: 0 };
  expect(workSaid(work({ posm }), shelf)?.posm).toEqual([]);
  expect(workSaid(work({ posm, actions: ["posm_placed"] }), shelf)?.posm).toEqual([
    { item: "poster", count: 2 },
  ]);
});

test("what was said comes back as it was tapped", () => {
  const done = work({
    order: { ...work().order, rotated: "no" },
    actions: ["refaced", "level_raised", "tags_replaced", "posm_placed"],
    posm: { poster: 1 },
    mends: { B: ["widen", "level", "tag"], C: ["fill"] },
  });
  const said = workSaid(done, shelf);
  expect(said && workOf(said, shelf)).toEqual(done);
});
