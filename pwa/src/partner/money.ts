/** What he shares of an order's invoices and payments, with what this device has said since. */

import type { LogLine } from "../device/log";
import { occurredAt } from "../device/time";
import { totalFen } from "../orders/rules";
import type { SalesInvoice, SalesLine, SalesOrder, SalesPayment } from "../protocol";
import { shareFen } from "../orders/coming";

export interface Money {
  invoices: SalesInvoice[];
  payments: SalesPayment[];
  waiting: boolean;
}

export function moneyNow(
  order: Pick<SalesOrder, "lines" | "invoices" | "payments"> & { id: string },
  standing: readonly LogLine[],
): Money {
  let invoices = [...(order.invoices ?? [])];
  let payments = [...(order.payments ?? [])];
  let waiting = false;
  for (const line of standing) {
    if (line.id !== order.id) continue;
    const said = { said_at: occurredAt(line), void_reason: null };
    if (line.kind === "order.invoice") {
      if (invoices.some((one) => one.invoice_id === line.args.invoice_id)) continue;
      const amount_fen = worth(order.lines, line.args.lines);
      invoices.push({ ...line.args, ...said, amount_fen });
    } else if (line.kind === "order.pay") {
      if (payments.some((one) => one.payment_id === line.args.payment_id)) continue;
      payments.push({ ...line.args, ...said });
    } else if (line.kind === "order.void") {
      const { entry_id, reason } = line.args;
      const voided = { void_reason: reason };
      invoices = invoices.map((one) => (one.invoice_id === entry_id ? { ...one, ...voided } : one));
      payments = payments.map((one) => (one.payment_id === entry_id ? { ...one, ...voided } : one));
    } else continue;
    waiting ||= line.state !== "received";
  }
  return { invoices, payments, waiting };
}

/** Quantities at the order's prices. */
export function worth(
  lines: readonly SalesLine[],
  said: readonly { line_id: string; qty: number }[],
): number {
  const of = new Map(lines.map((line) => [line.line_id, line]));
  return totalFen(
    said.map(({ line_id, qty }) => {
      const line = of.get(line_id);
      return line ? shareFen(line.amount_fen, qty, line.qty) : 0;
    }),
  );
}

/** Of each line, what may still be invoiced: never more than was confirmed. */
export function toInvoice(
  lines: readonly SalesLine[],
  invoices: readonly SalesInvoice[],
): { line_id: string; sku_id: string; uom: string; qty: number }[] {
  const done = new Map<string, number>();
  for (const one of invoices)
    if (one.void_reason === null)
      for (const { line_id, qty } of one.lines) done.set(line_id, (done.get(line_id) ?? 0) + qty);
  return lines
    .map(({ line_id, sku_id, uom, accepted_qty }) => {
      return { line_id, sku_id, uom, qty: (accepted_qty ?? 0) - (done.get(line_id) ?? 0) };
    })
    .filter((line) => line.qty > 0);
}

/** What is still to be paid of what he confirmed. */
export function toPay(lines: readonly SalesLine[], payments: readonly SalesPayment[]): number {
  const confirmed = lines.map(({ line_id, accepted_qty }) => ({ line_id, qty: accepted_qty ?? 0 }));
  const paid = payments.filter((one) => one.void_reason === null).map((one) => one.amount_fen);
  return worth(lines, confirmed) - totalFen(paid);
}
