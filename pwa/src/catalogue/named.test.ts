/** What SKUs are called where a name stands alone, and in English. */

import { readFileSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { useLocale } from "../ui/words/index.svelte";
import { inWords, named, renamed } from "./named";

vi.stubGlobal("document", { documentElement: {} });
afterEach(() => useLocale("zh-CN"));

const FILE = new URL("../../../seed_data/products.csv", import.meta.url);
const skus = readFileSync(FILE, "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split(","))
  .map((cells) => ({
    id: cells[0] ?? "",
    name: cells[2] ?? "",
    name_en: cells[3] ?? "",
    pack: cells[6] ?? "",
  }));

test.each(["zh-CN", "en"] as const)(
  "a name alone is several SKUs, with its pack one: %s",
  async (locale) => {
    await useLocale(locale);
    const told = skus.map(inWords);
    expect(new Set(told.map((sku) => sku.name)).size).toBeLessThan(told.length);
    expect(new Set(told.map((sku) => named(sku, ""))).size).toBe(told.length);
  },
);

test("what is not here yet is called by its code", () => {
  expect(named(undefined, "SKU-01")).toBe("SKU-01");
});

test("in English nothing of a demo SKU's name or pack is Chinese", async () => {
  await useLocale("en");
  expect(
    skus.map((sku) => named(inWords(sku), "")).filter((one) => /\p{Script=Han}/u.test(one)),
  ).toEqual([]);
  expect(skus.slice(0, 1).map((sku) => named(inWords(sku), ""))).toEqual([
    "Liquan Sports orange-honey can 330 ml",
  ]);
});

test("a SKU without an English name keeps its own, and its pack is put in words all the same", async () => {
  const sku = { name: "青梅", name_en: " ", pack: "玻璃瓶 330 ml" };
  expect(inWords(sku)).toBe(sku);
  await useLocale("en");
  expect(inWords(sku)).toEqual({ ...sku, pack: "glass bottle 330 ml" });
});

test("a paper keeps the name it was written with, but in English", async () => {
  const lines = [
    { sku_id: "SKU-01", sku_name: "旧名" },
    { sku_id: "gone", sku_name: "别的" },
  ];
  const now = [{ id: "SKU-01", name: "Lemon" }];
  expect(renamed(lines, now)).toEqual(lines);
  await useLocale("en");
  expect(renamed(lines, now).map((line) => line.sku_name)).toEqual(["Lemon", "别的"]);
});
