/** The page has words of its own; what both have a name for must bear one name. */

import { expect, test } from "vitest";
import { en } from "../ui/words/en";
import { saidEn } from "../ui/words/said.en";
import { saidZh } from "../ui/words/said.zh-CN";
import { zhCN } from "../ui/words/zh-CN";
import { fill, LANGUAGES, type Language } from "./words";

const APP: Record<Language, Record<string, unknown>> = {
  "zh-CN": { ...zhCN, ...saidZh },
  en: { ...en, ...saidEn },
};

test.each(Object.keys(LANGUAGES) as Language[])("%s names things as the app does", (language) => {
  const { kinds, types } = LANGUAGES[language];
  for (const [kind, name] of Object.entries(kinds))
    expect(APP[language][`kind.${kind}`]).toBe(name);
  for (const [type, name] of Object.entries(types))
    expect(APP[language][`photo.${type}`]).toBe(name);
});

test("a hole that nothing fills is empty", () => {
  expect(fill("{n} of {of}.{x}", { n: 1, of: 2 })).toBe("1 of 2.");
});
