/** Why a line costs what it costs, and what comes with it, in plain words. */

import type { NextStep, PriceRule } from "../pricing/types";
import type { OrderReason } from "../protocol";
import { quantity, t, yuan } from "../ui/words/index.svelte";

type Why = Pick<
  OrderReason,
  "type" | "off_fen" | "before" | "after" | "cases" | "gift" | "sets" | "total"
>;
type Naming = (sku: string) => string;

/** One rule in the chain of reasons. */
export function whyWords(why: Why): string {
  const off = yuan(why.off_fen);
  if (why.before !== undefined && why.after !== undefined)
    return t("why.price", { before: yuan(why.before), after: yuan(why.after), off });
  if (why.gift !== undefined) {
    const cases = quantity(why.cases ?? 0, "case");
    const n = why.gift;
    return why.type === "gift_item"
      ? t("why.item", { cases, n })
      : t("why.gift", { cases, gift: quantity(n, "case") });
  }
  if (why.sets !== undefined) return t("why.bundle", { n: why.sets, off });
  return t("why.order", { total: yuan(why.total ?? 0), off });
}

/** "+2 箱 赠品", "+1 个保温袋 赠品"; by name where it is not the product it stands under. */
export function giftWords(
  gift: { sku_id: string | null; item: string | null; qty: number },
  name: Naming,
  under?: string,
): string {
  if (gift.sku_id === null) return t("order.gift_item", { n: gift.qty, name: gift.item ?? "" });
  const qty = quantity(gift.qty, "case");
  return gift.sku_id === under
    ? t("order.gift_same", { qty })
    : t("order.gift", { qty, name: name(gift.sku_id) });
}

/** What a little more would bring: "2 more cases: 1 case free, worth ¥58.80". */
export function stepWords(step: NextStep, rule: PriceRule, name: Naming): string {
  const value = yuan(step.gain_fen);
  if (step.sku_id === null || step.more_cases === null)
    return t("order.step_order", { more: yuan(step.more_fen), value });
  const more = quantity(step.more_cases, "case");
  const of = name(step.sku_id);
  if (rule.type === "gift_item")
    return t("order.step_item", { more, of, n: rule.get, item: rule.item, value });
  if (rule.type === "buy_n_get_m")
    return t("order.step_gift", { more, of, gift: quantity(rule.get, "case"), value });
  return t("order.step", { more, of, value });
}
