/**
 * Which store carries a promotion, what is due there, and whether a check passes. Pure.
 *
 * Twin: backend/promotions/rules.py. Both must pass sync_protocol/vectors/rules/promotions.*.
 */

import type {
  AgreementMade,
  ItemChecked,
  Promotion,
  PromotionExecution,
  PromotionItem,
  Store,
} from "../protocol";

export type Standing = "coming" | "running" | "over" | "stopped" | "none";
export type State =
  "planned" | "agreed" | "declined" | "set_up" | "passing" | "failing" | "taken_down";
export type Due = "agree" | "set_up" | "check" | "take_down";
export type Plan = Pick<Promotion, "org_unit_ids" | "store_ids" | "classes" | "channels" | "tiers">;
export type Timed = Pick<Promotion, "state" | "starts_on" | "ends_on" | "stops_at">;
export type Place = Pick<Store, "org_unit_id" | "customer_class" | "channel_type" | "tier"> & {
  id: string;
};
type Parts = Pick<
  PromotionExecution,
  "agreement" | "declined" | "set_up" | "taken_down" | "checks"
>;

/** A check passes when these are right (domain.md 4.7); the others are told, and decide nothing. */
export const CRITICAL: ReadonlySet<PromotionItem> = new Set(["price", "display", "stock"]);
const STANDING: ReadonlySet<string> = new Set(["set_up", "passing", "failing"]);

/** Whether this store is one of the promotion's. What is not named limits nothing. */
export function carries(promotion: Plan, store: Place): boolean {
  const names = (listed: readonly string[], value: string): boolean =>
    listed.length === 0 || listed.includes(value);
  return (
    promotion.org_unit_ids.includes(store.org_unit_id) &&
    names(promotion.store_ids, store.id) &&
    names(promotion.classes, store.customer_class) &&
    names(promotion.channels, store.channel_type) &&
    names(promotion.tiers, store.tier)
  );
}

/** `day`: the business day; `at`: the same moment as an instant in UTC, for a stop has an hour. */
export function standing(promotion: Timed, day: string, at: string): Standing {
  const { state } = promotion;
  if (!["released", "stopped", "ended"].includes(state)) return "none";
  if (state === "stopped" && promotion.stops_at !== null && promotion.stops_at <= at)
    return "stopped";
  if (state === "ended" || promotion.ends_on < day) return "over";
  return day < promotion.starts_on ? "coming" : "running";
}

/** What is to be done in the store; null: nothing. */
export function due(now: Standing, state: State, agreement: boolean): Due | null {
  if (now === "over" || now === "stopped") return STANDING.has(state) ? "take_down" : null;
  if (now === "none" || state === "declined" || state === "taken_down") return null;
  if (state === "planned" && agreement) return "agree";
  if (now === "coming") return null;
  return STANDING.has(state) ? "check" : "set_up";
}

/**
 * The result of a check: which items failed, and whether it passed all the same. An item nobody
 * answered failed, and so did a price that is another.
 */
export function judged(
  items: readonly PromotionItem[],
  priceFen: number | null,
  answers: readonly Pick<ItemChecked, "item" | "ok">[],
  readFen: number | null,
): { passed: boolean; failed: PromotionItem[] } {
  const said = new Map(answers.map((one) => [one.item, one.ok]));
  if (priceFen !== null && readFen !== null) said.set("price", readFen === priceFen);
  const failed = items.filter((item) => !said.get(item));
  return { passed: !failed.some((item) => CRITICAL.has(item)), failed };
}

/** Whether another agreement of this store has the same place on a day of this one's. */
export function placeTaken(
  agreements: readonly Pick<AgreementMade, "place" | "starts_on" | "ends_on">[],
  place: string,
  startsOn: string,
  endsOn: string,
): boolean {
  return agreements.some(
    (one) =>
      one.place === place &&
      place !== "other" &&
      one.starts_on <= endsOn &&
      startsOn <= one.ends_on,
  );
}

