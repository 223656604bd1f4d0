/** Promotions in the office: what the server lists, with what this device has said since on top. */

import type { LogLine } from "../device/log";
import type {
  OperationArgs,
  OperationKind,
  PromotionExecution,
  PromotionItem,
  PromotionType,
} from "../protocol";
import { FITS, unfinished } from "./price-rules";

export type Form = OperationArgs["promotion.save"];

/** Stores in reach, by how far it is there; `checks` and `passed` count all visits. */
export interface Progress {
  stores: number;
  agreed: number;
  declined: number;
  set_up: number;
  passing: number;
  failing: number;
  taken_down: number;
  checks: number;
  passed: number;
  flagged: number;
}
export interface PromotionRow extends Form {
  id: string;
  version: number;
  plan_version: number;
  state: string;
  org_unit_ids: string[];
  /** Who asks has written on it, and so does not decide on it. */
  mine: boolean;
  saved_by_name: string;
  saved_at: string;
  submitted_at: string | null;
  decided_by_name: string | null;
  decided_at: string | null;
  returned_for: string | null;
  budget_no: string | null;
  released_at: string | null;
  stops_at: string | null;
  stop_reason: string | null;
  stopped_by_name: string | null;
  progress: Progress | null;
}
export type PromotionNow = PromotionRow & { waiting: boolean };
export type InFull = PromotionRow & { as_of: string; jpeg: string | null };
type Parts = "agreement" | "declined" | "set_up" | "taken_down";
export type StoreRow = Pick<PromotionExecution, "store_id" | "state" | "checks" | "flags"> & {
  [P in Parts]: NonNullable<PromotionExecution[P]> | null;
} & {
  store_code: string;
  store_name: string;
  tier: string;
  org_unit_id: string;
  rep_name: string | null;
};

export const TYPES: readonly PromotionType[] = [
  "buy_n_get_m",
  "tier",
  "mix",
  "price_off",
  "bundle",
  "display_fee",
  "pos_discount",
  "gift_item",
  "coupon",
];
export const ITEMS: readonly PromotionItem[] = [
  "explained",
  "offer_visible",
  "price",
  "stock",
  "display",
  "posm",
  "gifts",
];
export const STATES = [
  "planned",
  "agreed",
  "declined",
  "set_up",
  "passing",
  "failing",
  "taken_down",
] as const;
/** What is said about plans. */
export const SAID: OperationKind[] = [
  "promotion.issue",
  "promotion.save",
  "promotion.picture",
  "promotion.submit",
  "promotion.approve",
  "promotion.return",
  "promotion.release",
  "promotion.stop",
];
const RANK = ["pending", "draft", "approved", "released", "issued", "stopped", "ended"];

/** The list as it is when what was said here has been heard; what waits for somebody first. Pure. */
export function promotionsNow(
  listed: readonly PromotionRow[],
  said: readonly LogLine[],
  me: { name: string },
): PromotionNow[] {
  const found = new Map<string, PromotionNow>();
  for (const row of listed) found.set(row.id, { ...row, waiting: false });
  for (const line of said) {
    const before = found.get(line.id);
    if (line.kind === "promotion.save" || line.kind === "promotion.issue")
      found.set(line.id, {
        ...(before ?? fresh(line.id)),
        ...line.args,
        state: line.kind === "promotion.issue" ? "issued" : "draft",
        mine: true,
        saved_by_name: me.name,
        saved_at: line.made_at,
        waiting: true,
      });
    else if (before) found.set(line.id, { ...before, ...changeOf(line, me), waiting: true });
  }
  return [...found.values()].sort(
    (a, b) =>
      RANK.indexOf(a.state) - RANK.indexOf(b.state) ||
      b.starts_on.localeCompare(a.starts_on) ||
      (a.id < b.id ? -1 : 1),
  );
}

/** What was said of a plan last, and was not taken: the first of it, for the rest failed with it. Read
 *  and put away, or said anew, it is over. Pure. */
export function refusalOf(said: readonly LogLine[], id: string): LogLine | undefined {
  const mine = said.filter((line) => line.id === id);
  const taken = mine.findLastIndex((line) => line.state !== "attention" || line.seen);
  return mine[taken + 1];
}

