/** Thresholds as people say them: a time of day, seconds; the rest is a whole number. Pure. */

const CLOCK = /(^|_)(opens|closes)_min$/;
const PER_SECOND = 1000;

export type Kind = "clock" | "seconds" | "whole";

export function kindOf(name: string): Kind {
  if (CLOCK.test(name)) return "clock";
  return name.endsWith("_ms") ? "seconds" : "whole";
}

/** 1260 minutes are 21:00, 1500 ms are 1.5. */
export function shownAs(name: string, value: number): string {
  const kind = kindOf(name);
  if (kind === "seconds") return String(value / PER_SECOND);
  if (kind === "whole") return String(value);
  const [hours, minutes] = [Math.floor(value / 60), value % 60];
  return [hours, minutes].map((n) => String(n).padStart(2, "0")).join(":");
}

/** What is kept of what was typed, as the rule counts it; null: that is none. */
export function readAs(name: string, text: string): number | null {
  const kind = kindOf(name);
  const typed = text.normalize("NFKC").trim();
  if (kind === "whole") return /^\d{1,6}$/.test(typed) ? Number(typed) : null;
  if (kind === "seconds")
    return /^\d{1,3}(\.\d{1,3})?$/.test(typed) ? Math.round(Number(typed) * PER_SECOND) : null;
  const [, hours, minutes] = /^(\d{1,2}):([0-5]\d)$/.exec(typed) ?? [];
  const value = Number(hours) * 60 + Number(minutes);
  return value <= 24 * 60 ? value : null;
}