/** How far a promotion is in a store, by what was said there, in whatever order it came. */
export function stateOf({ agreement, declined, set_up, taken_down, checks }: Parts): State {
  if (taken_down) return "taken_down";
  const last = checks.at(-1);
  if (last) return last.passed ? "passing" : "failing";
  if (set_up) return "set_up";
  if (declined && (!agreement || agreement.at < declined.at)) return "declined";
  return agreement ? "agreed" : "planned";
}

/** What had been said of a promotion in a store when something began there. */
function before(parts: Parts, at: string): Parts {
  const then = <T extends { at: string }>(part: T | null | undefined): T | undefined =>
    part && part.at < at ? part : undefined;
  const found: Parts = { checks: parts.checks.filter((one) => one.at < at) };
  const agreement = then(parts.agreement);
  const declined = then(parts.declined);
  const set_up = then(parts.set_up);
  const taken_down = then(parts.taken_down);
  return {
    ...found,
    ...(agreement ? { agreement } : {}),
    ...(declined ? { declined } : {}),
    ...(set_up ? { set_up } : {}),
    ...(taken_down ? { taken_down } : {}),
  };
}

export type Carried = Plan & Timed & Pick<Promotion, "agreement" | "released_at"> & { id: string };
export type Held = Parts & Pick<PromotionExecution, "promotion_id">;

/**
 * What is due in a store at a moment: of each promotion one thing, by its first day. What was only
 * said from then on changes nothing: a visit's step stays the same while she works.
 */
export function dueHere(
  promotions: readonly Carried[],
  executions: readonly Held[],
  store: Place,
  day: string,
  at: string,
): Array<{ promotion_id: string; due: Due }> {
  const known = new Map(executions.map((one) => [one.promotion_id, one]));
  const order = (x: string, y: string): number => (x === y ? 0 : x < y ? -1 : 1);
  return promotions
    .toSorted((a, b) => order(a.starts_on, b.starts_on) || order(a.id, b.id))
    .flatMap((one) => {
      const held = known.get(one.id);
      const state = held ? stateOf(before(held, at)) : "planned";
      if (state === "planned" && !(carries(one, store) && one.released_at <= at)) return [];
      const what = due(standing(one, day, at), state, one.agreement);
      return what ? [{ promotion_id: one.id, due: what }] : [];
    });
}

/**
 * The promotions whose rules price an order of this store at a moment, in the order of ids. Not one
 * its owner said no to, nor one that is taken down; one that is to be signed for only once it is.
 * One that stands in the store goes on though the store is no longer one of its own.
 */
export function inForce(
  promotions: readonly Carried[],
  executions: readonly Held[],
  store: Place,
  day: string,
  at: string,
): string[] {
  const known = new Map(executions.map((one) => [one.promotion_id, one]));
  return promotions
    .filter((one) => {
      const held = known.get(one.id);
      const state = held ? stateOf(before(held, at)) : "planned";
      if (state === "declined" || state === "taken_down") return false;
      if (state === "planned" && (one.agreement || !carries(one, store) || one.released_at > at))
        return false;
      return standing(one, day, at) === "running";
    })
    .map((one) => one.id)
    .sort();
}

/**
 * The paid displays in force that this store had agreed to, or that stood there, when something
 * began: what its second displays are measured by (domain.md 4.5). By id.
 */
export function agreedDisplays(
  promotions: ReadonlyArray<Carried & Pick<Promotion, "type">>,
  executions: readonly Held[],
  store: Place,
  day: string,
  at: string,
): string[] {
  const begun = new Set(
    executions
      .filter((one) => stateOf(before(one, at)) !== "planned")
      .map((one) => one.promotion_id),
  );
  const paid = promotions.filter((one) => one.type === "display_fee");
  return inForce(paid, executions, store, day, at).filter((id) => begun.has(id));
}
