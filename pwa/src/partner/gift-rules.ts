/** The gifts of a note at the door. Pure. Twin: backend/shipments/rules.py, gifts_taken. */

import { giftFor } from "../orders/rules";
import type { DeliveryGift } from "../protocol";

/** More than any rule gives: what the rule says is asked, not what this note carries. */
const WHOLE = 99_999;

interface Took {
  order_id: string;
  order_line_id?: string;
  line_id: string;
  qty: number;
}

/** How many of each gift the store gets: they follow what it takes of the goods, rounded down. */
export function giftsTaken(gifts: readonly DeliveryGift[], took: readonly Took[]): number[] {
  return gifts.map((gift) => {
    const now = new Map<string, number>();
    for (const line of took) {
      if (line.order_id !== gift.order_id) continue;
      const of = line.order_line_id ?? line.line_id;
      now.set(of, (now.get(of) ?? 0) + line.qty);
    }
    if (!gift.rule) return now.get(gift.gift_of_line) ? gift.qty : 0;
    const byThen = gift.earlier.map((one) => ({
      ...one,
      qty: one.qty + (now.get(one.line_id) ?? 0),
    }));
    const whole = { ...gift, qty: WHOLE };
    const more = giftFor(byThen, whole) - giftFor(gift.earlier, whole);
    return Math.max(0, Math.min(gift.qty, more));
  });
}
