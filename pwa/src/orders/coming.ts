/** What an answered order comes to, by what is still to come of it or has come. Pure. */

import { halfUp } from "../pricing/cart";
import type { SalesLine } from "../protocol";
import { dueQty, totalFen } from "./rules";

/** Of a line that discounts of the whole order lie on, so many of its units; halves up. */
export function shareFen(amountFen: number, can: number, qty: number): number {
  return halfUp(amountFen * can, qty);
}

/** Its lines as they were confirmed, of one that was given up what is on notes; unanswered as ordered. */
export function comingFen(lines: readonly SalesLine[]): number {
  return totalFen(
    lines.map((line) => {
      const answered = line.accepted_qty !== null || line.closed_reason;
      const due = answered ? dueQty(line) : line.qty;
      return due === line.qty ? line.amount_fen : shareFen(line.amount_fen, due, line.qty);
    }),
  );
}
