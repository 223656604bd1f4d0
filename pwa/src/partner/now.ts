/** What the partner's people see: orders by deadline, notes with what was said since. */

import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import { occurredAt } from "../device/time";
import type { OrderNow } from "../orders/now";
import { openQty } from "../orders/rules";
import type { DeliveryNote, SalesGift } from "../protocol";
import { answerBy } from "./confirm";
import { giftsTaken } from "./gift-rules";
import { asNoted, countedLines } from "./load-rules";

export type NoteNow = DeliveryNote & { id: string; version: number; waiting: boolean };

/** What a note made here shows before the company has heard of it. */
export interface NoteFacts {
  orders: ReadonlyMap<string, OrderNow>;
  skuName: (id: string) => string;
  driverName: (id: string) => string;
}

/** Notes with this device's own words laid on top: made, changed, loaded, delivered. */
export function notesNow(
  confirmed: readonly Held<"delivery_note">[],
  standing: readonly LogLine[],
  facts?: NoteFacts,
): NoteNow[] {
  const notes = new Map<string, NoteNow>();
  for (const note of confirmed) notes.set(note.id, { ...note, waiting: false });
  for (const line of standing) {
    const note = notes.get(line.id);
    if (line.kind === "note.make" && !note && facts) notes.set(line.id, made(line, facts));
    else if (line.kind === "note.load" && note?.state === "prepared")
      notes.set(line.id, loaded(note, line));
    else if (line.kind === "note.unload" && note?.state === "in_transit")
      notes.set(line.id, unloaded(note));
    else if (line.kind === "note.cancel" && note?.state === "prepared")
      notes.set(line.id, takenBack(note, line));
    else if (line.kind === "note.assign" && note?.state === "prepared")
      notes.set(line.id, assigned(note, line, facts));
    else if (line.kind === "note.print" && note)
      notes.set(line.id, { ...note, prints: (note.prints ?? 0) + 1 });
    else if (line.kind === "note.deliver" && note && canBeDelivered(note))
      notes.set(line.id, delivered(note, line));
  }
  return [...notes.values()];
}

type Said<K extends LogLine["kind"]> = Extract<LogLine, { kind: K }>;

function made(line: Said<"note.make">, facts: NoteFacts): NoteNow {
  const { args } = line;
  const orders = args.order_ids.flatMap((id) => facts.orders.get(id) ?? []);
  return {
    id: line.id,
    version: 0,
    no: args.no,
    order_ids: args.order_ids,
    order_nos: orders.map((order) => order.no),
    store_id: args.store_id,
    store_code: orders[0]?.store_code ?? args.store_id,
    store_name: orders[0]?.store_name ?? args.store_id,
    address: "",
    contact_name: null,
    phone: null,
    receiving_window: null,
    lat_e7: 0,
    lon_e7: 0,
    partner_id: orders[0]?.partner_id ?? "",
    driver_id: args.driver_id,
    driver_name: facts.driverName(args.driver_id),
    deliver_on: args.deliver_on,
    state: "prepared",
    lines: args.lines.map((one) => ({
      ...one,
      sku_name: facts.skuName(one.sku_id),
      accepted_qty: null,
      reason: null,
    })),
    signer_name: null,
    signature_photo_id: null,
    loaded_at: null,
    delivered_at: null,
    reason: null,
    note: null,
    waiting: true,
  };
}

function loaded(note: NoteNow, line: Said<"note.load">): NoteNow {
  const { lines, vehicle } = line.args;
  return {
    ...note,
    ...(vehicle ? { vehicle } : {}),
    lines: lines ? countedLines(note.lines, lines) : note.lines,
    state: "in_transit",
    loaded_at: occurredAt(line),
    waiting: true,
  };
}

function unloaded(note: NoteNow): NoteNow {
  return {
    ...note,
    lines: note.lines.map(asNoted),
    state: "prepared",
    loaded_at: null,
    waiting: true,
  };
}

function takenBack(note: NoteNow, line: Said<"note.cancel">): NoteNow {
  const back = { by_name: "", reason: line.args.reason, at: occurredAt(line) };
  return { ...note, state: "void", taken_back: back, waiting: true };
}

