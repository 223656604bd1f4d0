/** Nothing forgotten: every screen finds its words in what its role loads. */

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { CODES } from "../../day/measures";
import { conflictsEn } from "./conflicts.en";
import { conflictsZh } from "./conflicts.zh-CN";
import { coachingEn } from "./coaching.en";
import { coachingZh } from "./coaching.zh-CN";
import { dayEn } from "./day.en";
import { dayZh } from "./day.zh-CN";
import { exchangeEn } from "./exchange.en";
import { exchangeZh } from "./exchange.zh-CN";
import { en } from "./en";
import { officeEn } from "./office.en";
import { officeZh } from "./office.zh-CN";
import { partnerEn } from "./partner.en";
import { partnerZh } from "./partner.zh-CN";
import { pricingEn } from "./pricing.en";
import { pricingZh } from "./pricing.zh-CN";
import { promotionsEn } from "./promotions.en";
import { promotionsZh } from "./promotions.zh-CN";
import { buyingEn } from "./buying.en";
import { buyingZh } from "./buying.zh-CN";
import { purchasingEn } from "./purchasing.en";
import { purchasingZh } from "./purchasing.zh-CN";
import { returnsEn } from "./returns.en";
import { returnsZh } from "./returns.zh-CN";
import { reviewsEn } from "./reviews.en";
import { reviewsZh } from "./reviews.zh-CN";
import { saidEn } from "./said.en";
import { saidZh } from "./said.zh-CN";
import { storesEn } from "./stores.en";
import { storesZh } from "./stores.zh-CN";
import { sumsEn } from "./sums.en";
import { sumsZh } from "./sums.zh-CN";
import { ticketsEn } from "./tickets.en";
import { ticketsZh } from "./tickets.zh-CN";
import { visitEn } from "./visit.en";
import { visitZh } from "./visit.zh-CN";
import { problemText, speaking, t, useLocale } from "./index.svelte";
import { zhCN } from "./zh-CN";

const src = fileURLToPath(new URL("../../", import.meta.url));
const PARTS: Record<string, object> = {
  conflicts: { ...conflictsZh, ...saidZh },
  coaching: { ...coachingZh, ...visitZh },
  day: dayZh,
  exchange: { ...exchangeZh, ...officeZh },
  me: saidZh,
  orders: { ...visitZh, ...saidZh },
  outbox: { ...saidZh, ...visitZh, ...storesZh, ...ticketsZh },
  office: { ...officeZh, ...promotionsZh, ...saidZh, ...visitZh },
  partner: { ...partnerZh, ...saidZh },
  promotions: { ...promotionsZh, ...visitZh },
  purchasing: { ...purchasingZh, ...buyingZh, ...partnerZh, ...officeZh },
  receivables: { ...purchasingZh, ...saidZh, ...sumsZh },
  returns: { ...returnsZh, ...partnerZh, ...officeZh },
  reviews: reviewsZh,
  proposals: { ...storesZh, ...officeZh, ...reviewsZh, ...visitZh },
  sums: { ...sumsZh },
  tickets: { ...ticketsZh, ...saidZh, ...visitZh },
  visits: { ...visitZh, ...promotionsZh, ...ticketsZh, ...saidZh },
};