function changeOf(line: LogLine, me: { name: string }): Partial<PromotionNow> {
  const decided = { decided_by_name: me.name, decided_at: line.made_at };
  switch (line.kind) {
    case "promotion.submit":
      return { state: "pending", mine: true, submitted_at: line.made_at };
    case "promotion.approve":
      return { state: "approved", ...decided, budget_no: line.args.budget_no };
    case "promotion.return":
      return { state: "draft", ...decided, returned_for: line.args.reason };
    case "promotion.release":
      return { state: "released", released_at: line.made_at };
    case "promotion.stop":
      return {
        state: "stopped",
        stops_at: line.args.stops_at,
        stop_reason: line.args.reason,
        stopped_by_name: me.name,
      };
    default:
      return {};
  }
}

function fresh(id: string): PromotionNow {
  return {
    ...blank("", ""),
    id,
    version: 0,
    plan_version: 0,
    state: "draft",
    org_unit_ids: [],
    mine: true,
    saved_by_name: "",
    saved_at: "",
    submitted_at: null,
    decided_by_name: null,
    decided_at: null,
    returned_for: null,
    budget_no: null,
    released_at: null,
    stops_at: null,
    stop_reason: null,
    stopped_by_name: null,
    progress: null,
    waiting: true,
  };
}

/** A new plan: nothing chosen that somebody must choose. */
export function blank(name: string, today: string): Form {
  return {
    plan_id: null,
    name,
    purpose: "",
    type: "buy_n_get_m",
    mechanism: "",
    starts_on: today,
    ends_on: today,
    classes: [],
    channels: [],
    tiers: [],
    store_ids: [],
    sku_ids: [],
    stackable: false,
    rules: [],
    priority: 0,
    items: ["stock", "display"],
    price_fen: null,
    posm: [],
    agreement: false,
    place: null,
    size: "",
    fee_fen: null,
    fee_pay: null,
    budget_fen: null,
    expected_base: null,
    expected_uplift_pct: null,
    control: "",
  };
}

/** What is edited of a plan. */
export function formOf(row: PromotionRow): Form {
  const names = Object.keys(blank("", "")) as Array<keyof Form>;
  return Object.fromEntries(
    names.map((name) => [name, structuredClone(row[name])]),
  ) as unknown as Form;
}

export type PlanLack =
  "name" | "mechanism" | "days" | "skus" | "rules" | "items" | "place" | "pay" | "money";

/** All that still keeps a draft from being saved, in the order of the form. `odd`: what was typed for
 *  money and is none, by field. */
export function lacksOf(form: Form, odd: Readonly<Record<string, string>> = {}): PlanLack[] {
  const lacks: Record<PlanLack, boolean> = {
    name: !form.name.trim(),
    mechanism: !form.mechanism.trim(),
    days: !form.starts_on || form.ends_on < form.starts_on,
    skus: form.sku_ids.length === 0,
    rules: (form.rules ?? []).some(unfinished),
    items: form.items.length === 0,
    place: form.agreement && !form.place,
    pay: form.fee_fen !== null && !form.fee_pay,
    money: Object.keys(odd).length > 0,
  };
  return (Object.keys(lacks) as PlanLack[]).filter((one) => lacks[one]);
}

export type PlanGap = "rules" | "picture" | "price" | "posm";

/** What nothing keeps from being handed in, and yet leaves the promotion without effect on prices, or a
 *  visit without anything to check it by (domain.md 4.7), in the order of the form. */
export function gapsOf(form: Form, pictured: boolean): PlanGap[] {
  const checked = (item: PromotionItem): boolean => form.items.includes(item);
  const gaps: Record<PlanGap, boolean> = {
    rules: FITS[form.type].length > 0 && !form.rules?.length,
    picture: !pictured,
    price: form.price_fen === null && (checked("price") || form.type === "price_off"),
    posm: form.posm.length === 0 && checked("posm"),
  };
  return (Object.keys(gaps) as PlanGap[]).filter((one) => gaps[one]);
}

/** A code for a new promotion: short, for it is part of many ids. */
export function codeFor(random: string): string {
  return `PR-${random
    .replace(/[^a-z0-9]/gi, "")
    .slice(-8)
    .toUpperCase()}`;
}

/** Of so many stores where it stands the part whose last check passed, 0 to 100; null: none yet. */
export function passing(progress: Progress): number | null {
  const { passing: good, failing: bad } = progress;
  return good + bad ? Math.round((100 * good) / (good + bad)) : null;
}
