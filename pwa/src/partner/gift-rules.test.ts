import { expect, test } from "vitest";
import type { DeliveryGift } from "../protocol";
import { giftsTaken } from "./gift-rules";

/** As tests/shipments/test_gifts.py has it. */
function gift(brought: number, earlier: number): DeliveryGift {
  return {
    line_id: "g1",
    order_id: "O",
    gift_of_line: "1",
    rule_id: "P:1",
    promotion_id: "P",
    promotion_name: "",
    sku_id: "S",
    name: "S",
    qty: brought,
    accepted_qty: null,
    earlier: [{ line_id: "1", sku_id: "S", uom: "case", units_per_case: 24, qty: earlier }],
    rule: { id: "1", type: "buy_n_get_m", sku_ids: ["S"], buy: 10, get: 1 },
  };
}
const took = (qty: number, order_id = "O") => ({ order_id, order_line_id: "1", line_id: "x", qty });

test.each([
  [1, 0, 18, 1],
  [1, 0, 9, 0],
  [1, 18, 7, 1],
  [1, 18, 1, 0],
  [1, 18, 0, 0],
  [1, 0, 30, 1],
])("of %i brought on top of %i, taking %i brings %i", (brought, earlier, taken, gets) => {
  expect(giftsTaken([gift(brought, earlier)], [took(taken), took(99, "another")])).toEqual([gets]);
});

test("a gift of an unknown rule comes with its line", () => {
  const { rule: _, ...unknown } = gift(2, 0);
  expect(giftsTaken([unknown], [took(1)])).toEqual([2]);
  expect(giftsTaken([unknown], [took(0)])).toEqual([0]);
});
