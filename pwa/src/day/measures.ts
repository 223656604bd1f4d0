/**
 * A rep's own numbers by the formulas of the catalogue (domain.md 2.10), each as a numerator, a
 * denominator and the rows both are made of, so that a number can always be followed to what it counts.
 * Pure. "Valid" is what is completed: what a review thinks of it comes from the office and is not here.
 */

import type { Held } from "../device/records";
import type { OrderNow } from "../orders/now";
import type { TaskNow } from "../planning/now";
import { dayOf } from "../device/time";
import type { VisitNow } from "../visits/now";

export const CODES = ["M01", "M07", "M09", "M08", "M04", "M13", "M27", "M31", "M10"] as const;
export type Code = (typeof CODES)[number];

/** How a number is read: a share, a mean of money or of things, or a sum of minutes. */
export type Kind = "rate" | "fen" | "mean" | "minutes";
const KIND: Record<Code, Kind> = {
  M01: "rate",
  M07: "rate",
  M09: "fen",
  M08: "mean",
  M04: "rate",
  M13: "rate",
  M27: "rate",
  M31: "rate",
  M10: "minutes",
};

export interface Row {
  id: string;
  day: string | null;
  title: string;
  /** Where it can be looked at; empty: nowhere. */
  path: string;
  numerator: number;
  denominator: number;
  /** The company has not received it yet. */
  waiting: boolean;
}

export interface Measure {
  code: Code;
  kind: Kind;
  numerator: number;
  denominator: number;
  /** Of the numerator, what the company has not received yet. */
  waiting: number;
  rows: Row[];
}

export interface Known {
  meId: string;
  /** First and last day, both in it. */
  from: string;
  to: string;
  plan: readonly Held<"planned_visit">[];
  visits: readonly VisitNow[];
  orders: readonly OrderNow[];
  tasks: readonly TaskNow[];
  stores: readonly Held<"store">[];
  spots: readonly Held<"spot_check">[];
  /** SKUs a store must have, by the list's id. */
  mustStock: ReadonlyMap<string, readonly string[]>;
}

const NO_ORDER: ReadonlySet<string> = new Set(["cancelled", "rejected"]);

export function measures(known: Known): Measure[] {
  const { meId, from, to } = known;
  const inside = (day: string): boolean => day >= from && day <= to;
  const names = new Map(known.stores.map((store) => [store.id, store.name]));
  const all = known.visits.filter((visit) => inside(visit.day) && visit.state === "completed");
  const mine = all.filter((visit) => visit.rep_id === meId);
  const ids = new Set(mine.map((visit) => visit.id));
  const orders = known.orders.filter(
    (order) => order.visit_id !== null && ids.has(order.visit_id) && !NO_ORDER.has(order.doc_state),
  );
  const nameOf = (store: string): string => names.get(store) ?? store;
  const rows: Record<Code, Row[]> = {
    M01: planned(known, all, inside),
    M07: mine.map((visit) => {
      const bought = orders.filter((order) => order.visit_id === visit.id);
      return {
        ...ofVisit(visit, nameOf),
        numerator: bought.length ? 1 : 0,
        denominator: 1,
        waiting: visit.waiting || bought.some((order) => order.waiting),
      };
    }),
    M09: perOrder(orders, (order) => order.total_fen),
    M08: perOrder(orders, (order) => order.lines.length),
    M04: known.stores
      .filter((store) => store.active)
      .map((store) => {
        const been = mine.filter((visit) => visit.store_id === store.id);
        return {
          id: store.id,
          day:
            been
              .map((visit) => visit.day)
              .sort()
              .at(-1) ?? null,
          title: store.name,
          path: `/stores/${store.id}`,
          numerator: been.length ? 1 : 0,
          denominator: 1,
          waiting: been.length > 0 && been.every((visit) => visit.waiting),
        };
      }),
    M13: known.stores.flatMap((store) => shelf(store, mine, known.mustStock)),
    M27: known.spots
      .filter((spot) => spot.rep_id === meId && spot.state === "done" && inside(dayOfVisit(spot)))
      .map((spot) => ({
        id: spot.id,
        day: dayOfVisit(spot),
        title: spot.store_name,
        path: `/coaching/${spot.id}`,
        numerator: spot.within ?? 0,
        denominator: spot.compared ?? 0,
        waiting: false,
      })),
    M31: known.tasks
      .filter((task) => task.state !== "withdrawn" && inside(task.due_on))
      .map((task) => ({
        id: task.id,
        day: task.due_on,
        title: `${task.store_name} · ${task.title}`,
        path: `/tasks/${task.id}`,
        numerator: inTime(task, to) ? 1 : 0,
        denominator: 1,
        waiting: task.waiting,
      })),
    M10: mine.map((visit) => ({
      ...ofVisit(visit, nameOf),
      numerator: minutesIn(visit),
      denominator: 1,
      waiting: visit.waiting,
    })),
  };
  return CODES.map((code) => summed(code, rows[code]));
}

