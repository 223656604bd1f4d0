import { expect, test } from "vitest";
import { line, me } from "../visits/testing";
import {
  blank,
  codeFor,
  formOf,
  templatesNow,
  withEvery,
  wouldSpeak,
  type TemplateNow,
  type TemplateRow,
} from "./templates";

const TODAY = "2026-11-25";
const STORE = { customer_class: "C1", channel_type: "school", tier: "P3" } as const;

function row(code: string, version: number, change: Partial<TemplateRow> = {}): TemplateNow {
  return {
    ...blank(code, "2026-11-01"),
    id: `${code}.${version}`,
    version: 3,
    template_version: version,
    state: "published",
    org_unit_ids: ["O-CC"],
    mine: false,
    saved_by_name: "何婉仪",
    saved_at: "2026-11-01T02:00:00.000Z",
    submitted_at: null,
    decided_by_name: "梁国辉",
    decided_at: null,
    returned_for: null,
    waiting: false,
    ...change,
  };
}

test("what was said here is in the list before the company has heard it, newest version first", () => {
  const said = [
    line(1, "visit_template.save", "c1.2", { ...blank("c1", TODAY), template_version: 2 }),
    line(2, "visit_template.submit", "c1.2", {}),
    line(3, "visit_template.publish", "d.1", {}),
  ];
  const listed = [row("d", 1, { state: "pending" }), row("c1", 1)];
  expect(
    templatesNow(listed, said, me).map((one) => [one.id, one.state, one.mine, one.waiting]),
  ).toEqual([
    ["c1.2", "pending", true, true],
    ["c1.1", "published", false, false],
    ["d.1", "published", false, true],
  ]);
});

test("one sent back is a draft with the reason; saved again it keeps what it was told", () => {
  const said = [
    line(1, "visit_template.return", "c1.1", { reason: "门头要两张" }),
    line(2, "visit_template.save", "c1.1", { ...blank("c1", TODAY), name: "改过" }),
  ];
  const [now] = templatesNow([row("c1", 1, { state: "pending" })], said, me);
  expect(now).toMatchObject({ state: "draft", returned_for: "门头要两张", name: "改过" });
  expect(now?.version).toBe(3); // what a decision is based on
});

test("a draft that was thrown away is gone, and its number is free to be begun anew", () => {
  const listed = [row("c1", 2, { state: "draft", mine: false }), row("c1", 1)];
  const discard = line(1, "visit_template.discard", "c1.2", {});
  expect(templatesNow(listed, [discard], me).map((one) => one.id)).toEqual(["c1.1"]);
  const anew = line(2, "visit_template.save", "c1.2", {
    ...blank("c1", TODAY),
    template_version: 2,
  });
  const [now] = templatesNow(listed, [discard, anew], me);
  expect(now).toMatchObject({ id: "c1.2", state: "draft", version: 0, waiting: true });
});

test("a decision on a template this device does not know changes nothing", () => {
  expect(templatesNow([], [line(1, "visit_template.publish", "x.1", {})], me)).toEqual([]);
});

test("an editor shows all ten steps: those a template does not name are off, in their place", () => {
  const steps = withEvery([
    { step: "check_in", need: "required", photos: [] },
    { step: "order", need: "required", photos: [] },
    { step: "store_check", need: "required", photos: [] },
    { step: "wrap_up", need: "required", photos: [] },
  ]);
  expect(steps.map((one) => one.step)).toHaveLength(10);
  expect(steps[0]?.step).toBe("check_in");
  expect(steps.at(-1)?.step).toBe("wrap_up");
  const named = steps.map((one) => one.step);
  expect(named.indexOf("order")).toBeLessThan(named.indexOf("store_check")); // as it was ordered
  expect(steps.filter((one) => one.need === "off").map((one) => one.step)).toEqual([
    "outside",
    "greet",
    "merchandise",
    "promotion",
    "competitor",
    "sell_in",
  ]);
});

test("the next version is a copy: changing it leaves the one before alone", () => {
  const first = row("c1", 1, { classes: ["C1"] });
  const next = formOf(first, 2);
  next.classes.push("C2");
  next.steps[0]?.photos.push({ type: "posm", count: 1 });
  expect(next.template_version).toBe(2);
  expect(first.classes).toEqual(["C1"]);
  expect(first.steps[0]?.photos).toHaveLength(1);
});

test("a code is made of the name's letters, and of something of its own", () => {
  expect(codeFor("C1 schools!", "0192-abcdef")).toBe("c1-schools-abcdef");
  expect(codeFor("标准拜访", "0192-abcdef")).toBe("t-abcdef");
});

test("the preview says which template such a store would get, as if this draft were published", () => {
  const rows = [row("all", 1), row("c1", 1, { classes: ["C1"] }), row("c1", 2, { state: "draft" })];
  const draft = { ...formOf(row("c1", 2)), id: "c1.2" };
  // Without a filter the new version of c1 is no more than the other: the later day counts.
  expect(wouldSpeak(rows, draft, STORE, TODAY)).toBe("c1.2");
  expect(wouldSpeak(rows, { ...draft, classes: ["C2"] }, STORE, TODAY)).toBe("all.1");
  expect(wouldSpeak([], { ...draft, tiers: ["P1"] }, STORE, TODAY)).toBeNull();
  // A day that has not come does not keep the draft from being looked at.
  expect(wouldSpeak(rows, { ...draft, valid_from: "2027-01-01" }, STORE, TODAY)).toBe("c1.2");
});