function assigned(note: NoteNow, line: Said<"note.assign">, facts?: NoteFacts): NoteNow {
  const { driver_id, deliver_on, vehicle } = line.args;
  const same = driver_id === note.driver_id;
  return {
    ...note,
    driver_id,
    driver_name: same ? note.driver_name : (facts?.driverName(driver_id) ?? driver_id),
    deliver_on,
    ...(vehicle ? { vehicle } : {}),
    waiting: true,
  };
}

function delivered(note: NoteNow, line: Said<"note.deliver">): NoteNow {
  const { args } = line;
  const taken = new Map(args.lines.map((one) => [one.line_id, one]));
  const lines = note.lines.map((one) => ({
    ...one,
    accepted_qty: taken.get(one.line_id)?.accepted_qty ?? 0,
    reason: taken.get(one.line_id)?.reason ?? null,
  }));
  const took = lines.map((one) => ({ ...one, qty: one.accepted_qty }));
  const got = giftsTaken(note.gifts ?? [], took);
  return {
    ...note,
    lines,
    gifts: (note.gifts ?? []).map((gift, i) => ({ ...gift, accepted_qty: got[i] ?? 0 })),
    state: stateAfter(args.outcome, lines),
    signer_name: args.signer_name,
    signature_photo_id: args.signature_photo_id,
    delivered_at: occurredAt(line),
    reason: args.reason,
    note: args.note,
    waiting: true,
  };
}

/** As the server decides it: nothing taken at all is a refusal, whatever was tapped. */
export function stateAfter(
  outcome: string,
  lines: readonly { qty: number; accepted_qty: number | null }[],
): string {
  if (outcome !== "delivered") return outcome;
  if (lines.every((line) => (line.accepted_qty ?? 0) >= line.qty)) return "delivered_full";
  return lines.some((line) => line.accepted_qty) ? "delivered_partial" : "refused";
}

/** Still to be handed over. */
export function isOpen(note: { state: string }): boolean {
  return note.state === "prepared" || note.state === "in_transit";
}

/** What was handed over is a fact (K4): a note cancelled meanwhile takes its proof all the same. */
export function canBeDelivered(note: { state: string }): boolean {
  return isOpen(note) || note.state === "void";
}

type OnNote = { id: string } & Partial<Pick<DeliveryNote, "state" | "lines">>;

/** What is on notes made here that the company has not heard of is on a note, too; and on none what
 *  is on notes taken back here. */
export function noted(
  orders: Iterable<OrderNow>,
  confirmed: readonly OnNote[],
  standing: readonly LogLine[],
): OrderNow[] {
  const known = new Map(confirmed.map((note) => [note.id, note]));
  const back = new Set(standing.flatMap((line) => (line.kind === "note.cancel" ? line.id : [])));
  const more = new Map<string, number>();
  const add = (one: Named, qty: number): void => {
    const key = `${one.order_id} ${one.order_line_id ?? one.line_id}`;
    more.set(key, (more.get(key) ?? 0) + qty);
  };
  for (const line of standing) {
    if (line.kind !== "note.make" || known.has(line.id) || back.has(line.id)) continue;
    for (const one of line.args.lines) add(one, one.qty);
  }
  for (const id of back) {
    const note = known.get(id);
    if (note?.state === "prepared") for (const one of note.lines ?? []) add(one, -one.qty);
  }
  if (!more.size) return [...orders];
  return [...orders].map((order) => ({
    ...order,
    lines: order.lines.map((line) => ({
      ...line,
      noted_qty: line.noted_qty + (more.get(`${order.id} ${line.line_id}`) ?? 0),
    })),
  }));
}

type Named = { order_id: string; line_id: string; order_line_id?: string };

export interface Desk {
  toConfirm: OrderNow[];
  toShip: OrderNow[];
  underway: OrderNow[];
  done: OrderNow[];
}

const UNDERWAY = new Set(["accepted", "part_shipped", "shipped", "part_received"]);

