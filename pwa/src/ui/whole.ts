/** A whole number as it is typed: which one is meant, and what the field reads meanwhile. Pure. */

export interface Limits {
  min: number;
  max: number;
}

export function within(next: number, { min, max }: Limits): number {
  return Math.max(min, Math.min(max, Number.isNaN(next) ? min : Math.trunc(next)));
}

/**
 * Full-width digits are digits. A whole number ends where something else begins: a dot, a Chinese 。,
 * a comma (unless it sets off thousands), a letter. 3,5 must not become 35.
 */
export function meant(text: string, limits: Limits): number {
  const [whole = ""] = text.normalize("NFKC").split(/[.。]|,(?!\d{3}(?!\d))/);
  const [digits = "0"] = /\d+(?:[ ,]\d{3}(?!\d))*/.exec(whole) ?? [];
  if (whole.trim().startsWith("-")) return limits.min;
  return within(Number(digits.replace(/\D/g, "")), limits);
}

/** What is on the screen is what is kept; only an empty field, a dot and a comma are on the way to something. */
export function reads(text: string, limits: Limits): string {
  return text === "" || /[.．。,，]$/.test(text) ? text : String(meant(text, limits));
}
