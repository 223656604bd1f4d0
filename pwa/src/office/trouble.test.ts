/** What an office screen says when it is asked and nobody answers. */

import { render } from "svelte/server";
import { beforeAll, expect, test } from "vitest";
import { Refused } from "../refused";
import { NoAnswer } from "../session";
import { speaking, when } from "../ui/words/index.svelte";
import { sentence } from "./api";
import Trouble from "./Trouble.svelte";

const AT_NOON = "2026-11-25T04:00:00.000Z";
const NOTHING_YET = "这里还没有加载过内容；网络恢复后会自动加载";

beforeAll(() => speaking("office", async () => undefined));

/** The screen's part, for an answer kept from then (or none) and a newest question that failed. */
function shown(value: { as_of: string } | null, error: unknown, small = false): string {
  const problem = sentence(error, value?.as_of);
  const refused = error instanceof Refused;
  const of = { value, askedAt: "", problem, refused, busy: false, again: () => undefined };
  return render(Trouble, { props: { of, small } }).body;
}

test("without a network and without last content, it says that there is none and offers a try", () => {
  for (const small of [false, true]) {
    const body = shown(null, new NoAnswer(), small);
    expect(body).toContain(NOTHING_YET);
    expect(body).not.toContain("上次");
    expect(body).toMatch(/<button.*再试一次/s);
  }
});

test("over last content, it says of when that is", () => {
  const body = shown({ as_of: AT_NOON }, new NoAnswer());
  expect(body).toContain(`显示的是上次的内容，截至 ${when(AT_NOON)}`);
  expect(body).not.toContain(NOTHING_YET);
});

test("an answer that refuses is no missing network", () => {
  const body = shown(null, new Refused("role/not-allowed"));
  expect(body).toContain("您的岗位");
  expect(body).not.toContain("网络");
});
