/**
 * The twin of the engine in Python: 10,000 random carts, each worked out there and here, the same to the
 * fen. Another run: `CARTS=100000 SEED=8 npx vitest run src/pricing/carts.test.ts`.
 */

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  giftsAfter,
  nextSteps,
  pricedCart,
  type BySku,
  type CartLine,
  type Gift,
  type NextStep,
  type Priced,
  type PriceRule,
} from "./rules";

const ROOT = join(import.meta.dirname, "../../..");
const COUNT = Number(process.env["CARTS"] ?? 10_000);
const SEED = process.env["SEED"] ?? "7";

interface Given {
  lines: CartLine[];
  prices: BySku;
  units: BySku;
  rules: PriceRule[];
}
interface One {
  cart: Given;
  taken: Given;
  priced: Priced;
  gifts_after: Gift[];
  next_steps: NextStep[] | null;
}

test(`${COUNT} random carts come to the same in both languages`, { timeout: 300_000 }, () => {
  const python = join(ROOT, ".venv/bin/python");
  const args = ["-m", "tests.pricing.carts", String(COUNT), SEED];
  const text = execFileSync(python, args, { cwd: ROOT, encoding: "utf8", maxBuffer: 2 ** 30 });
  const carts = text.trimEnd().split("\n");
  expect(carts).toHaveLength(COUNT);
  for (const [number, line] of carts.entries()) {
    const { cart, taken, ...said } = JSON.parse(line) as One;
    const ask = <T>(run: (...of: [CartLine[], BySku, BySku, PriceRule[]]) => T, of: Given): T =>
      run(of.lines, of.prices, of.units, of.rules);
    const here = {
      priced: ask(pricedCart, cart),
      gifts_after: ask(giftsAfter, taken),
      next_steps: said.next_steps && ask(nextSteps, cart),
    };
    // Comparing text is a tenth of the time; on a difference the objects are shown.
    if (stable(here) !== stable(said)) expect(here, `cart ${number}`).toEqual(said);
  }
});

function stable(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
