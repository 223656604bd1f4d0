/** The price rules of a promotion while they are written: which fit, how they begin, what lacks. Pure. */

import type { PromotionRule, PromotionType, RuleType } from "../protocol";

/** Which rules a type of promotion may have; as backend/promotions/price_rules.py has it. */
export const FITS: Readonly<Record<PromotionType, readonly RuleType[]>> = {
  buy_n_get_m: ["buy_n_get_m"],
  tier: ["tier"],
  mix: ["buy_n_get_m", "tier", "gift_item"],
  price_off: ["price_off", "order_level"],
  bundle: ["bundle"],
  gift_item: ["gift_item"],
  display_fee: [],
  pos_discount: [],
  coupon: [],
};
export const MOST_RULES = 8;

interface Priced {
  type: PromotionType;
  sku_ids: readonly string[];
}

/** A rule of that type as it begins, counting all the promotion's products. */
export function begun(
  type: RuleType,
  form: Priced,
  others: readonly PromotionRule[],
): PromotionRule {
  const taken = new Set(others.map((one) => one.id));
  let no = 1;
  while (taken.has(String(no))) no += 1;
  const rule: PromotionRule = { id: String(no), type };
  if (type === "bundle")
    rule.parts = form.sku_ids.slice(0, 2).map((sku_id) => ({ sku_id, qty: 1 }));
  else if (type !== "order_level") rule.sku_ids = [...form.sku_ids];
  if (type === "tier") rule.steps = [{ from_cases: 20, get: 2 }];
  if (form.type === "mix") rule.pooled = true;
  return rule;
}

/** The rules after the type or the products of their promotion changed: what cannot stay is gone. */
export function fitted(
  rules: readonly PromotionRule[],
  before: Priced,
  after: Priced,
): PromotionRule[] {
  const products = new Set(after.sku_ids);
  return rules
    .filter((rule) => FITS[after.type].includes(rule.type))
    .map((rule) => {
      const next = { ...rule };
      if (after.type === "mix") next.pooled = true;
      if (rule.sku_ids) {
        const all = before.sku_ids.every((sku) => rule.sku_ids?.includes(sku));
        const kept = rule.sku_ids.filter((sku) => products.has(sku));
        next.sku_ids = all ? [...after.sku_ids] : kept;
      }
      if (rule.parts) next.parts = rule.parts.filter((part) => products.has(part.sku_id));
      return next;
    });
}

/** The name of a rule's field among what was typed and cannot be read. */
export function oddKey(rule: string, field: string): string {
  return `rule.${rule}.${field}`;
}

/** What cannot be read, without that of fields that are gone. */
export function oddLeft(
  odd: Readonly<Record<string, string>>,
  form: { rules?: readonly PromotionRule[]; items: readonly string[] },
): Record<string, string> {
  const rules = new Map((form.rules ?? []).map((rule) => [rule.id, rule]));
  return Object.fromEntries(
    Object.entries(odd).filter(([field, text]) => {
      const [where, id = "", of = ""] = field.split(".");
      const rule = rules.get(id);
      const step = /^(?:from|get)(\d)$/.exec(of)?.[1];
      const there = rule
        ? step === undefined || Number(step) < (rule.steps?.length ?? 0)
        : where !== "rule";
      return text !== "" && there && (field !== "price_fen" || form.items.includes("price"));
    }),
  );
}

/** Whether something of it is not filled in, or its steps do not rise. */
export function unfinished(rule: PromotionRule): boolean {
  const off = (rule.off_fen ?? 0) > 0 || (rule.off_per_mille ?? 0) > 0;
  switch (rule.type) {
    case "price_off":
      return !rule.sku_ids?.length || !off;
    case "order_level":
      return !rule.from_fen || !off;
    case "bundle":
      return (rule.parts?.length ?? 0) < 2 || !rule.off_fen;
    case "tier":
      return !rule.sku_ids?.length || !rising(rule.steps ?? []);
    case "gift_item":
      return (
        !rule.sku_ids?.length ||
        !rule.buy ||
        !rule.get ||
        !rule.item?.trim() ||
        rule.worth_fen === undefined
      );
    default:
      return !rule.sku_ids?.length || !rule.buy || !rule.get;
  }
}

type Steps = NonNullable<PromotionRule["steps"]>;

function rising(steps: Steps): boolean {
  const gives = (step: Steps[number] | undefined): number => step?.get ?? step?.off_per_mille ?? 0;
  return (
    steps.length > 0 &&
    steps.every((step, i) => {
      const before = steps[i - 1];
      const same = "get" in step === "get" in (steps[0] ?? step);
      const more = !before || (before.from_cases < step.from_cases && gives(before) < gives(step));
      return same && step.from_cases > 0 && gives(step) > 0 && more;
    })
  );
}
