/** What is asked about her visits: the server's word, with what this phone has said since on top. */

import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import { occurredAt } from "../device/time";

export type FlagNow = Held<"visit_flag"> & { waiting: boolean };
export type VerdictNow = Held<"visit_verdict"> & { waiting: boolean };

/** Her flags, the latest first. Pure. */
export function flagsNow(
  confirmed: readonly Held<"visit_flag">[],
  standing: readonly LogLine[],
): FlagNow[] {
  const found = new Map(confirmed.map((one) => [one.id, { ...one, waiting: false }]));
  for (const line of standing) {
    const before = found.get(line.id);
    if (line.kind !== "flag.answer" || !before || line.state === "attention") continue;
    const said = { answer: line.args.text, answered_at: occurredAt(line) };
    found.set(line.id, { ...before, ...said, waiting: line.state !== "received" });
  }
  return [...found.values()].sort(
    (a, b) => b.raised_at.localeCompare(a.raised_at) || a.id.localeCompare(b.id),
  );
}

/** The verdict on a visit with an appeal that is on its way. Pure. */
export function verdictNow(
  confirmed: Held<"visit_verdict"> | undefined,
  standing: readonly LogLine[],
): VerdictNow | undefined {
  if (!confirmed) return undefined;
  const said = standing.find(
    (line) =>
      line.kind === "visit.appeal" && line.id === confirmed.id && line.state !== "attention",
  );
  if (!said || said.kind !== "visit.appeal" || confirmed.appeal)
    return { ...confirmed, waiting: false };
  const appeal = {
    state: "open",
    text: said.args.text,
    at: occurredAt(said),
    note: null,
    by_name: null,
    decided_at: null,
  };
  return { ...confirmed, appeal, waiting: said.state !== "received" };
}

/** What is asked of one visit, or of one day of hers that is no visit's. */
export interface Asked {
  key: string;
  visit_id: string | null;
  store_name: string | null;
  day: string;
  flags: FlagNow[];
}

/** Flags by what they are about, the latest day first and of it what was asked last; the one named
 *  `first` before all others. Pure. */
export function byVisit(flags: readonly FlagNow[], first = ""): Asked[] {
  const found = new Map<string, Asked>();
  for (const flag of flags) {
    const { visit_id, store_name, day } = flag;
    const key = visit_id ?? `day:${day}`;
    const group = found.get(key) ?? { key, visit_id, store_name, day, flags: [] };
    group.flags.push(flag);
    found.set(key, group);
  }
  const raised = (one: Asked): string =>
    one.flags
      .map((flag) => flag.raised_at)
      .sort()
      .at(-1) ?? "";
  const leads = (one: Asked): number => Number(one.flags.some((flag) => flag.id === first));
  return [...found.values()].sort(
    (a, b) =>
      leads(b) - leads(a) ||
      b.day.localeCompare(a.day) ||
      raised(b).localeCompare(raised(a)) ||
      a.key.localeCompare(b.key),
  );
}

/** What the same word may answer as well: other questions about this visit, and the same question about
 *  others of that day (a clock that was wrong all day). Only what waits for her word. Pure. */
export function sameWord(flag: FlagNow, open: readonly FlagNow[]): FlagNow[] {
  return open.filter(
    (one) =>
      one.id !== flag.id &&
      unanswered(one) &&
      ((flag.visit_id !== null && one.visit_id === flag.visit_id) ||
        (one.code === flag.code && one.day === flag.day)),
  );
}

/** Waits for her word; what she said at the door is one. */
export function unanswered(flag: Pick<FlagNow, "state" | "answer" | "evidence">): boolean {
  return flag.state === "open" && flag.answer === null && !("why" in flag.evidence);
}

/** Whether a rejection may still be appealed now. */
export function appealable(verdict: VerdictNow, now: string): boolean {
  const review = verdict.review;
  return review?.state === "rejected" && !verdict.appeal && now <= (review.appeal_until ?? "");
}
