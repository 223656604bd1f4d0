/** The compliance report as the office is told it. */

export const COUNTS = [
  "planned",
  "waived",
  "open",
  "completed",
  "missed",
  "valid_days",
  "pending_days",
  "invalid_days",
  "unplanned",
  "failed",
] as const;
export const RATES = ["M02", "M03", "M04", "M05", "M06", "M26", "M28"] as const;

export interface Rate {
  numerator: number;
  denominator: number;
  rate_1e4: number | null;
}

export type ComplianceParts = Record<(typeof COUNTS)[number], number> & {
  visits: number;
  unjudged: number;
  unjudged_days: number;
  in_store_s: number;
  travel_s: number;
  span_s: number;
  rates: Partial<Record<string, Rate>>;
  light: "green" | "yellow" | "red" | null;
  flags: Record<string, number>;
  upheld: Record<string, number>;
};

/** M01 is said once every completed store-day is judged; until then, of how many. */
export function judging(parts: ComplianceParts): { n: number; all: number } | null {
  const { completed: all, unjudged_days: open } = parts;
  return open ? { n: all - open, all } : null;
}

export interface ComplianceAnswer {
  as_of: string;
  formulas: Record<string, string>;
  from: string;
  to: string;
  total: ComplianceParts;
  rows: (ComplianceParts & { key: string; name: string })[];
}
