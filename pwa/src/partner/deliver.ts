/** A delivery at the door: what the store takes, what differs, and what is still missing. */

import type { DeliverLine, DeliveryLine, DeliveryNote } from "../protocol";
import type { Typed } from "./confirm";

export const OUTCOMES = ["delivered", "refused", "failed"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Why a store does not take goods (domain.md 4.12), or the driver has none to give. */
export const DELIVER_REASONS = [
  "not_on_truck",
  "not_ordered",
  "wrong_sku",
  "too_old",
  "damaged",
  "late",
  "no_money",
  "closed",
] as const;

/** Of a note that is wanted back that comes first: it says so, whatever the store thinks of it. */
export function reasonsOf(note: Pick<DeliveryNote, "recall">): readonly string[] {
  return note.recall ? ["recalled", ...DELIVER_REASONS] : DELIVER_REASONS;
}

export interface HandLine extends DeliveryLine {
  got: number;
  why: string;
  differs: boolean;
}

export interface Handing {
  lines: HandLine[];
  differs: boolean;
  /** Line ids that differ without a reason. */
  lacking: string[];
  brought: number;
  taken: number;
  /** delivered with nothing taken is a refusal: the driver should say so. */
  nothing: boolean;
}

/** The note's lines with what was typed. Nobody takes more than was brought. */
export function handingOf(
  lines: readonly DeliveryLine[],
  typed: Readonly<Record<string, Typed>>,
): Handing {
  const answered = lines.map((line): HandLine => {
    const said = typed[line.line_id];
    const got = Math.max(0, Math.min(line.qty, Math.trunc(said?.qty ?? line.qty) || 0));
    const differs = got !== line.qty;
    return { ...line, got, why: differs ? (said?.reason ?? "") : "", differs };
  });
  return {
    lines: answered,
    differs: answered.some((line) => line.differs),
    lacking: answered.filter((line) => line.differs && !line.why).map((line) => line.line_id),
    brought: answered.reduce((sum, line) => sum + line.qty, 0),
    taken: answered.reduce((sum, line) => sum + line.got, 0),
    nothing: answered.length > 0 && answered.every((line) => line.got === 0),
  };
}

/** As note.deliver wants it: lines only when something was handed over. */
export function deliverLines(handing: Handing, outcome: Outcome): DeliverLine[] {
  if (outcome !== "delivered") return [];
  return handing.lines.map(({ line_id, got, differs, why }) => ({
    line_id,
    accepted_qty: got,
    reason: differs ? why : null,
  }));
}

export interface Form {
  outcome: Outcome;
  reason: string;
  signer: string;
  inked: boolean;
}

/** What is missing before it can be said, as codes of sentences; in the order of the screen. */
export function missingOf(handing: Handing, form: Form): string[] {
  if (form.outcome !== "delivered") return form.reason ? [] : ["reason"];
  return [
    ...(handing.nothing ? ["nothing"] : []),
    ...(handing.lacking.length ? ["line_reason"] : []),
    ...(form.inked ? [] : ["signature"]),
    ...(form.signer.trim() ? [] : ["signer"]),
  ];
}
