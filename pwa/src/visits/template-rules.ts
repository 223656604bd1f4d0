/**
 * What a visit consists of. Pure: templates and facts in, steps out.
 *
 * Twin: backend/visits/template_rules.py. Both must pass sync_protocol/vectors/rules/
 * visits.template_for and visits.plan.
 */

import type {
  Merchandise,
  PhotoType,
  Store,
  StepPhoto,
  TemplateStep,
  VisitStep,
  VisitTemplate,
} from "../protocol";

export type Template = Omit<VisitTemplate, "steps" | "name" | "strict_order"> & { id: string };
/** What a template asks about a store. */
export type Kind = Pick<Store, "customer_class" | "channel_type" | "tier" | "org_unit_id">;

/** Where no template holds, and for visits begun before there were any. */
export const BUILT_IN: readonly TemplateStep[] = [
  { step: "check_in", need: "required", photos: [{ type: "storefront", count: 1 }] },
  { step: "store_check", need: "required", photos: [{ type: "main_shelf_before", count: 1 }] },
  { step: "sell_in", need: "optional", photos: [] },
  { step: "order", need: "required", photos: [] },
];

/**
 * The id of the template a visit to this store begins under on that day. Of each code its highest
 * version in force speaks alone: once that is retired, none of the code does. Of several codes the
 * one that names most about the store, then the newest.
 */
export function templateFor(
  templates: readonly Template[],
  store: Kind,
  day: string,
): string | null {
  const speaking = new Map<string, Template>();
  for (const one of templates) {
    if (!["published", "retired"].includes(one.state) || one.valid_from > day) continue;
    const before = speaking.get(one.code);
    if (!before || before.template_version < one.template_version) speaking.set(one.code, one);
  }
  const fitting = [...speaking.values()].filter(
    (one) => one.state === "published" && fits(one, store),
  );
  return fitting.sort(byRank)[0]?.id ?? null;
}

function fits(one: Template, store: Kind): boolean {
  const names = (listed: readonly string[], value: string): boolean =>
    listed.length === 0 || listed.includes(value);
  return (
    one.org_unit_ids.includes(store.org_unit_id) &&
    names(one.classes, store.customer_class) &&
    names(one.channels, store.channel_type) &&
    names(one.tiers, store.tier)
  );
}

function byRank(a: Template, b: Template): number {
  const named = (one: Template): number =>
    [one.classes, one.channels, one.tiers].filter((listed) => listed.length).length;
  // By code units, as the twin compares; not as a language sorts.
  const later = (x: string, y: string): number => (x === y ? 0 : x < y ? 1 : -1);
  return (
    named(b) - named(a) ||
    later(a.valid_from, b.valid_from) ||
    b.template_version - a.template_version ||
    later(a.code, b.code)
  );
}

export interface PlannedStep {
  step: VisitStep;
  required: boolean;
  /** Its own fields: are they filled in? null: there are none to fill in. */
  work: boolean | null;
  done: boolean;
  /** Not done, and she said why. */
  skipped: boolean;
  /** Strict order: required steps before it are not settled. */
  locked: boolean;
  photos: Array<StepPhoto & { taken: number }>;
}

/** The counter counts what is listed: of each required step its fields and each kind of picture. */
export interface Plan {
  steps: PlannedStep[];
  required: number;
  settled: number;
}

/** Being there is the whole of it. */
const WITHOUT_FIELDS: ReadonlySet<VisitStep> = new Set(["check_in", "wrap_up"]);

export interface Facts {
  /** Of each step this app has fields for: are they filled in? */
  work: Partial<Record<VisitStep, boolean>>;
  photos: Partial<Record<PhotoType, number>>;
  /** The steps for which something is due, and those there are tasks for. */
  conditions: { due?: readonly VisitStep[]; tasks?: readonly VisitStep[] };
  skipped: readonly VisitStep[];
}

/**
 * The steps that apply, and the counter of the required ones. A step without fields and pictures is
 * no step here. A skipped step is settled, and done if it is done all the same.
 */
export function plan(
  steps: readonly TemplateStep[],
  strictOrder: boolean,
  { work, photos, conditions, skipped }: Facts,
): Plan {
  const here = steps.filter(({ step, need }) => applies(step, need, conditions));
  const asked = new Set(here.flatMap((step) => step.photos.map((photo) => photo.type)));
  const found: PlannedStep[] = [];
  let blocked = false;
  for (const { step, need, photos: wanted } of here) {
    const pictures = wanted.map((photo) => ({ ...photo, taken: taken(photo.type, photos, asked) }));
    if (!(step in work) && pictures.length === 0) continue;
    const done = (work[step] ?? true) && pictures.every((one) => one.taken >= one.count);
    const settled = done || skipped.includes(step);
    const required = need !== "optional";
    found.push({
      step,
      required,
      work: WITHOUT_FIELDS.has(step) ? null : (work[step] ?? null),
      done,
      skipped: settled && !done,
      locked: blocked,
      photos: pictures,
    });
    blocked ||= strictOrder && required && !settled;
  }
  const must = found.filter((one) => one.required).flatMap(parts);
  return { steps: found, required: must.length, settled: must.filter(Boolean).length };
}

/** Of each thing to do in a step: is it settled? */
function parts({ work, skipped, photos }: PlannedStep): boolean[] {
  const each = photos.map((one) => one.taken >= one.count);
  return (work === null ? each : [work, ...each]).map((done) => done || skipped);
}

/** S5 is done once it was said, and pictured where anything was changed (domain.md 4.4). */
export function merchandised(said: Merchandise | undefined, photos: Facts["photos"]): boolean {
  return said !== undefined && (said.actions.length === 0 || (photos.main_shelf_after ?? 0) > 0);
}

/** A need of a later version is as good as off. */
function applies(step: VisitStep, need: string, conditions: Facts["conditions"]): boolean {
  if (need === "optional" || need === "required") return true;
  if (need === "if_due") return conditions.due?.includes(step) ?? false;
  return need === "if_task" && (conditions.tasks?.includes(step) ?? false);
}

/** Pictures of this kind. Where only the shelf before is asked for, one after it will do. */
function taken(type: PhotoType, photos: Facts["photos"], asked: ReadonlySet<PhotoType>): number {
  const count = photos[type] ?? 0;
  const also = type === "main_shelf_before" && !asked.has("main_shelf_after");
  return count + (also ? (photos.main_shelf_after ?? 0) : 0);
}
