import { beforeAll, expect, test } from "vitest";
import { speaking, t } from "../ui/words/index.svelte";
import { deciderOf, ruleOf, sidesOf, type Met } from "./sides";

beforeAll(async () => {
  await speaking("conflicts", () => speaking("said", () => Promise.resolve()));
});

test("K5 says who keeps the stop, and only what came of it here", () => {
  const [stands, why] = ruleOf({ rule: "K5", stands: "mine" });
  expect(stands).toBe("改派前已到店，归到店的人");
  expect(why).not.toContain("不计入");
  const [after, because] = ruleOf({ rule: "K5", stands: "theirs" });
  expect(after).toBe("改派后才到店，归改派后的人");
  expect(because).toContain("不计入任何一方");
  expect(ruleOf({ rule: "K5", stands: "both" })[0]).toBe("改派后才到店，拜访照留");
  expect(ruleOf({ rule: "K7", stands: "mine" })[0]).toBe("以现在的为准");
  expect(ruleOf({ rule: "decided", stands: "theirs" })[0]).toBe("以先定的为准");
});

test("two verdicts on a visit are said in words, and who and when once", () => {
  const met = {
    rule: "decided",
    stands: "theirs",
    kind: "visit.review",
    base: { version: 1 },
    mine: { state: "accepted", reason: null, note: null },
    theirs: {
      state: "rejected",
      reason: "photos",
      note: "看不清",
      by_name: "某",
      at: "2026-11-28T02:00:00.000Z",
    },
  } as unknown as Met;
  const told = Object.fromEntries(sidesOf(met).map((one) => [one.field, one.theirs]));
  expect(told["原因"]).not.toContain("photos");
  expect(told["备注"]).toBe("看不清");
  expect(Object.keys(told)).toEqual(["状态", "原因", "备注", "版本"]);
});

test("goods of an order are named, counted in their unit, and gifts are called so", () => {
  const met = {
    rule: "K3",
    stands: "theirs",
    kind: "order.amend",
    base: { "qty:case:S2": 20, "gift:case:S2": 2, "gift:item:保温袋": 1 },
    mine: { "qty:case:S2": 10, reason: "no_space" },
    theirs: { "qty:case:S2": 12, "gift:case:S2": 1, "gift:item:保温袋": 0 },
  } as unknown as Met;
  const told = sidesOf(met, (id) => (id === "S2" ? "橙蜜" : id));
  expect(told.map((one) => [one.field, one.base, one.mine, one.theirs])).toEqual([
    ["橙蜜", "20 箱", "10 箱", "12 箱"],
    ["原因", "—", "放不下", "—"],
    ["赠品 橙蜜", "2 箱", "—", "1 箱"],
    ["赠品 保温袋", "1", "—", "0"],
  ]);
  expect(ruleOf(met)[0]).toBe("以送货单为准");
});

test("who decided stands in the head, and what became of the goods is in words", () => {
  const met = {
    rule: "K4",
    stands: "theirs",
    kind: "order.cancel",
    base: {},
    mine: { state: "cancelled", reason: "store_closed" },
    theirs: { exec_state: "shipped", decided_by: "某", decided_at: null },
  } as unknown as Met;
  const told = sidesOf(met).map((one) => [one.mine, one.theirs]);
  expect(told).toEqual([
    ["已取消", "—"],
    ["门店关闭", "—"],
    ["—", "已发货"],
  ]);
});
test("of a stop that moved it says whose stop, of a store that changed hands whose store", () => {
  const met = {
    rule: "K5",
    kind: "visit.check_in",
    base: {},
    mine: { rep: "甲" },
    theirs: { rep: "乙" },
  };
  const fieldOf = (stands: Met["stands"]) =>
    sidesOf({ ...met, stands } as unknown as Met)[0]?.field;
  expect([fieldOf("theirs"), fieldOf("mine"), fieldOf("both")]).toEqual([
    "这一站归谁",
    "这一站归谁",
    "谁的店",
  ]);
});

test("of a post that ended the rule decided, and the page it names is called as in the menu", () => {
  const decider = (rule: Met["rule"], theirs_name: string | null, more: object = {}) =>
    deciderOf({ rule, theirs_name, theirs: {}, ...more } as Met, "您");
  expect(decider("K10", null)).toBe("系统按规则 K10");
  expect(decider("K7", null)).toBe("没有记下是谁");
  expect(decider("K7", "某")).toBe("某");
  expect(decider("K11", "某")).toBe("您，在另一台设备上");
  const two = { theirs: { by_id: "P-1" }, mine_id: "P-1" };
  expect(decider("decided", "某", two)).toBe("您，在另一台设备上");
  expect(decider("decided", "某", { ...two, mine_id: "P-2" })).toBe("某");
  expect(decider("decided", "某")).toBe("某");
  expect(ruleOf({ rule: "K10", stands: "both" })[1]).toContain(`「${t("menu.quarantine")}」`);
});
