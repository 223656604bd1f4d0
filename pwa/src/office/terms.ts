/** Trade terms in the office: what the server lists, with what this device has said since on top. */

import type { LogLine } from "../device/log";
import type { InstoreFee, OperationArgs, OperationKind } from "../protocol";
import type { Listed } from "./api";

export type Form = OperationArgs["trade_terms.save"];

/** Two partners too far apart; prices in fen a case without tax, fees in ten-thousandths of supply. */
export interface Differ {
  kind: "price" | "fees";
  sku_id: string | null;
  low_partner_id: string;
  high_partner_id: string;
  low: number;
  high: number;
  apart_bp: number;
}
export interface TermsRow extends Form {
  id: string;
  version: number;
  customer_name: string;
  customer_class: string;
  partner_name: string;
  state: "draft" | "pending" | "approved";
  differs: Differ[];
  exception: string | null;
  saved_by_name: string;
  saved_at: string;
  submitted_at: string | null;
  decided_by_name: string | null;
  decided_at: string | null;
  returned_for: string | null;
}
export interface Alert {
  id: string;
  version: number;
  customer_name: string;
  customer_class: string;
  state: "open" | "excepted" | "closed";
  day: string;
  differs: Differ[];
  exceptions: { differs: Differ[]; reason: string; by_name: string; at: string }[];
  found_at: string;
}
export interface Terms extends Listed<TermsRow> {
  alerts: Alert[];
  partners: { id: string; name: string }[];
}
export type TermsNow = TermsRow & { waiting: boolean };

export const SAID: OperationKind[] = [
  "trade_terms.save",
  "trade_terms.submit",
  "trade_terms.approve",
  "trade_terms.return",
  "terms_alert.except",
];
export const FEES: readonly InstoreFee["kind"][] = [
  "listing",
  "display",
  "leaflet",
  "anniversary",
  "promoter",
  "new_store",
];
export const TEXTS = [
  "invoice_rule",
  "conditional_rebates",
  "returns_rule",
  "delivery_window",
  "penalty_rule",
  "promotion_support",
  "signatories",
] as const;
const RANK = ["pending", "draft", "approved"];

/** As it is when what was said here has been heard; what waits for somebody first. Pure. */
export function termsNow(
  listed: readonly TermsRow[],
  said: readonly LogLine[],
  me: { name: string },
): TermsNow[] {
  const found = new Map<string, TermsNow>();
  for (const row of listed) found.set(row.id, { ...row, waiting: false });
  for (const line of said) {
    const before = found.get(line.id);
    if (line.kind === "trade_terms.save") {
      const named = { saved_by_name: me.name, saved_at: line.made_at };
      const row = { ...(before ?? fresh(line.id)), ...line.args, ...named };
      found.set(line.id, { ...row, state: "draft", waiting: true });
    } else if (before) found.set(line.id, { ...before, ...changeOf(line, me), waiting: true });
  }
  return [...found.values()].sort(
    (a, b) => RANK.indexOf(a.state) - RANK.indexOf(b.state) || b.saved_at.localeCompare(a.saved_at),
  );
}

function changeOf(line: LogLine, me: { name: string }): Partial<TermsRow> {
  const decided = { decided_by_name: me.name, decided_at: line.made_at };
  if (line.kind === "trade_terms.submit") return { state: "pending", submitted_at: line.made_at };
  if (line.kind === "trade_terms.approve")
    return { state: "approved", ...decided, exception: line.args.exception };
  if (line.kind === "trade_terms.return")
    return { state: "draft", ...decided, returned_for: line.args.reason };
  return {};
}

function fresh(id: string): TermsNow {
  return {
    ...blank("", "", 1, ""),
    id,
    version: 0,
    customer_name: "",
    customer_class: "",
    partner_name: "",
    state: "draft",
    differs: [],
    exception: null,
    saved_by_name: "",
    saved_at: "",
    submitted_at: null,
    decided_by_name: null,
    decided_at: null,
    returned_for: null,
    waiting: true,
  };
}

/** New terms: no price yet, the usual tax, nothing agreed beside. */
export function blank(customer: string, partner: string, version: number, today: string): Form {
  return {
    customer_id: customer,
    partner_id: partner,
    terms_version: version,
    valid_from: today,
    valid_until: null,
    tax_inclusive: true,
    tax_per_mille: 130,
    lines: [],
    rebate_per_mille: 0,
    conditional_rebates: "",
    fees: [],
    annual_supply_fen: 0,
    payment_days: 30,
    invoice_rule: "",
    returns_rule: "",
    freshness_per_mille: null,
    delivery_window: "",
    penalty_rule: "",
    promotion_support: "",
    signatories: "",
  };
}

/** The next version of the newest terms of the two; new ones where there are none. */
export function nextOf(
  rows: readonly TermsRow[],
  customer: string,
  partner: string,
  today: string,
): Form {
  const own = rows
    .filter((one) => one.customer_id === customer && one.partner_id === partner)
    .sort((a, b) => b.terms_version - a.terms_version)[0];
  const { terms_version, valid_from, valid_until, ...empty } = blank(
    customer,
    partner,
    (own?.terms_version ?? 0) + 1,
    today,
  );
  return { ...empty, ...(own && formOf(own)), terms_version, valid_from, valid_until };
}

/** Of a row what is said of it. */
export function formOf(row: Form): Form {
  const names = Object.keys(blank("", "", 1, "")) as (keyof Form)[];
  return Object.fromEntries(names.map((name) => [name, row[name]])) as unknown as Form;
}

export type Lack = "partner" | "prices" | "days" | "money";

export function lacksOf(form: Form, odd: Readonly<Record<string, string>>): Lack[] {
  const found: Lack[] = [];
  if (!form.partner_id) found.push("partner");
  if (!form.lines.length) found.push("prices");
  if (form.valid_until !== null && form.valid_until < form.valid_from) found.push("days");
  if (Object.values(odd).some(Boolean)) found.push("money");
  return found;
}

/** 5 % is 50 per mille, one place behind the point; null: that is no share. */
export function perMille(typed: string, most: number): number | null {
  const value = Math.round(Number(typed.trim().replace(",", ".").replace("%", "")) * 10);
  return typed.trim() && value >= 0 && value <= most ? value : null;
}
