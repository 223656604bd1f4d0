/** A whole number as it is typed: which one is meant, and what the field reads meanwhile. Pure. */

export interface Limits {
  min: number;
  max: number;
}

export function within(next: number, { min, max }: Limits): number {
  return Math.max(min, Math.min(max, Number.isNaN(next) ? min : Math.trunc(next)));
}

/** Full-width digits are digits, and a Chinese keyboard's 。 is a dot; whatever else does not belong in a whole number is left out. */
export function meant(text: string, limits: Limits): number {
  const [whole = ""] = text.normalize("NFKC").split(/[.。]/);
  const digits = whole.replace(/\D/g, "");
  return whole.trim().startsWith("-") ? limits.min : within(Number(digits || 0), limits);
}

/** What is on the screen is what is kept; only an empty field and a dot are on the way to something. */
export function reads(text: string, limits: Limits): string {
  return text === "" || /[.．。]$/.test(text) ? text : String(meant(text, limits));
}
