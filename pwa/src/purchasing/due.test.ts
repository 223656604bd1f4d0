import { expect, test } from "vitest";
import { app } from "../ui/app.svelte";
import { bought } from "./due";
import type { PurchaseNow } from "./purchases-now";

const one = (id: string, state: string, more: object = {}) =>
  ({ id, state, waiting: false, arrives_on: null, claim_until: null, ...more }) as PurchaseNow;
const NOW = "2026-11-28T08:00:00.000Z";

test("what was sent back, what should have come, and what may still be claimed", () => {
  const yesterday = { arrives_on: "2000-01-01" };
  const found = bought(
    [
      one("A", "returned"),
      one("B", "in_transit", yesterday),
      one("C", "in_transit", { arrives_on: app.today }),
      one("D", "in_transit", { arrives_on: "2999-01-01" }),
      one("E", "in_transit", { ...yesterday, waiting: true }),
      one("F", "received_diff", { claim_until: "2026-11-28T07:59:59.000Z" }),
      one("G", "received_diff", { claim_until: "2026-11-29T08:00:00.000Z" }),
      one("H", "received"),
    ],
    NOW,
  );
  expect(found).toEqual([
    { what: "returned", n: 1, path: "/stock/purchases/A", late: false },
    { what: "receive", n: 2, path: "/stock/purchases", late: true },
    { what: "claim", n: 1, path: "/stock/purchases/G", late: false },
  ]);
});
