import { expect, test } from "vitest";
import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import type { VisitNow } from "../visits/now";
import { leftAt, openDays } from "./forgotten";

const ME = "rep.cc01";
const TODAY = "2026-11-25";
const stop = (id: string, day: string): Held<"planned_visit"> => ({
  id, version: 1, store_id: `S-${id}`, store_code: id, store_name: id, rep_id: ME, day,
  sequence: 1, reason: "cycle", minutes: 28, state: "planned", origin: "planned", tier: "P3",
  lat_e7: 0, lon_e7: 0, note: null,
}); // prettier-ignore
const visit = (store: string, day: string, state = "completed"): VisitNow =>
  ({ id: `V-${store}`, store_id: store, rep_id: ME, day, state, checked_in_at: `${day}T02:00:00.000Z`, planned_visit_id: null }) as VisitNow; // prettier-ignore
const summary = (day: string, change: object): Held<"day_summary"> =>
  ({ id: `${ME}:${day}`, version: 1, rep_id: ME, day, missed: [], note: null, ...change }) as unknown as Held<"day_summary">; // prettier-ignore
const begun = (day: string): Held<"day_start"> => ({
  id: `${ME}:${day}`,
  version: 1,
  rep_id: ME,
  day,
  started_at: `${day}T00:10:00.000Z`,
  pack_at: null,
});
const none = { plan: [], visits: [], summaries: [], starts: [], log: [] };

test("a day she worked and did not end is asked about, with what she missed", () => {
  const plan = [stop("A", "2026-11-24"), stop("B", "2026-11-24")];
  const visits = [visit("S-A", "2026-11-24")];
  const [day] = openDays(TODAY, ME, { ...none, plan, visits, starts: [begun("2026-11-24")] });
  expect(day?.day).toBe("2026-11-24");
  expect(day?.missed.map((one) => one.id)).toEqual(["B"]);
});

test("a day nobody worked, today, and what lies a week back are not", () => {
  const plan = [stop("A", "2026-11-24")];
  expect(openDays(TODAY, ME, { ...none, plan })).toEqual([]);
  for (const day of [TODAY, "2026-11-10"])
    expect(openDays(TODAY, ME, { ...none, starts: [begun(day)] })).toEqual([]);
  // History that was imported has visits, and no beginnings or ends.
  expect(openDays(TODAY, ME, { ...none, visits: [visit("S-A", "2026-11-24")] })).toEqual([]);
});

test("ended by her, on this phone or another, it is closed", () => {
  const starts = [begun("2026-11-24")];
  const ended = { ...none, starts, summaries: [summary("2026-11-24", {})] };
  expect(openDays(TODAY, ME, ended)).toEqual([]);
  const log = [{ kind: "day.end", args: { day: "2026-11-24" } } as unknown as LogLine];
  expect(openDays(TODAY, ME, { ...none, starts, log })).toEqual([]);
});

test("closed by the company she is asked for her reasons once, and for none where none is missing", () => {
  const plan = [stop("A", "2026-11-24"), stop("B", "2026-11-24")];
  const visits = [visit("S-A", "2026-11-24")];
  const closed = (reason: string): string[] =>
    openDays(TODAY, ME, {
      ...none,
      plan,
      visits,
      summaries: [
        summary("2026-11-24", { auto_closed: true, missed: [{ planned_visit_id: "B", reason }] }),
      ],
    }).flatMap((day) => day.missed.map((one) => one.id));
  expect(closed("not_said")).toEqual(["B"]);
  expect(closed("no_time")).toEqual([]);
  const all = { ...none, visits, summaries: [summary("2026-11-24", { auto_closed: true })] };
  expect(openDays(TODAY, ME, all)).toEqual([]);
});

test("the time she types is of that day, by the company's clock, and not before she came", () => {
  const came = { day: "2026-11-24", checked_in_at: "2026-11-24T02:03:30.000Z" };
  expect(leftAt(came, "18:20")).toBe("2026-11-24T10:20:00.000Z");
  expect(leftAt(came, "10:03")).toBe(came.checked_in_at);
  expect(leftAt(came, "10:02")).toBeNull();
  expect(leftAt(came, "")).toBeNull();
});