/** Every key written out in a file: t("..."), and t(`group.${…}`) by its group. */
function keysOf(file: string): { whole: string[]; groups: string[] } {
  const text = readFileSync(file, "utf8");
  const all = (pattern: RegExp): string[] =>
    [...text.matchAll(pattern)].map((found) => found[1] ?? "");
  return {
    whole: all(/\bt\(\s*"([^"]+)"/g),
    groups: [
      ...all(/\bword\(\s*"([^"]+)"/g),
      ...all(/\bt\(`([a-z]+)\.\$/g),
      ...all(/group="([a-z]+)"/g),
    ],
  };
}

test("a server that is away is said in words, its status only behind, for the telephone", () => {
  expect(problemText("http/503")).toBe(
    "公司服务器暂时不可用，会自动再试，内容都在手机上（http/503）",
  );
  expect(problemText("busy")).toBe(zhCN["problem.busy"]);
});

test("a value that was not taken is named, where its field has a word", () => {
  expect(problemText("value/out-of-range", { field: "promised_on" })).toBe("承诺送到日期填写不对");
  expect(problemText("value/out-of-range", { field: "parent_id" })).toBe("有一项填写不对");
  expect(problemText("value/out-of-range")).toBe("有一项填写不对");
});

test("a part learnt while another language is fetched is there in it: a cold start in English", async () => {
  globalThis.document ??= { documentElement: {} } as Document;
  await Promise.all([useLocale("en"), speaking("partner", async () => null)]);
  expect(t("trip.title")).toBe("Today's deliveries");
  await useLocale("zh-CN");
  expect(t("trip.title")).toBe("今日送货");
});

describe.each([
  "conflicts",
  "coaching",
  "day",
  "me",
  "outbox",
  "office",
  "partner",
  "promotions",
  "proposals",
  "purchasing",
  "receivables",
  "returns",
  "reviews",
  "sums",
  "tickets",
  "visits",
])("screens of %s", (folder) => {
  const files = readdirSync(`${src}${folder}`).filter((name) => /\.(svelte|ts)$/.test(name));

  test.each(files)("%s speaks only words its role has loaded", (name) => {
    const { whole, groups } = keysOf(`${src}${folder}/${name}`);
    // A screen of reviews that is built of the office's parts is loaded with the office's words.
    const office = readFileSync(`${src}${folder}/${name}`, "utf8").includes('from "../office/');
    const words = { ...zhCN, ...PARTS[folder], ...(office ? { ...officeZh, ...visitZh } : {}) };
    expect(whole.filter((key) => !(key in words))).toEqual([]);
    const known = new Set(Object.keys(words).map((key) => key.split(".")[0]));
    expect(groups.filter((group) => !known.has(group))).toEqual([]);
  });
});

describe.each([
  ["everybody", zhCN, en],
  ["conflicts", conflictsZh, conflictsEn],
  ["coaching", coachingZh, coachingEn],
  ["day", dayZh, dayEn],
  ["exchange", exchangeZh, exchangeEn],
  ["office", officeZh, officeEn],
  ["partner", partnerZh, partnerEn],
  ["pricing", pricingZh, pricingEn],
  ["promotions", promotionsZh, promotionsEn],
  ["buying", buyingZh, buyingEn],
  ["purchasing", purchasingZh, purchasingEn],
  ["returns", returnsZh, returnsEn],
  ["reviews", reviewsZh, reviewsEn],
  ["said", saidZh, saidEn],
  ["stores", storesZh, storesEn],
  ["sums", sumsZh, sumsEn],
  ["tickets", ticketsZh, ticketsEn],
  ["visit", visitZh, visitEn],
])("words of %s", (_, zh, english) => {
  test("the same facts go into both languages", () => {
    const facts = (sentence: string): string[] => [...new Set(sentence.match(/\{\w+\}/g))].sort();
    const spoken = english as Record<string, string>;
    const differing = Object.entries(zh).filter(
      ([key, sentence]) => facts(sentence).join() !== facts(spoken[key] ?? "").join(),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });
});

test("every number of hers has its name and its formula in what its page loads", () => {
  const loaded = { ...zhCN, ...dayZh };
  const wanted = CODES.flatMap((code) => [`measure.${code}`, `measureof.${code}`]);
  expect(wanted.filter((key) => !(key in loaded))).toEqual([]);
});

test("no key is in two parts", () => {
  const keys = [
    zhCN,
    conflictsZh,
    coachingZh,
    dayZh,
    officeZh,
    partnerZh,
    promotionsZh,
    purchasingZh,
    buyingZh,
    returnsZh,
    reviewsZh,
    saidZh,
    storesZh,
    sumsZh,
    ticketsZh,
    visitZh,
  ].flatMap((part) => Object.keys(part));
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
});
