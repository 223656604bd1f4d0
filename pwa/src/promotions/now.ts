/** How far promotions are in one store: the company's word, with what this phone has said since. */

import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import { dayOf, occurredAt } from "../device/time";
import type { CheckMade, PromotionExecution } from "../protocol";
import {
  carries,
  due,
  agreedDisplays,
  dueHere,
  judged,
  standing,
  stateOf,
  type Due,
  type Place,
  type Standing,
  type State,
} from "./rules";

export type ExecutionNow = PromotionExecution & { id: string; waiting: boolean };

/** One promotion as it is in one store now. */
export interface PromotionNow {
  plan: Held<"promotion">;
  execution: ExecutionNow | undefined;
  standing: Standing;
  state: State;
  /** What is to be done now; null: nothing. */
  due: Due | null;
}

export interface Known {
  plans: readonly Held<"promotion">[];
  executions: readonly Held<"promotion_execution">[];
  log: readonly LogLine[];
  store: Place;
  /** Visits of this store: a check names its visit, not its store. */
  visits: ReadonlySet<string>;
  me: { name: string };
}

/** What was said of each promotion here, the log laid on top. Pure. */
export function executionsNow(known: Known): Map<string, ExecutionNow> {
  const { plans, executions, log, store, visits, me } = known;
  const planOf = new Map(plans.map((plan) => [plan.id, plan]));
  const found = new Map<string, ExecutionNow>();
  for (const one of executions) found.set(one.promotion_id, { ...one, waiting: false });
  const change = (line: LogLine, promotionId: string, parts: Partial<PromotionExecution>): void => {
    const before = found.get(promotionId) ?? blank(promotionId, store.id);
    const after = { ...before, ...parts };
    const waiting = before.waiting || line.state !== "received";
    found.set(promotionId, { ...after, state: stateOf(after), waiting });
  };
  for (const line of log) {
    const who = { by_name: me.name, at: occurredAt(line) };
    if (line.kind === "visit.promotion") {
      if (!visits.has(line.id)) continue;
      for (const said of line.args.checks) {
        const plan = planOf.get(said.promotion_id);
        if (!plan || said.cannot !== null) continue;
        const result = judged(plan.items, plan.price_fen, said.items, said.price_fen);
        const made: CheckMade = { visit_id: line.id, ...who, ...result };
        const others = (found.get(plan.id)?.checks ?? []).filter((one) => one.visit_id !== line.id);
        change(line, plan.id, { checks: [...others, made] });
      }
      continue;
    }
    if (!("promotion_id" in line.args && "store_id" in line.args)) continue;
    if (line.args.store_id !== store.id) continue;
    const { promotion_id: id, store_id: _, ...said } = line.args;
    const plan = planOf.get(id);
    const held = found.get(id);
    if (line.kind === "promotion.agree" && plan && !held?.agreement) {
      const { starts_on, ends_on } = plan;
      change(line, id, {
        agreement: { ...(said as typeof line.args), ...who, starts_on, ends_on },
      });
    } else if (line.kind === "promotion.decline")
      change(line, id, { declined: { ...(said as typeof line.args), ...who } });
    else if (line.kind === "promotion.set_up" && plan && !held?.set_up)
      change(line, id, {
        set_up: {
          ...(said as typeof line.args),
          ...who,
          on_time: dayOf(new Date(who.at)) <= plan.starts_on,
        },
      });
    else if (line.kind === "promotion.take_down" && !held?.taken_down)
      change(line, id, { taken_down: { ...(said as typeof line.args), ...who } });
  }
  return found;
}

function blank(promotion_id: string, store_id: string): ExecutionNow {
  const id = executionId(promotion_id, store_id);
  return { id, promotion_id, store_id, state: "planned", checks: [], flags: [], waiting: false };
}

export function executionId(promotionId: string, storeId: string): string {
  return `${promotionId}:${storeId}`;
}

/** The promotions of this store: those it carries, and those something was said of. Pure. */
export function promotionsNow(known: Known, day: string, at: string): PromotionNow[] {
  const executions = executionsNow(known);
  return known.plans
    .toSorted((a, b) => a.starts_on.localeCompare(b.starts_on) || (a.id < b.id ? -1 : 1))
    .flatMap((plan) => {
      const execution = executions.get(plan.id);
      if (!execution && !carries(plan, known.store)) return [];
      const now = standing(plan, day, at);
      const state = (execution?.state ?? "planned") as State;
      return now === "none"
        ? []
        : [{ plan, execution, standing: now, state, due: due(now, state, plan.agreement) }];
    });
}

/** As it is in a visit that began `since`: what was set up in it is checked from the next one on
 *  (domain.md 3.5). Pure. */
export function inVisit(one: PromotionNow, since: string): PromotionNow {
  const { set_up, checks = [] } = one.execution ?? {};
  const later = (said: { at: string } | null | undefined): boolean => (said?.at ?? "") >= since;
  const fresh = one.due === "check" && later(set_up) && !checks.some(later);
  return fresh ? { ...one, due: null } : one;
}

/** Of these the ones that were due when she came in: what S6 of that visit is about. Pure. */
export function dueThen(known: Known, day: string, at: string): Set<string> {
  const executions = [...executionsNow(known).values()];
  return new Set(
    dueHere(known.plans, executions, known.store, day, at).map((one) => one.promotion_id),
  );
}

/** How many paid displays the store had agreed to when she came in. Pure. */
export function displaysThen(known: Known, day: string, at: string): number {
  const executions = [...executionsNow(known).values()];
  return agreedDisplays(known.plans, executions, known.store, day, at).length;
}
