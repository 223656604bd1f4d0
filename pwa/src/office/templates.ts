/** Visit templates in the office: what the server lists, with what this device has said since on top. */

import { CHANNELS } from "../customers/channels";
import type { LogLine } from "../device/log";
import type {
  OperationArgs,
  OperationKind,
  PhotoType,
  TemplateStep,
  Tier,
  VisitStep,
} from "../protocol";
import { FIELDS } from "../visits/steps";
import { BUILT_IN, templateFor, type Kind } from "../visits/template-rules";

export interface TemplateRow {
  id: string;
  version: number;
  code: string;
  template_version: number;
  name: string;
  classes: OperationArgs["visit_template.save"]["classes"];
  channels: string[];
  tiers: Tier[];
  valid_from: string;
  strict_order: boolean;
  steps: TemplateStep[];
  state: string;
  org_unit_ids: string[];
  /** Who asks has written on it, and so does not decide on it. */
  mine: boolean;
  /** While it is pending: who may decide. */
  deciders?: string[];
  saved_by_name: string;
  saved_at: string;
  submitted_at: string | null;
  decided_by_name: string | null;
  decided_at: string | null;
  returned_for: string | null;
}
export type TemplateNow = TemplateRow & { waiting: boolean };
export type Form = OperationArgs["visit_template.save"];

export { CHANNELS };
export const CLASSES = ["C1", "C2", "D", "UNCLASSIFIED"] as const;
export const TIERS = ["P1", "P2", "P3", "P4"] as const;
export const NEEDS = ["required", "optional", "if_due", "if_task", "off"] as const;
/** What is said about templates. */
export const SAID: OperationKind[] = [
  "visit_template.save",
  "visit_template.submit",
  "visit_template.publish",
  "visit_template.return",
  "visit_template.retire",
  "visit_template.discard",
];
/** What a step may ask for; the others are taken where they belong. */
export const PHOTOS: readonly PhotoType[] = [
  "storefront",
  "main_shelf_before",
  "main_shelf_after",
  "second_display",
  "cooler",
  "promotion",
  "posm",
  "price_tag",
  "competitor",
  "document",
];
export const STEPS: readonly VisitStep[] = [
  "check_in",
  "outside",
  "greet",
  "store_check",
  "merchandise",
  "promotion",
  "competitor",
  "sell_in",
  "order",
  "wrap_up",
];
const ENDS: ReadonlySet<VisitStep> = new Set(["check_in", "wrap_up"]);

/** The first and the last stay where they are, and are musts. */
export const isEnd = (step: VisitStep): boolean => ENDS.has(step);
export const hasFields = (step: VisitStep): boolean =>
  isEnd(step) || FIELDS.some((one) => one === step);

/** The list as it is when what was said here has been heard. Pure. */
export function templatesNow(
  listed: readonly TemplateRow[],
  said: readonly LogLine[],
  me: { name: string },
): TemplateNow[] {
  const found = new Map<string, TemplateNow>();
  for (const row of listed) found.set(row.id, { ...row, waiting: false });
  for (const line of said) {
    const before = found.get(line.id);
    if (line.kind === "visit_template.save")
      found.set(line.id, { ...(before ?? fresh(line.id)), ...line.args, ...savedBy(me, line) });
    else if (line.kind === "visit_template.discard") found.delete(line.id);
    else if (before) found.set(line.id, { ...before, ...changeOf(line), waiting: true });
  }
  return [...found.values()].sort(
    (a, b) => a.code.localeCompare(b.code) || b.template_version - a.template_version,
  );
}

function savedBy(me: { name: string }, line: LogLine): Partial<TemplateNow> & { waiting: boolean } {
  return {
    state: "draft",
    mine: true,
    saved_by_name: me.name,
    saved_at: line.made_at,
    waiting: true,
  };
}

function fresh(id: string): TemplateNow {
  return {
    ...blank(id, ""),
    id,
    version: 0,
    state: "draft",
    org_unit_ids: [],
    mine: true,
    saved_by_name: "",
    saved_at: "",
    submitted_at: null,
    decided_by_name: null,
    decided_at: null,
    returned_for: null,
    waiting: true,
  };
}

function changeOf(line: LogLine): Partial<TemplateNow> {
  switch (line.kind) {
    case "visit_template.submit":
      return { state: "pending", mine: true, submitted_at: line.made_at };
    case "visit_template.publish":
      return { state: "published", decided_at: line.made_at, returned_for: null };
    case "visit_template.return":
      return { state: "draft", decided_at: line.made_at, returned_for: line.args.reason };
    case "visit_template.retire":
      return { state: "retired", decided_at: line.made_at };
    default:
      return {};
  }
}

/** A new template asks for what the built-in steps ask for. */
export function blank(code: string, today: string): Form {
  return {
    code,
    template_version: 1,
    name: code,
    classes: [],
    channels: [],
    tiers: [],
    valid_from: today,
    strict_order: false,
    steps: withEvery(BUILT_IN),
  };
}

/** The steps of a template with those it does not name, off, where a visit has them. */
export function withEvery(steps: readonly TemplateStep[]): TemplateStep[] {
  const found: TemplateStep[] = steps.map((one) => ({ ...one, photos: [...one.photos] }));
  for (const [i, step] of STEPS.entries()) {
    if (found.some((one) => one.step === step)) continue;
    const before = found.findIndex((one) => STEPS.indexOf(one.step) > i);
    const need = isEnd(step) ? "required" : "off";
    found.splice(before < 0 ? found.length : before, 0, { step, need, photos: [] });
  }
  return found;
}

/** What is edited of a version; `version` where it is to be the next one. */
export function formOf(row: TemplateRow, version = row.template_version): Form {
  const { code, name, classes, channels, tiers, valid_from, strict_order } = row;
  return {
    code,
    template_version: version,
    name,
    classes: [...classes],
    channels: [...channels],
    tiers: [...tiers],
    valid_from,
    strict_order,
    steps: withEvery(row.steps),
  };
}

/** A code for a new template: its words in the alphabet, and something no other branch has chosen. */
export function codeFor(name: string, random: string): string {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 20);
  return [words || "t", random.replace(/[^a-z0-9]/g, "").slice(-6)].join("-");
}

/** The template a visit to such a store would begin under, were this version in force as it stands. */
export function wouldSpeak(
  rows: readonly TemplateNow[],
  edited: Form & { id: string },
  kind: Omit<Kind, "org_unit_id">,
  day: string,
): string | null {
  const here = "preview"; // of one office or another: it is the kind of store that is asked about
  const others = rows.filter((row) => row.id !== edited.id);
  const inForce = { ...edited, state: "published", valid_from: day };
  const all = [...others, inForce].map((one) => ({ ...one, org_unit_ids: [here] }));
  return templateFor(all, { ...kind, org_unit_id: here }, day);
}