function summed(code: Code, rows: Row[]): Measure {
  const sum = (of: (row: Row) => number): number => rows.reduce((all, row) => all + of(row), 0);
  return {
    code,
    kind: KIND[code],
    numerator: sum((row) => row.numerator),
    denominator: sum((row) => row.denominator),
    waiting: sum((row) => (row.waiting ? row.numerator : 0)),
    rows: rows.toSorted((a, b) => (b.day ?? "").localeCompare(a.day ?? "")),
  };
}

/**
 * What it comes to; null, a dash, where nothing was due. A share in ten-thousandths, a mean of things in
 * tenths; halves up. Minutes are their sum.
 */
export function valueOf({ kind, numerator, denominator }: Measure): number | null {
  if (!denominator) return null;
  if (kind === "minutes") return numerator;
  const scale = kind === "rate" ? 10_000 : kind === "mean" ? 10 : 1;
  return Math.floor((2 * numerator * scale + denominator) / (2 * denominator));
}

/** M01: store-days the office planned for her and did not waive; done by a completed visit that day. */
function planned(known: Known, all: readonly VisitNow[], inside: (day: string) => boolean): Row[] {
  const rows = new Map<string, Row>();
  for (const stop of known.plan) {
    if (!inside(stop.day) || stop.origin === "rep_added" || stop.state === "waived") continue;
    const seen = all.filter((one) => one.store_id === stop.store_id && one.day === stop.day);
    const visit = seen.find((one) => one.rep_id === known.meId) ?? seen[0];
    rows.set(`${stop.day} ${stop.store_id}`, {
      id: stop.id,
      day: stop.day,
      title: stop.store_name,
      path: visit ? `/visits/${visit.id}` : `/stores/${stop.store_id}`,
      numerator: visit ? 1 : 0,
      denominator: 1,
      waiting: visit?.waiting ?? false,
    });
  }
  return [...rows.values()];
}

function ofVisit(visit: VisitNow, nameOf: (store: string) => string) {
  return {
    id: visit.id,
    day: visit.day,
    title: nameOf(visit.store_id),
    path: `/visits/${visit.id}`,
  };
}

/** M08, M09: over productive visits; two orders of one visit are one call. */
function perOrder(orders: readonly OrderNow[], of: (order: OrderNow) => number): Row[] {
  const counted = new Set<string | null>();
  return orders.map((order) => {
    const first = !counted.has(order.visit_id);
    counted.add(order.visit_id);
    return {
      id: order.id,
      day: order.day,
      title: order.store_name,
      path: `/orders/${order.id}`,
      numerator: of(order),
      denominator: first ? 1 : 0,
      waiting: order.waiting,
    };
  });
}

/** M13: of what the store must have, what was there at her last check. Not checked is not counted. */
function shelf(
  store: Held<"store">,
  mine: readonly VisitNow[],
  mustStock: ReadonlyMap<string, readonly string[]>,
): Row[] {
  const must = mustStock.get(store.must_stock_list_id ?? "") ?? [];
  const last = mine
    .filter((visit) => visit.store_id === store.id && visit.observations.length)
    .sort((a, b) => a.checked_in_at.localeCompare(b.checked_in_at))
    .at(-1);
  if (!last || !must.length) return [];
  const there = new Set(
    last.observations.flatMap((one) => (one.presence === "present" ? [one.sku_id] : [])),
  );
  return [
    {
      id: store.id,
      day: last.day,
      title: store.name,
      path: `/visits/${last.id}`,
      numerator: must.filter((sku) => there.has(sku)).length,
      denominator: must.length,
      waiting: last.waiting,
    },
  ];
}

/** The business day on which she left the store. */
function dayOfVisit(spot: Held<"spot_check">): string {
  return dayOf(new Date(spot.visited_at));
}

/** Answered as done, on the day it was due at the latest. */
function inTime(task: TaskNow, today: string): boolean {
  if (task.state !== "done" && task.state !== "done_after_withdrawal") return false;
  return (task.answered_at ? dayOf(new Date(task.answered_at)) : today) <= task.due_on;
}

function minutesIn(visit: VisitNow): number {
  if (!visit.checked_out_at) return 0;
  const ms = Date.parse(visit.checked_out_at) - Date.parse(visit.checked_in_at);
  return Math.max(0, Math.round(ms / 60_000));
}
