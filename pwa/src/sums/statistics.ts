/** The execution statistics of orders: what is asked for, and what its answer shows. Pure. */

import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import type { Cell } from "./sheet";

export const FIGURES = [
  "ordered",
  "accepted",
  "shipped",
  "invoiced",
  "outbound",
  "received",
  "returned",
  "paid",
] as const;
export type Figure = (typeof FIGURES)[number];
export type Figures = Record<Exclude<Figure, "paid">, number | null> & { paid?: number };

export interface StatisticsRow {
  order_id: string;
  no: string;
  day: string;
  store_id: string;
  store_code: string;
  store_name: string;
  partner_id: string | null;
  partner_name: string | null;
  doc_state: string;
  exec_state: string;
  invoice_state: string;
  payment_state: string;
  line_no: number | null;
  sku_id: string | null;
  sku_name: string | null;
  sku_code: string | null;
  sku_pack: string | null;
  gtin: string | null;
  uom: string | null;
  of_one: number | null;
  units: Figures;
  fen: Figures;
}

export interface OrderStatistics {
  as_of: string;
  next: string | null;
  from_day: string;
  to_day: string;
  lines: number;
  sums: { units: Figures; fen: Figures };
  completeness: { orders: number; answered: number; with_invoice: number; with_payment: number };
  /** Whom an office may ask for. */
  partners: Array<{ id: string; name: string }>;
  rows: StatisticsRow[];
}

export const CLASSES = ["C1", "C2", "D", "UNCLASSIFIED"] as const;
export const PERIODS = ["1", "7", "30", "month", "last"] as const;
export const STATES = [
  "standing",
  "submitted",
  "on_hold",
  "none",
  "accepted",
  "part_shipped",
  "shipped",
  "part_received",
  "received",
  "uninvoiced",
  "unpaid",
  "closed",
  "rejected",
  "cancelled",
] as const;
/** What a partner never sees: his orders begin with their audit. */
const BEFORE_AUDIT = new Set<string>(["submitted", "rejected"]);

export function statesFor(partner: boolean): readonly (typeof STATES)[number][] {
  return STATES.filter((state) => !partner || !BEFORE_AUDIT.has(state));
}

export interface Filter {
  /** One of PERIODS, or empty: from and to are days. */
  period: string;
  from: string;
  to: string;
  state: string;
  partner_id: string;
  store_id: string;
  sku_id: string;
  /** Of staff: a partner has one house and asks by store. */
  office: string;
  rep_id: string;
  customer_class: string;
  by: "line" | "order";
  show: "units" | "fen";
}

export const START: Filter = {
  period: "month",
  from: "",
  to: "",
  state: "standing",
  partner_id: "",
  store_id: "",
  sku_id: "",
  office: "",
  rep_id: "",
  customer_class: "",
  by: "line",
  show: "units",
};

/** The days of a filter, both included. */
export function daysOf(filter: Filter, today: string): { from: string; to: string } {
  const back = (days: number): string =>
    new Date(Date.parse(`${today}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
  const first = `${today.slice(0, 8)}01`;
  if (filter.period === "month") return { from: first, to: today };
  if (filter.period === "last") {
    const to = new Date(Date.parse(`${first}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
    return { from: `${to.slice(0, 8)}01`, to };
  }
  if (filter.period) return { from: back(Number(filter.period) - 1), to: today };
  return { from: filter.from, to: filter.to };
}

/** As it is kept under a name: what differs from the start. */
export function queryOf(filter: Filter): string {
  const names = Object.keys(START) as (keyof Filter)[];
  return new URLSearchParams(
    names.filter((name) => filter[name] !== START[name]).map((name) => [name, filter[name]]),
  ).toString();
}

/** Kept by whatever app: what this one does not know is left out. */
export function filterOf(query: string): Filter {
  const said = new URLSearchParams(query);
  const filter: Filter = { ...START };
  for (const name of [
    "from",
    "to",
    "partner_id",
    "store_id",
    "sku_id",
    "office",
    "rep_id",
  ] as const)
    filter[name] = said.get(name) ?? "";
  const one = <T extends string, O extends string = T>(
    name: string,
    known: readonly T[],
    other: O,
  ): T | O => known.find((code) => code === said.get(name)) ?? other;
  filter.customer_class = one("customer_class", CLASSES, "");
  filter.state = one("state", STATES, "standing");
  filter.by = one("by", ["line", "order"], "line");
  filter.show = one("show", ["units", "fen"], "units");
  filter.period = filter.from && filter.to ? "" : one("period", PERIODS, "month");
  return filter;
}

/** The address of the question. */
export function pathOf(filter: Filter, partner: boolean, today: string): string {
  const { state, partner_id, store_id, sku_id, office, rep_id, customer_class, by } = filter;
  const asked = { ...daysOf(filter, today), state, by, store_id, sku_id };
  const whole = partner ? asked : { ...asked, partner_id, office, rep_id, customer_class };
  const given = Object.entries(whole).filter(([, value]) => value !== "");
  return `/${partner ? "partner" : "office"}/v1/order-statistics?${new URLSearchParams(given).toString()}`;
}

/** A line's quantity in the unit it was ordered in, an order's in bottles; money in fen. */
export function figure(row: StatisticsRow, name: Figure, show: Filter["show"]): number | null {
  if (show === "fen") return row.fen[name] ?? null;
  if (name === "paid") return null;
  const units = row.units[name];
  return units === null || !row.of_one ? units : units / row.of_one;
}

/** 1284.50, of whole fen. */
export function decimal(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, "0");
  return `${fen < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export interface Titles {
  head: readonly string[];
  total: string;
  state: (row: StatisticsRow) => string;
  unit: (row: StatisticsRow) => string;
}

/** What the screen shows, as a table for a file: titles, rows, and the sum of all. */
export function tableOf(
  rows: readonly StatisticsRow[],
  sums: OrderStatistics["sums"],
  show: Filter["show"],
  titles: Titles,
): Cell[][] {
  const shown = FIGURES.filter((name) => show === "fen" || name !== "paid");
  const number = (value: number | null | undefined): Cell =>
    value === null || value === undefined
      ? ""
      : { n: show === "fen" ? decimal(value) : `${value}` };
  return [
    [...titles.head],
    ...rows.map((row) => [
      row.no,
      row.day,
      row.store_code,
      row.store_name,
      row.partner_name ?? "",
      row.sku_name ?? "",
      row.sku_pack ?? "",
      row.sku_code ?? "",
      row.gtin ?? "",
      titles.unit(row),
      titles.state(row),
      ...shown.map((name) => number(figure(row, name, show))),
    ]),
    [
      titles.total,
      ...titles.head.slice(1, titles.head.length - shown.length).map(() => ""),
      ...shown.map((name) => number(sums[show][name])),
    ],
  ];
}

export type Saved = { id: string; name: string; query: string };

/** Filters of a screen by name: those the server holds, with what this device has said since. */
export function savedNow(
  held: readonly Held<"saved_filter">[],
  standing: readonly LogLine[],
  screen: string,
): Saved[] {
  const found = new Map<string, Saved>();
  for (const one of held) if (one.screen === screen) found.set(one.id, one);
  for (const line of standing) {
    if (line.kind === "filter.save" && line.args.screen === screen)
      found.set(line.id, { id: line.id, name: line.args.name, query: line.args.query });
    else if (line.kind === "filter.drop") found.delete(line.id);
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
}
