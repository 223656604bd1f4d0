/** Tickets as this device knows them, with what was said here laid on top. Pure. */

import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import { occurredAt } from "../device/time";
import type { Ticket } from "../protocol";

export type TicketNow = Ticket & { id: string; version: number; waiting: boolean };
/** Where a ticket opened here is, and who says so. */
export interface Around {
  storeOf: (id: string) => { code: string; name: string } | undefined;
  name: string;
}

export const OPEN: ReadonlySet<Ticket["state"]> = new Set([
  "new",
  "assigned",
  "in_progress",
  "waiting",
]);
export const GROUPS = ["open", "solved", "closed"] as const;
export type Group = (typeof GROUPS)[number];
const REOPEN_MS = 14 * 86_400_000;

export function groupOf(state: Ticket["state"]): Group {
  if (OPEN.has(state)) return "open";
  return state === "closed" ? "closed" : "solved";
}

/** Open ones by when they should be solved, the others the latest first. */
export function sorted(tickets: readonly TicketNow[], group: Group): TicketNow[] {
  return tickets
    .filter((one) => groupOf(one.state) === group)
    .sort((a, b) =>
      group === "open"
        ? a.solve_by.localeCompare(b.solve_by)
        : b.opened_at.localeCompare(a.opened_at),
    );
}

export function mayReopen(ticket: Pick<Ticket, "state" | "closed_at">, nowMs: number): boolean {
  if (ticket.state === "confirmed") return true;
  if (ticket.state !== "closed" || ticket.closed_at === null) return false;
  return nowMs - Date.parse(ticket.closed_at) <= REOPEN_MS;
}

/** Overdue: no answer by when one was due, or not solved in time. */
export function isLate(
  { state, words, answer_by, solve_by }: Pick<Ticket, "state" | "words" | "answer_by" | "solve_by">,
  now: string,
): boolean {
  if (!OPEN.has(state) || !solve_by) return false; // its clocks are the company's to set
  const answered = words.some((word) => !word.state.startsWith("to_"));
  return now > solve_by || (!answered && now > answer_by);
}

export function ticketsNow(
  confirmed: readonly Held<"ticket">[],
  standing: readonly LogLine[],
  around: Around,
): TicketNow[] {
  const tickets = new Map<string, TicketNow>();
  for (const one of confirmed) tickets.set(one.id, { ...one, waiting: false });
  for (const line of standing) {
    if (line.kind === "ticket.open" && !tickets.has(line.id)) {
      tickets.set(line.id, opened(line, around));
      continue;
    }
    const held = tickets.get(line.id);
    const state = held && stateAfter(line);
    if (!held || !state) continue;
    const note = "note" in line.args ? (line.args.note ?? null) : null;
    const word = { at: occurredAt(line), by_name: around.name, state: wordOf(line, state), note };
    // What is in the record already is not said twice; the same said earlier is another word.
    const heard = held.words.some(
      (one) => one.state === word.state && one.note === note && one.at >= word.at,
    );
    if (heard) continue;
    tickets.set(line.id, {
      ...held,
      state,
      holder: line.kind === "ticket.assign" ? line.args.to : held.holder,
      words: [...held.words, word],
      waiting: true,
    });
  }
  return [...tickets.values()];
}

function stateAfter(line: LogLine): Ticket["state"] | null {
  switch (line.kind) {
    case "ticket.assign":
      return "assigned";
    case "ticket.answer":
      return line.args.state;
    case "ticket.confirm":
      return line.args.solved ? "confirmed" : "in_progress";
    case "ticket.close":
      return "closed";
    case "ticket.reopen":
      return "in_progress";
    default:
      return null;
  }
}

function wordOf(line: LogLine, state: Ticket["state"]): Ticket["words"][number]["state"] {
  if (line.kind === "ticket.assign") return line.args.to === "partner" ? "to_partner" : "to_office";
  return state as Ticket["words"][number]["state"];
}

function opened(line: LogLine & { kind: "ticket.open" }, { storeOf, name }: Around): TicketNow {
  const { store_id, type, text, goods, photo_ids, visit_id, note_id } = line.args;
  const store = storeOf(store_id);
  const at = occurredAt(line);
  return {
    id: line.id, version: 0, waiting: true, store_id, store_code: store?.code ?? "",
    store_name: store?.name ?? store_id, type, text, goods, photo_ids, visit_id, note_id,
    opened_by_name: name, opened_at: at, state: "new", holder: "office", answer_by: "", solve_by: "",
    words: [], closed_at: null, reopened: 0,
  }; // prettier-ignore
}
