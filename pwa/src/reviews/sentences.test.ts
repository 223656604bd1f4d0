/** Every flag and every rule has its sentence, with no hole in it, in both languages. */

import { beforeAll, describe, expect, test } from "vitest";
import { speaking, useLocale } from "../ui/words/index.svelte";
import { answerOf, evidenceOf, lasting, ofDay, type Evidence, type Rule } from "./sentences";

const at = "2026-11-27T02:00:00.000Z";
const EVIDENCE: [string, Evidence][] = [
  ["G01", { distance_m: 340, radius_m: 100, accuracy_m: 11, allowed_m: 111 }],
  ["G02", { accuracy_m: 300, age_s: 5, allowed_m: 200, allowed_s: 120 }],
  ["G02", { accuracy_m: null, age_s: null }],
  ["G03", { stores: 3, visits: ["V-1"] }],
  ["G03", { fixes: 20, accuracy_m: 10 }],
  ["G04", { way_m: 3478, took_s: 120, limit_kmh: 60, kmh: 104, from_visit: "V-1", from_at: at, to_at: at }],
  ["G04", { way_m: 3478, took_s: 0, limit_kmh: 60, kmh: null, from_visit: "V-x", from_at: at }],
  ["G05", { stay_s: 60, least_s: 300, most_s: 4200 }],
  ["G05", { stay_s: 9000, least_s: 300, most_s: 4200 }],
  ["G06", { visit_id: "V-1", began_at: at, ended_at: at }],
  ["G06", { visit_id: "V-1", began_at: at, ended_at: null }],
  ["G07", { offset_ms: -301_000, jump_ms: 121_000, stay_s: 1400, wall_s: 900 }],
  ["G08", { file: ["F-1"], outside: ["F-1", "F-2"], allowed_s: 600 }],
  ["G09", { photos: [{ photo_id: "F", like_day: "2026-11-02", like_distance: 2, same_bytes: false, other_store: true }] }],
  ["G09", { photos: [{ photo_id: "F", like_day: "2026-11-02", like_store: "店", same_bytes: true, other_store: true }] }],
  ["G10", { photos: ["F-1"] }],
  ["G11", { photos: ["F-1"] }],
  ["G12", { same: 19, compared: 20, orders: 1 }],
  ["G13", { skus: 9, took_ms: 5000, least_ms: 1000 }],
  ["G13", { steps: 2, took_ms: 200_000, stay_s: 1200, percent: 20 }],
  ["G14", { refused_fen: 30_000, ordered_fen: 100_000, orders: 5, days: 14, percent: 20 }],
  ["G15", { devices: 2, gap_s: 600 }],
  ["G15", { users: 2, names: ["黄志强"], at: "2026-11-27T03:00:00.000Z" }],
  ["G16", { distance_m: 800, accuracy_m: 10, allowed_m: 500 }],
  ["G17", { north_m: 300, east_m: 400, shift_m: 500, stores: ["ST-1"], spread_m: 30, like: "gcj02" }],
  ["V8", { at_min: 360, from_min: 420, to_min: 1260 }],
]; // prettier-ignore
const RULES: Rule[] = [
  { rule: "V1", ok: false, distance_m: 340, radius_m: 100, allowed_m: 111, datum: true },
  { rule: "V1", ok: false, distance_m: null },
  { rule: "V2", ok: true, accuracy_m: 10, age_s: 3, allowed_m: 200, allowed_s: 120 },
  { rule: "V3", ok: true, stay_s: 100_000, least_s: 300 },
  { rule: "V3", ok: false, stay_s: 60, least_s: 300, hers_until: at },
  { rule: "V4", ok: false, steps: ["store_check"] },
  { rule: "V4", ok: null, steps: [] },
  { rule: "V5", ok: false, lacking: { storefront: 1 }, file: ["F"], outside: ["F"], awaited: 1 },
  { rule: "V5", ok: null },
  { rule: "V6", ok: false, visit_id: "V-1" },
  { rule: "V7", ok: false, flags: ["G01"] },
  { rule: "V8", ok: true, at_min: 600, from_min: 420, to_min: 1260 },
]; // prettier-ignore
const HOLE = /\{\w+\}|undefined|null|NaN|Infinity|\b[a-z]+\.[a-z_]+\b|\bG\d\d\b|_/;
const named = (id: string) =>
  id === "V-1" ? { store_name: "店", checked_in_at: at, checked_out_at: at } : undefined;

describe.each(["zh-CN", "en"] as const)("in %s", (locale) => {
  beforeAll(async () => {
    globalThis.document ??= { documentElement: {} } as Document;
    await speaking("reviews", async () => null);
    await useLocale(locale);
  });

  test.each(EVIDENCE)("%s says its evidence", (code, evidence) => {
    const lines = evidenceOf(code, evidence, named);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).not.toMatch(HOLE);
  });

  test.each(RULES)("$rule ($ok) says its answer", (rule) => {
    const lines = answerOf(rule);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).not.toMatch(HOLE);
  });
});

test("until when a short stay may be explained is said only where it may", () => {
  const short: Rule = { rule: "V3", ok: false, stay_s: 60, least_s: 300 };
  expect(answerOf(short)).toHaveLength(1);
  expect(answerOf({ ...short, hers_until: at })).toHaveLength(2);
});

test("what is not known of a newer server's flag is left out", () => {
  expect(evidenceOf("G99", {})).toEqual([]);
  expect(answerOf({ rule: "V9", ok: false })).toEqual([]);
});

test("seconds and minutes of a day as they are said", () => {
  expect(ofDay(9 * 60 + 5)).toBe("09:05");
  expect(lasting(-90)).toContain("90");
});
