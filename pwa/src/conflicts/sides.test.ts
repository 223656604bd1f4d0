import { beforeAll, expect, test } from "vitest";
import { speaking } from "../ui/words/index.svelte";
import { ruleOf } from "./sides";

beforeAll(() => speaking("conflicts", () => Promise.resolve()));

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
