/** A promotion's rules as the engine takes them. Pure. Twin: backend/promotions/price_rules.py. */

import type { PriceRule } from "../pricing/types";
import type { Promotion, PromotionRule } from "../protocol";

export type Ruled = Pick<Promotion, "rules" | "priority" | "stackable"> & { id: string };

/** None of a promotion from before promotions had any. The server has seen that each is whole. */
export function engineRules(promotion: Ruled): PriceRule[] {
  const { id: promotion_id, priority = 0, stackable = false } = promotion;
  return (promotion.rules ?? []).map((rule) => {
    const steps = rule.steps?.map(({ from_cases, ...gives }) => ({ from: from_cases, ...gives }));
    return {
      pooled: false,
      repeat: false,
      ...rule,
      ...(steps ? { steps } : {}),
      id: ruleId(promotion_id, rule),
      promotion_id,
      priority,
      stackable,
    } as PriceRule;
  });
}

/** Unique among all rules of a cart. */
export function ruleId(promotionId: string, rule: Pick<PromotionRule, "id">): string {
  return `${promotionId}:${rule.id}`;
}
