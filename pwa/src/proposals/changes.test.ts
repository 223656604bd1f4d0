import { deciderOf, decisionsOf } from "./office";
/** What is shown at a store of what she said about it, and which rule decides (K7). */

import { expect, test } from "vitest";
import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import type { ChangeItem, OperationArgs, OperationKind } from "../protocol";
import { blankOf, oddOf, changesNow, changesOf, valueOf } from "./changes";

const STORE = {
  id: "S1", version: 3, name: "阳光士多", phone: "111", lat_e7: 1, lon_e7: 2, active: true,
} as Held<"store">; // prettier-ignore
const OPEN = { state: "open", reason: null, note: null, by_name: null, at: null } as const;

function held(
  id: string,
  item: Partial<ChangeItem>,
  said_at = "2026-11-20T08:00:00.000Z",
): Held<"store_change"> {
  const items = [{ what: "phone", saw: "111", value: "222", ...OPEN, ...item }] as ChangeItem[];
  return {
    id, version: 1, store_id: "S1", store_name: "阳光士多", said_at, items, photo_id: null,
    note: null, state: "pending",
  }; // prettier-ignore
}

function line<K extends OperationKind>(
  kind: K,
  id: string,
  args: OperationArgs[K],
  made_at: string,
): LogLine {
  return {
    kind,
    id,
    args,
    made_at,
    clock: { offset_ms: 0 },
    state: "waiting",
    n: 1,
  } as unknown as LogLine;
}
const nothing = { position: null, photo_id: null, note: null };

test("what she says is shown at once, as waiting, and not twice when the company has it", () => {
  const args = {
    ...nothing,
    store_id: "S1",
    changes: [{ what: "phone", saw: "111", value: "222" } as const],
  };
  const said = line("store_change.propose", "C1", args, "2026-11-21T08:00:00.000Z");
  expect(changesNow(STORE, [], [said])).toMatchObject([
    { value: "222", waiting: true, rule: null },
  ]);
  expect(changesNow(STORE, [held("C1", {})], [said])).toMatchObject([
    { value: "222", waiting: false },
  ]);
  expect(changesNow({ ...STORE, id: "S2" }, [held("C1", {})], [said])).toEqual([]);
});

test("withdrawn and read are gone at once; her later word takes the earlier's place", () => {
  const back = line("store_change.withdraw", "C1", {}, "2026-11-21T08:00:00.000Z");
  expect(changesNow(STORE, [held("C1", {})], [back])).toEqual([]);
  const seen = line("store_change.seen", "C1", {}, "2026-11-21T08:00:00.000Z");
  expect(changesNow(STORE, [held("C1", { state: "returned" })], [seen])).toEqual([]);
  const later = held("C2", { value: "333" }, "2026-11-21T08:00:00.000Z");
  expect(changesNow(STORE, [held("C1", {}), later], []).map((one) => one.value)).toEqual(["333"]);
});

test("each case of two people and one field has its rule, and names whose value stands", () => {
  const theirs = { value: "999", by_name: "Wu", at: "2026-11-22T08:00:00.000Z" };
  const set = [{ what: "phone" as const, by_name: "Wu", at: theirs.at }];
  const store = { ...STORE, phone: "999", set };
  expect(changesNow(store, [held("C1", {})], [])).toMatchObject([{ rule: "waits", theirs }]);
  expect(changesNow(store, [held("C1", { state: "approved", theirs })], [])).toMatchObject([
    { rule: "later" },
  ]);
  expect(changesNow(store, [held("C1", { state: "returned", theirs })], [])).toMatchObject([
    { rule: "kept" },
  ]);
  expect(changesNow(store, [held("C1", { state: "returned" })], [])).toMatchObject([
    { rule: null },
  ]);
  expect(changesNow(store, [held("C1", { state: "approved" })], [])).toEqual([]);
  expect(changesNow({ ...STORE, phone: "222" }, [held("C1", {})], [])).toMatchObject([
    { same: true, rule: null },
  ]);
});

test("what a store cannot be without is not taken away, the rest may be", () => {
  const written = {
    values: { name: "  ", phone: "", address: " " },
    saw: { name: "阳光士多", phone: "111", address: "x" },
  };
  expect(blankOf(written)).toEqual(["name"]);
});

test("only what differs from what she saw is said", () => {
  const written = {
    values: { name: " 阳光士多 ", phone: "", address: "x", active: "no" },
    saw: { name: "阳光士多", phone: "111", address: null, active: "yes" },
  };
  expect(changesOf(written)).toEqual([
    { what: "phone", saw: "111", value: null },
    { what: "address", saw: null, value: "x" },
    { what: "active", saw: "yes", value: "no" },
  ]);
  expect([valueOf(STORE, "point"), valueOf(STORE, "active"), valueOf(STORE, "address")]).toEqual([
    "1,2",
    "yes",
    null,
  ]);
});

test("a number nobody can call is named, one that stood there before is not her matter", () => {
  const values = { phone: "问隔壁", receiving_window: "上午" };
  expect(oddOf({ values, saw: { phone: null, receiving_window: null } })).toEqual([
    "phone",
    "receiving_window",
  ]);
  expect(oddOf({ values, saw: values })).toEqual([]);
  expect(oddOf({ values: { phone: "" }, saw: { phone: "1" } })).toEqual([]);
});

test("a field is sent back with a cause; other is none without a note", () => {
  const open = [{ what: "name", now: "旧名" }] as Parameters<typeof decisionsOf>[0];
  const back = (reason: string, note = "") =>
    decisionsOf(open, {
      state: { name: "returned" },
      reason: { name: reason },
      note: { name: note },
    });
  expect([back(""), back("other"), back("other", "  ")]).toEqual([null, null, null]);
  expect(back("other", "名字写反了")?.[0]).toMatchObject({ reason: "other", note: "名字写反了" });
  expect(back("not_so")).toHaveLength(1);
});

test("who may decide instead is named: a specialist about C1, the office's supervisor about others", () => {
  expect(deciderOf({ customer_class: "C1" }, "office_supervisor")).toBe(
    "special_channel_specialist",
  );
  expect(deciderOf({ customer_class: "C2" }, "special_channel_specialist")).toBe(
    "office_supervisor",
  );
  expect(deciderOf({ customer_class: "C2" }, "office_supervisor")).toBeNull();
  expect(deciderOf({ customer_class: "C1" }, "ops_manager")).toBeNull();
});
