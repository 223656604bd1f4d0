import { expect, test } from "vitest";
import type { LogLine } from "../device/log";
import { overtaken, lacking, textFrom, typedFrom } from "./card-form";

const typed = {
  title: " 力泉 560 ",
  talk: "一瓶赚一块",
  points: "毛利高\n\n转得快\n有冰柜",
  objections: "没地方 | 换下最慢的\n太贵｜先放六瓶\n半句",
};

test("what is typed is a card, and a card can be typed on", () => {
  const text = textFrom(typed);
  expect(text).toEqual({
    title: "力泉 560",
    talk: "一瓶赚一块",
    points: ["毛利高", "转得快", "有冰柜"],
    objections: [
      { says: "没地方", answer: "换下最慢的" },
      { says: "太贵", answer: "先放六瓶" },
    ],
  });
  expect(textFrom(typedFrom(text))).toEqual(text);
});

test("a selling card has a talk track and three benefits, a standard at least a point", () => {
  const text = textFrom(typed);
  expect(lacking("selling", text)).toBe("");
  expect(lacking("selling", { ...text, points: ["一"] })).toBe("three");
  expect(lacking("selling", { ...text, talk: "" })).toBe("talk");
  expect(lacking("shelf", { ...text, talk: "", points: ["一"] })).toBe("");
  expect(lacking("shelf", { ...text, points: [] })).toBe("points");
  expect(lacking("shelf", { ...text, title: "" })).toBe("title");
});

test("who came second goes on from his own text, until there is a newer version", () => {
  const args = { code: "C", card_version: 3, zh: { title: "我的" } };
  const line = { kind: "card.put", state: "attention", args } as unknown as LogLine;
  expect(overtaken([line], { code: "C", card_version: 3 })).toBe(args);
  expect(overtaken([line], { code: "C", card_version: 4 })).toBeNull();
  expect(overtaken([line], { code: "D", card_version: 3 })).toBeNull();
  const taken = { ...line, state: "done" } as unknown as LogLine;
  expect(overtaken([taken], { code: "C", card_version: 3 })).toBeNull();
});
