import { beforeAll, expect, test } from "vitest";
import { speaking, useLocale } from "../ui/words/index.svelte";
import { skipText } from "./said";

beforeAll(async () => {
  globalThis.document ??= { documentElement: {} } as Document;
  await speaking("visit", async () => null);
  await useLocale("zh-CN");
});

test("she was there: of the check-in it is the picture of the door that was skipped", () => {
  expect(skipText({ step: "check_in", reason: "owner_absent" })).toContain("门头照");
  expect(skipText({ step: "check_in", reason: "owner_absent" })).not.toContain("签到");
  expect(skipText({ step: "outside", reason: "owner_absent" })).not.toContain("门头照");
  expect(skipText({ step: "wrap_up", reason: "quick" })).toContain("提前离店");
});
