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

/** An order as far as it says what it had: its products, sets and gifts. */
export interface Had {
  lines: ReadonlyArray<{
    sku_id: string;
    qty: number;
    promoted?: ReadonlyArray<{ rule_id: string; sets?: number }>;
  }>;
  gifts?: ReadonlyArray<{ rule_id: string; qty: number }>;
}

/** The rules as far as a store may still have something of them; `orders`: its others that stand. */
export function leftFor(rules: readonly PriceRule[], orders: readonly Had[]): PriceRule[] {
  return rules.flatMap((rule): PriceRule[] => {
    if (rule.first_order && orders.some((order) => has(order, countedBy(rule)))) return [];
    if (rule.per_store === undefined || rule.per_store === null) return [rule];
    const left = orders.reduce((most, order) => most - had(order, rule.id), rule.per_store);
    const cap = "cap" in rule ? (rule.cap ?? left) : left;
    return left > 0 ? [{ ...rule, cap: Math.min(left, cap) } as PriceRule] : [];
  });
}

/** Its products; none: every product. */
function countedBy(rule: PriceRule): ReadonlySet<string> {
  if (rule.type === "order_level") return new Set();
  return new Set(rule.type === "bundle" ? rule.parts.map((part) => part.sku_id) : rule.sku_ids);
}

function has(order: Had, skus: ReadonlySet<string>): boolean {
  return order.lines.some((line) => line.qty > 0 && (!skus.size || skus.has(line.sku_id)));
}

/** Gifts, or sets; each line of a set says how many sets it was. */
function had(order: Had, ruleId: string): number {
  const gifts = (order.gifts ?? []).filter((gift) => gift.rule_id === ruleId);
  const sets = order.lines.flatMap((line) =>
    (line.promoted ?? []).flatMap((why) => (why.rule_id === ruleId ? [why.sets ?? 0] : [])),
  );
  return gifts.reduce((sum, gift) => sum + gift.qty, 0) + Math.max(0, ...sets);
}

/** Unique among all rules of a cart. */
export function ruleId(promotionId: string, rule: Pick<PromotionRule, "id">): string {
  return `${promotionId}:${rule.id}`;
}
