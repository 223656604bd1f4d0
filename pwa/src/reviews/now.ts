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

/** Waits for her word. */
export function unanswered(flag: Pick<FlagNow, "state" | "answer">): boolean {
  return flag.state === "open" && flag.answer === null;
}

/** Whether a rejection may still be appealed now. */
export function appealable(verdict: VerdictNow, now: string): boolean {
  const review = verdict.review;
  return review?.state === "rejected" && !verdict.appeal && now <= (review.appeal_until ?? "");
}
