import { beforeEach, expect, test } from "vitest";
import { open, type Database } from "../device/database";
import { newId } from "../device/ids";
import { lines } from "../device/log";
import { handIn, type Handed } from "./handing";

let one: Database;
let two: Database;

/** A draft of so many cases. */
function draft(order_id: string, qty: number): Handed {
  const line = { line_id: "1", sku_id: "K1", qty, uom: "case" as const, price_fen: 100 };
  return {
    order_id,
    args: {
      store_id: "S1",
      visit_id: "V1",
      day: "2026-11-25",
      price_list_id: "L1",
      price_list_version: 1,
      lines: [{ ...line, amount_fen: qty * 100 }],
      total_fen: qty * 100,
      wanted_on: null,
      note: null,
      signer_name: null,
      unsigned_reason: "owner_absent",
    },
    drafts: ["order:V1"],
    picture: async () => null,
  };
}

async function said(): Promise<string[]> {
  const found = await lines(one, { kinds: ["order.submit"] });
  return found.flatMap((line) => (line.kind === "order.submit" ? [line.args.no] : []));
}

beforeEach(async () => {
  one = await open(newId());
  two = await open(one.user_id);
});

test("two tabs that hand in at the same moment never draw the same number", async () => {
  const numbers = await Promise.all([
    handIn(one, draft("O1", 1)),
    handIn(two, draft("O2", 2)),
    handIn(one, draft("O3", 3)),
  ]);
  expect(new Set(numbers).size).toBe(3);
  expect((await said()).sort()).toEqual(numbers.sort());
});

test("the same draft handed in by both is one order", async () => {
  const numbers = await Promise.all([handIn(one, draft("O1", 1)), handIn(two, draft("O1", 1))]);
  expect(numbers[0]).toBe(numbers[1]);
  expect(await said()).toEqual([numbers[0]]);
  expect(await handIn(two, draft("O1", 1))).toBe(numbers[0]);
});

test("with other goods by now it is another order, with a number of its own", async () => {
  const numbers = await Promise.all([handIn(one, draft("O1", 1)), handIn(two, draft("O1", 2))]);
  expect(new Set(numbers).size).toBe(2);
  expect(await said()).toHaveLength(2);
});