/** The clerk's orders by what is to be done next, the most urgent first. */
export function deskNow(orders: Iterable<OrderNow>): Desk {
  const desk: Desk = { toConfirm: [], toShip: [], underway: [], done: [] };
  for (const order of orders) {
    if (order.doc_state !== "audited") desk.done.push(order);
    else if (order.exec_state === "none" || order.reaccept) desk.toConfirm.push(order);
    else if (order.lines.some((line) => openQty(line) > 0)) desk.toShip.push(order);
    else if (UNDERWAY.has(order.exec_state)) desk.underway.push(order);
    else desk.done.push(order);
  }
  desk.toConfirm.sort((a, b) => dueOf(a).localeCompare(dueOf(b)) || a.no.localeCompare(b.no));
  for (const list of [desk.toShip, desk.underway])
    list.sort((a, b) => (a.promised_on ?? "").localeCompare(b.promised_on ?? ""));
  desk.done.sort((a, b) => b.submitted_at.localeCompare(a.submitted_at));
  return desk;
}

/** By when the store has been promised to hear: from the audit, or the writing, if that is unknown. */
export function dueOf(order: OrderNow): string {
  return answerBy(order.audited_at ?? order.submitted_at);
}

/** Gifts that go with all that is accepted and on no note yet, by line id. */
export function openGifts(order: OrderNow): SalesGift[] {
  return (order.gifts ?? [])
    .map((gift) => ({ ...gift, qty: (gift.accepted_qty ?? 0) - gift.noted_qty }))
    .filter((gift) => gift.qty > 0);
}

/** One store's goods that can go on a note: R-SH-6, one note is one store. */
export interface Load {
  store_id: string;
  store_name: string;
  promised_on: string;
  orders: OrderNow[];
  units: { case: number; bottle: number };
}

/** Accepted orders by store, the earliest promise first. */
export function loadsOf(orders: readonly OrderNow[]): Load[] {
  const loads = new Map<string, Load>();
  for (const order of orders) {
    const { store_id, store_name } = order;
    const fresh = {
      store_id,
      store_name,
      promised_on: "9",
      orders: [],
      units: { case: 0, bottle: 0 },
    };
    const load: Load = loads.get(store_id) ?? fresh;
    load.orders.push(order);
    if ((order.promised_on ?? "9") < load.promised_on) load.promised_on = order.promised_on ?? "9";
    for (const line of order.lines) load.units[line.uom] += openQty(line);
    loads.set(store_id, load);
  }
  return [...loads.values()].sort(
    (a, b) =>
      a.promised_on.localeCompare(b.promised_on) || a.store_name.localeCompare(b.store_name),
  );
}

/** After every hour of a day; a sign such as ~ would sort before the digits. */
const NO_WINDOW = "99";

/** A driver's day in the order of the receiving windows; notes without one come last. */
export function tripOf(notes: readonly NoteNow[], driverId: string, day: string): NoteNow[] {
  const his = notes.filter(
    (note) =>
      note.driver_id === driverId &&
      (note.deliver_on === day || note.state === "in_transit" || lateOf(note, day)),
  );
  return his.sort(
    (a, b) =>
      (a.receiving_window ?? NO_WINDOW).localeCompare(b.receiving_window ?? NO_WINDOW) ||
      a.no.localeCompare(b.no),
  );
}

export interface TripCount {
  all: number;
  done: number;
  toLoad: number;
  differs: number;
}

/** A day's numbers. A void note went nowhere: it is neither delivered nor still to be. */
export function tripCount(notes: readonly NoteNow[]): TripCount {
  const out = notes.filter((note) => note.state !== "void");
  const done = out.filter((note) => !isOpen(note));
  return {
    all: out.length,
    done: done.length,
    toLoad: out.filter((note) => note.state === "prepared").length,
    differs: done.filter((note) => note.state !== "delivered_full").length,
  };
}

/** Should have gone out on an earlier day. */
export function lateOf(note: NoteNow, day: string): boolean {
  return note.deliver_on < day && isOpen(note);
}
