import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { named } from "./named";

const FILE = new URL("../../../seed_data/products.csv", import.meta.url);
const skus = readFileSync(FILE, "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split(","))
  .map((cells) => ({ name: cells[2] ?? "", pack: cells[6] ?? "" }));

test("a name alone is several SKUs, with its pack it is one", () => {
  expect(new Set(skus.map((sku) => sku.name)).size).toBeLessThan(skus.length);
  expect(new Set(skus.map((sku) => named(sku, ""))).size).toBe(skus.length);
});

test("what is not here yet is called by its code", () => {
  expect(named(undefined, "SKU-01")).toBe("SKU-01");
});
