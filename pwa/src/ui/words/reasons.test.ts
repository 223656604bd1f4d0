import { afterEach, expect, test } from "vitest";
import { useLocale } from "./index.svelte";
import { messageReason, orderReason, reasonOf, reasonText, waiverText } from "./reasons";

afterEach(() => useLocale("zh-CN"));
globalThis.document ??= { documentElement: {} } as Document;

test("a waiver chosen on an English screen reaches a Chinese rep in Chinese, and the other way", async () => {
  const sent = reasonOf("closed", "");
  expect(sent).toBe("closed");
  expect(waiverText(sent)).toBe("门店停业");
  expect(messageReason("plan.waived", sent)).toBe("门店停业");
  await useLocale("en");
  expect(waiverText(sent)).toBe("Store closed");
});

test("what was typed beside it stays as it was typed", async () => {
  const sent = reasonOf("force", " 台风: 停工 ");
  expect(waiverText(sent)).toBe("天气等不可抗力：台风: 停工");
  await useLocale("en");
  expect(waiverText(sent)).toBe("Weather or force majeure: 台风: 停工");
});

test.each(["店主改主意", "see: closed", "Store closed", ""])(
  "typed text is no code: %s",
  (text) => {
    expect(reasonText("cancel", text)).toBe(text);
    expect(reasonOf("", text)).toBe(text);
    expect(messageReason("task.withdrawn", "closed")).toBe("closed");
  },
);

test("an order's reason is read by what became of it", () => {
  expect(orderReason({ doc_state: "cancelled", reason: "duplicate" })).toBe("重复下单");
  expect(orderReason({ doc_state: "rejected", reason: "minimum: 差两箱" })).toBe(
    "低于起订：差两箱",
  );
});

test("a stop that a colleague has done says so, in the reader's language", async () => {
  expect(waiverText("visited_by:演示黄志强")).toBe("演示黄志强 已拜访");
  await useLocale("en");
  expect(waiverText("visited_by:演示黄志强")).toBe("Visited by 演示黄志强");
});
