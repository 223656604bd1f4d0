import { expect, test } from "vitest";
import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import { isLate, mayReopen, sorted, ticketsNow, type TicketNow } from "./now";

const AROUND = { name: "陈小一", storeOf: () => ({ code: "CC-1", name: "嘉惠" }) };
const HELD = {
  id: "T", version: 1, store_id: "S", store_code: "CC-1", store_name: "嘉惠", type: "cooler", text: "不冷",
  goods: [], photo_ids: [], visit_id: null, note_id: null, opened_by_name: "x",
  opened_at: "2026-11-25T02:00:00.000Z", state: "new", holder: "office",
  answer_by: "2026-11-25T06:00:00.000Z", solve_by: "2026-11-30T02:00:00.000Z", words: [],
  closed_at: null, reopened: 0,
} as Held<"ticket">; // prettier-ignore

function line(kind: string, args: object, id = "T"): LogLine {
  const clock = { offset_ms: 0, mono_ms: 0 };
  return { kind, id, args, clock, made_at: "2026-11-25T03:00:00.000Z", state: "waiting" } as never;
}

test("what was opened here is there before the company knows", () => {
  const args = {
    store_id: "S", type: "price", text: "贵", goods: [], photo_ids: [], visit_id: null, note_id: null,
  }; // prettier-ignore
  const [one] = ticketsNow([], [line("ticket.open", args, "N")], AROUND);
  expect(one).toMatchObject({ id: "N", store_name: "嘉惠", state: "new", waiting: true });
});

test("what was said here is laid on top, and once the record has it not twice", () => {
  const said = [line("ticket.answer", { state: "solved", note: "好了" })];
  const [one] = ticketsNow([HELD], said, AROUND);
  expect(one).toMatchObject({ state: "solved", waiting: true });
  expect(one?.words).toHaveLength(1);
  const words = [
    { at: "2026-11-25T03:00:01.000Z", by_name: "x", state: "solved" as const, note: "好了" },
  ];
  const [then] = ticketsNow([{ ...HELD, state: "solved", words }], said, AROUND);
  expect(then?.words).toHaveLength(1);
  expect(then?.waiting).toBe(false);
});

test("confirmed, opened again, solved again: a second yes is a word of its own", () => {
  const earlier = {
    at: "2026-11-24T01:00:00.000Z",
    by_name: "x",
    state: "confirmed" as const,
    note: null,
  };
  const said = [line("ticket.confirm", { solved: true, note: null })];
  const [one] = ticketsNow([{ ...HELD, state: "solved", words: [earlier] }], said, AROUND);
  expect(one?.state).toBe("confirmed");
  expect(one?.waiting).toBe(true);
});

test("no clock runs before the company has heard of it", () => {
  const unheard = { ...HELD, answer_by: "", solve_by: "" };
  expect(isLate(unheard, "2026-12-01T00:00:00.000Z")).toBe(false);
});

test("handing on names whose turn it is", () => {
  const [one] = ticketsNow([HELD], [line("ticket.assign", { to: "partner", note: null })], AROUND);
  expect(one).toMatchObject({ holder: "partner", state: "assigned" });
  expect(one?.words[0]?.state).toBe("to_partner");
});

test("late without an answer, or without an end; handing on is no answer", () => {
  const handed = [{ at: "", by_name: "", state: "to_partner" as const, note: null }];
  expect(isLate({ ...HELD, words: handed }, "2026-11-25T07:00:00.000Z")).toBe(true);
  expect(isLate({ ...HELD, words: handed }, "2026-11-25T05:00:00.000Z")).toBe(false);
  const answered = [{ at: "", by_name: "", state: "waiting" as const, note: "x" }];
  expect(isLate({ ...HELD, words: answered }, "2026-11-26T07:00:00.000Z")).toBe(false);
  expect(isLate({ ...HELD, words: answered }, "2026-12-01T00:00:00.000Z")).toBe(true);
  expect(isLate({ ...HELD, state: "solved" }, "2027-01-01T00:00:00.000Z")).toBe(false);
});

test("fourteen days to open it again, and the order of the lists", () => {
  const closed = { state: "closed", closed_at: "2026-11-01T00:00:00.000Z" } as const;
  expect(mayReopen(closed, Date.parse("2026-11-14T00:00:00.000Z"))).toBe(true);
  expect(mayReopen(closed, Date.parse("2026-11-16T00:00:00.000Z"))).toBe(false);
  const two = [
    { ...HELD, waiting: false },
    { ...HELD, id: "U", solve_by: "2026-11-27", waiting: false },
  ];
  expect(sorted(two as TicketNow[], "open").map(({ id }) => id)).toEqual(["U", "T"]);
});
