/**
 * What is true of a purchase order (domain.md 3.9, F93-F95). Pure, whole numbers only.
 *
 * Twin: backend/purchasing/purchase_rules.py. Both must pass
 * sync_protocol/vectors/rules/purchasing.*.json.
 */

/** Who orders so much off the proposal is asked why, and so is who lets it pass. */
const DEVIATION_PER_MILLE = 300;
/** How a partner buys where nobody said otherwise. */
export const TERMS = {
  cycle_days: 14,
  lead_days: 3,
  season_per_mille: 1000,
  min_cases: 50,
  count_days: 3,
  receipt_h: 24,
  claim_h: 48,
};

export function deviates(proposedCases: number | null, cases: number): boolean {
  if (proposedCases === null) return false;
  return Math.abs(cases - proposedCases) * 1000 > proposedCases * DEVIATION_PER_MILLE;
}

/** null where something ordered has no price. */
export function valueFen(
  lines: ReadonlyArray<{ cases: number; case_price_fen: number | null }>,
): number | null {
  let total = 0;
  for (const line of lines) {
    if (line.cases && line.case_price_fen === null) return null;
    total += line.cases * (line.case_price_fen ?? 0);
  }
  return total;
}

interface LotName {
  sku_id: string;
  lot: string;
  produced_on: string;
}
export type LotCame = LotName & { sent: number; good: number; damaged: number };

/** What was sent beside what came, in base units; a lot that nobody sent stands behind the others. */
export function receivedLots(
  sent: ReadonlyArray<LotName & { sent: number }>,
  came: ReadonlyArray<LotName & { good: number; damaged: number }>,
): LotCame[] {
  const found = new Map<string, LotCame>();
  const of = ({ sku_id, lot, produced_on }: LotName): LotCame => {
    const key = [sku_id, produced_on, lot].join("\n");
    const held = found.get(key) ?? { sku_id, lot, produced_on, sent: 0, good: 0, damaged: 0 };
    found.set(key, held);
    return held;
  };
  for (const one of sent) of(one).sent += one.sent;
  for (const one of came) {
    const held = of(one);
    held.good += one.good;
    held.damaged += one.damaged;
  }
  return [...found.values()];
}

/** What may be claimed of a lot that came. */
export function lacking(lot: { sent: number; good: number; damaged: number }): {
  short: number;
  damaged: number;
} {
  return {
    short: Math.max(0, lot.sent - lot.good - lot.damaged),
    damaged: Math.min(lot.damaged, lot.sent),
  };
}

export function asSent(
  lots: ReadonlyArray<{ sent: number; good: number; damaged: number }>,
): boolean {
  return lots.every((lot) => lot.good === lot.sent && !lot.damaged);
}

/** Base units at the price of a case, half a fen up. */
export function worthFen(units: number, casePriceFen: number, unitsPerCase: number): number {
  const whole = 2 * units * casePriceFen + unitsPerCase;
  const by = 2 * unitsPerCase;
  return (whole - (whole % by)) / by;
}
