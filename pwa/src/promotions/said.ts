/** What is said of a promotion in words, wherever it is shown. */

import type { Promotion } from "../protocol";
import type { Standing } from "./rules";
import { dayName, t, when, word, yuan } from "../ui/words/index.svelte";

/** "": nothing. Plans from before the choice was asked for do not say in what, and neither do we. */
export function feeOf({ fee_fen, fee_pay }: Pick<Promotion, "fee_fen" | "fee_pay">): string {
  if (fee_fen === null) return "";
  const fee = yuan(fee_fen);
  return fee_pay
    ? t("promo.fee", { fee, pay: word("feepay", fee_pay) })
    : t("promo.fee_bare", { fee });
}

/** Since when it is stopped, and why. */
export function stopOf(plan: Pick<Promotion, "stops_at" | "stop_reason">): {
  at: string;
  reason: string;
} {
  return { at: plan.stops_at ? when(plan.stops_at) : "", reason: plan.stop_reason ?? "" };
}

/** How long it goes on: until its last day, unless somebody stopped it. */
export function untilOf(one: { standing: Standing; plan: Promotion }): string {
  return one.standing === "stopped"
    ? t("promo.stopped", stopOf(one.plan))
    : t("promo.until", { day: dayName(one.plan.ends_on) });
}
