/** Purchase orders as this device knows them: what the company has heard, and what was said here. Pure. */

import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import { occurredAt } from "../device/time";
import type { PurchaseAsk, PurchaseLine, PurchaseOrder, PurchaseState } from "../protocol";
import { asSent, receivedLots, valueFen, worthFen } from "./purchase-rules";

export type PurchaseNow = PurchaseOrder & { id: string; version: number; waiting: boolean };

/** Nobody has promised goods for these yet: they may still be changed (F96). */
const CHANGEABLE = new Set<PurchaseState>(["submitted", "reviewed", "audited"]);
const UNDER_WAY = new Set<PurchaseState>([...CHANGEABLE, "allocated", "in_transit"]);
export const changeable = (one: { state: PurchaseState }): boolean => CHANGEABLE.has(one.state);
export const underWay = (one: { state: PurchaseState }): boolean => UNDER_WAY.has(one.state);

/** By id; what waits lies on top. */
export function purchasesNow(
  held: readonly Held<"purchase_order">[],
  standing: readonly LogLine[],
  skus: ReadonlyMap<string, Held<"sku">>,
): Map<string, PurchaseNow> {
  const found = new Map<string, PurchaseNow>();
  for (const one of held) found.set(one.id, { ...one, waiting: false });
  for (const line of standing) {
    const id = line.kind === "stock.receive" ? (line.args.purchase_id ?? "") : line.id;
    const before = found.get(id);
    const waiting = before?.waiting || line.state !== "received";
    if (line.kind === "purchase.submit" && (!before || before.state === "returned")) {
      const { no, wanted_on, ship_to, reason, note } = line.args;
      const lines = asked(line.args.lines, before, skus);
      const made = before ?? { ...BLANK, id, version: 0, no, submitted_at: occurredAt(line) };
      found.set(id, {
        ...made, wanted_on, ship_to, reason, note, lines, waiting,
        value_fen: valueFen(lines), state: "submitted",
      }); // prettier-ignore
    } else if (!before) continue;
    else if (line.kind === "purchase.amend" && changeable(before)) {
      const lines = asked(line.args.lines, before, skus);
      const { wanted_on } = line.args;
      found.set(id, {
        ...before, wanted_on, lines, waiting, value_fen: valueFen(lines), state: "submitted",
      }); // prettier-ignore
    } else if (
      line.kind === "purchase.cancel" &&
      (changeable(before) || before.state === "returned")
    ) {
      found.set(id, { ...before, waiting, state: "cancelled" });
    } else if (line.kind === "stock.receive" && before.state === "in_transit") {
      const lots = receivedLots(before.lots, line.args.lines);
      found.set(id, {
        ...before,
        waiting,
        state: asSent(lots) ? "received" : "received_diff",
        received_at: line.args.came_at,
        lots: lots.map((lot) => ({
          ...lot,
          sku_name: skus.get(lot.sku_id)?.name ?? lot.sku_id,
          units_per_case: skus.get(lot.sku_id)?.units_per_case ?? 1,
          claimed_short: 0,
          claimed_damaged: 0,
        })),
      });
    } else if (line.kind === "purchase.claim" && before.state === "received_diff") {
      const claimed = new Map(line.args.lines.map((one) => [lotKey(one), one]));
      const lots = before.lots.map((lot) => ({
        ...lot,
        claimed_short: claimed.get(lotKey(lot))?.short ?? 0,
        claimed_damaged: claimed.get(lotKey(lot))?.damaged ?? 0,
      }));
      found.set(id, {
        ...before, waiting, lots, state: "diff_claimed", claim_note: line.args.note,
        claim_fen: claimFen({ ...before, lots }),
      }); // prettier-ignore
    }
  }
  return found;
}

export const lotKey = (lot: { sku_id: string; produced_on: string; lot: string }): string =>
  [lot.sku_id, lot.produced_on, lot.lot].join("\n");

/** What is claimed is worth, at the order's own prices. */
export function claimFen(order: Pick<PurchaseOrder, "lines" | "lots">): number {
  const prices = new Map(order.lines.map((line) => [line.sku_id, line.case_price_fen ?? 0]));
  return order.lots.reduce(
    (sum, lot) =>
      sum +
      worthFen(
        lot.claimed_short + lot.claimed_damaged,
        prices.get(lot.sku_id) ?? 0,
        lot.units_per_case,
      ),
    0,
  );
}

/** Of a whole order: what was confirmed, or, before anybody has, what was asked for. */
export const casesOf = (order: Pick<PurchaseOrder, "lines">): number =>
  order.lines.reduce((sum, line) => sum + (line.allocated_cases ?? line.cases), 0);

/** Base units of each SKU on order: what was confirmed, or, before anybody has, what was asked for. */
export function onOrder(orders: Iterable<PurchaseOrder>): Map<string, number> {
  const found = new Map<string, number>();
  for (const order of orders) {
    if (!underWay(order)) continue;
    for (const line of order.lines) {
      const units = (line.allocated_cases ?? line.cases) * line.units_per_case;
      found.set(line.sku_id, (found.get(line.sku_id) ?? 0) + units);
    }
  }
  return found;
}

/** Prices stand on the company's word; a SKU that was on the order before keeps the one it had. */
function asked(
  lines: readonly PurchaseAsk[],
  before: PurchaseNow | undefined,
  skus: ReadonlyMap<string, Held<"sku">>,
): PurchaseLine[] {
  const known = new Map(before?.lines.map((line) => [line.sku_id, line.case_price_fen]));
  return lines.map((line) => ({
    ...line,
    sku_name: skus.get(line.sku_id)?.name ?? line.sku_id,
    units_per_case: skus.get(line.sku_id)?.units_per_case ?? 1,
    case_price_fen: known.get(line.sku_id) ?? null,
    allocated_cases: null,
    rest: null,
  }));
}

const BLANK = {
  partner_id: "", partner_name: "", revision: 1, follows_no: null, ship_on: null, paper_no: null,
  arrives_on: null, lots: [], received_at: null, received_late: false, claim_until: null,
  claim_note: null, claim_fen: null, credit_fen: null, steps: [],
}; // prettier-ignore
