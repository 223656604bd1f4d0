/** A visit's steps as they stand: its own template, and what this phone knows of each step. */

import type { Held } from "../device/records";
import type { PhotoType, StepPhoto, Visit, VisitStep } from "../protocol";
import { BUILT_IN, merchandised, plan, type Plan, type PlannedStep } from "./template-rules";

/** What a task must say for it to be known whether it lay here during the visit. */
export interface TaskHere {
  state: string;
  answered_at: string | null;
  waiting: boolean;
}

export interface Known {
  visit: Pick<
    Visit,
    "checked_in_at" | "skips" | "outside" | "greet" | "merchandise" | "promotion" | "rivals"
  >;
  template: Held<"visit_template"> | undefined;
  photos: readonly { type: PhotoType }[];
  /** The shelf was looked at enough. */
  checked: boolean;
  /** The tasks of this store. */
  tasks: readonly TaskHere[];
  /** Promotions for which something was due here when she came in. */
  due: ReadonlySet<string>;
  orders: number;
  noOrderReason: string;
}

/** The steps there is something to fill in for, or that are done by being there. */
export const FIELDS = [
  "check_in",
  "outside",
  "greet",
  "store_check",
  "merchandise",
  "promotion",
  "competitor",
  "sell_in",
  "order",
] as const;

/** The plan of this visit, under the template it was begun under. */
export function visitPlan(known: Known): Plan {
  const { visit, template, photos, tasks } = known;
  const here = tasks.filter((task) => wasHere(task, visit.checked_in_at));
  const taken: Partial<Record<PhotoType, number>> = {};
  for (const { type } of photos) taken[type] = (taken[type] ?? 0) + 1;
  const work: Record<(typeof FIELDS)[number], boolean> = {
    check_in: true,
    outside: visit.outside !== undefined,
    greet: visit.greet !== undefined,
    store_check: known.checked,
    merchandise: merchandised(visit.merchandise, taken),
    promotion: visit.promotion !== undefined,
    competitor: visit.rivals !== undefined,
    sell_in: here.every((task) => task.state !== "assigned"),
    order: known.orders > 0 || known.noOrderReason !== "",
  };
  return plan(template?.steps ?? BUILT_IN, template?.strict_order ?? false, {
    work,
    photos: taken,
    conditions: {
      tasks: here.length ? ["sell_in"] : [],
      due: known.due.size || visit.promotion ? ["promotion"] : [],
    },
    skipped: (visit.skips ?? []).map((one) => one.step),
  });
}

/** Open, or answered since she came in. */
function wasHere(task: TaskHere, since: string): boolean {
  if (task.state === "assigned") return true;
  if (task.state === "withdrawn") return false;
  return task.waiting || (task.answered_at !== null && task.answered_at >= since);
}

/** One thing to do in a step: its fields, or pictures of one kind. */
export interface Row {
  key: string;
  step: VisitStep;
  /** null: the step's own fields. */
  photo: (StepPhoto & { taken: number }) | null;
  required: boolean;
  done: boolean;
  skipped: boolean;
  locked: boolean;
}

/** What there is to do, in the order of the steps. */
export function rowsOf({ steps }: Pick<Plan, "steps">): Row[] {
  return steps.flatMap((step) => {
    const common = {
      step: step.step,
      required: step.required,
      skipped: step.skipped,
      locked: step.locked,
    };
    const pictures = step.photos.map((photo) => ({
      ...common,
      key: `${step.step} ${photo.type}`,
      photo,
      done: photo.taken >= photo.count,
    }));
    if (step.work === null) return pictures;
    return [{ ...common, key: step.step, photo: null, done: step.work }, ...pictures];
  });
}

/** What is required, neither done nor skipped: the first of it is what to do next. */
export function missing(rows: readonly Row[]): Row[] {
  return rows.filter((row) => row.required && !row.done && !row.skipped);
}

/** Why a required step was not done (domain.md 4.12). */
export const SKIP_REASONS: readonly string[] = [
  "photos_refused",
  "back_room_locked",
  "owner_absent",
  "shelf_rebuilt",
];

/** Why she leaves before the least stay is over: the skip of a wrap-up. */
export const EARLY: readonly string[] = ["store_closed", "owner_busy", "quick", "called_away"];

/** The steps she may give a reason for. An order has its own, at the door; leaving is none to skip. */
export function skippable(steps: readonly PlannedStep[]): VisitStep[] {
  const open = steps.filter((step) => step.required && !step.done && !step.skipped);
  return open.map((step) => step.step).filter((step) => step !== "order" && step !== "wrap_up");
}

/** The word for a row: a picture of the shelf is one before the work only if there is one after it. */
export function nameOf(row: Row, rows: readonly Row[]): { group: string; code: string } {
  const asked = (type: PhotoType): boolean => rows.some((one) => one.photo?.type === type);
  if (!row.photo) return { group: "step", code: OWN[row.step] ?? row.step };
  if (row.photo.type === "storefront") return { group: "step", code: "storefront" };
  if (row.photo.type === "main_shelf_before" && !asked("main_shelf_after"))
    return { group: "step", code: "photo" };
  return { group: "photo", code: row.photo.type };
}

const OWN: Partial<Record<VisitStep, string>> = { store_check: "shelf", sell_in: "task" };

/** Why she may not leave yet, to be said at the button: the gravest of it; "": she may. */
export function stays(expired: boolean, undecided: boolean, unsaid: boolean): Stays | "" {
  if (expired) return "leave.expired";
  if (undecided) return "leave.order_decide";
  return unsaid ? "leave.reason_first" : "";
}
type Stays = "leave.expired" | "leave.order_decide" | "leave.reason_first";
