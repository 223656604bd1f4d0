/**
 * Reasons somebody chose, or wrote. A chosen one travels as its code, so that everybody reads it in
 * his own language; what was typed beside it follows, as it was typed.
 */

import { t, word } from "./index.svelte";

const BEFORE_NOTE = ": ";
/** As the server says it of a stop that a colleague's visit has done. */
const VISITED_BY = "visited_by:";
/** Whose codes a message's reason is of. */
const OF_MESSAGE: Record<string, string> = {
  "plan.waived": "waiver",
  "order.rejected": "rejectwhy",
  "order.cancelled": "cancel",
  "order.recalled": "cancel",
  "delivery.recalled": "cancel",
  "delivery.taken_back": "notewhy",
  "order.held": "hold",
  "order.un_audited": "rejectwhy",
  "order.closed": "closewhy",
  "order.close_asked": "closewhy",
  "order.line_closed": "closewhy",
  "photo.rejected": "photowhy",
  "flag.raised": "visitflag",
  "flag.raised_day": "visitflag",
  "visit.rejected": "visitwhy",
  "store.returned": "foundreturn",
  "ticket.opened": "tickettype",
  "ticket.assigned": "tickettype",
  "ticket.solved": "tickettype",
  "ticket.not_solved": "tickettype",
  "ticket.reopened": "tickettype",
};

/** A chosen code, a note, or both, as one text to be sent. */
export function reasonOf(code: string, note: string): string {
  return [code, note.trim()].filter(Boolean).join(BEFORE_NOTE);
}

/** It in words. What is no code of the group was typed, and stays as it is. */
export function reasonText(group: string, reason: string): string {
  const [code = "", ...rest] = reason.split(BEFORE_NOTE);
  const said = word(group, code);
  if (said === code) return reason;
  return rest.length ? t("unit.why_note", { why: said, note: rest.join(BEFORE_NOTE) }) : said;
}

/** Why a stop needs no visit. */
export function waiverText(reason: string): string {
  if (reason.startsWith(VISITED_BY))
    return t("today.visited_by", { name: reason.slice(VISITED_BY.length) });
  return reasonText("waiver", reason);
}

/** Why an order is what it is: who rejects it chooses from other reasons than who cancels or closes
 * it. */
export function orderReason(order: { doc_state: string; reason: string | null }): string {
  const why = order.reason ?? "";
  if (order.doc_state === "cancelled") return reasonText("cancel", why);
  const said = reasonText("closewhy", why);
  return said === why ? reasonText("rejectwhy", why) : said;
}

/** The reason a message tells. */
export function messageReason(kind: string, reason: string): string {
  const group = OF_MESSAGE[kind];
  return group ? reasonText(group, reason) : reason;
}
