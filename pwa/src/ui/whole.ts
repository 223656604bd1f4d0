/** A whole number as it is typed: which one is meant, and what is none. Pure. */

export interface Limits {
  min: number;
  max: number;
}

export function within(next: number, { min, max }: Limits): number {
  return Math.max(min, Math.min(max, Number.isNaN(next) ? min : Math.trunc(next)));
}

/** Full-width signs as the narrow ones they are; nothing else is made a digit: 3² is no 32. */
export function narrow(text: string): string {
  return text.replace(/[\uff01-\uff5e\u3000]/g, (sign) => sign.normalize("NFKC")).trim();
}

/**
 * Digits of any width, with or without what sets off thousands (1,000, １，０００, 1 000); null: it is no
 * whole number. A sign, a point, a letter or 1e9 is refused, for nothing that is left of it was meant.
 */
export function wholeOf(text: string): number | null {
  const plain = narrow(text);
  if (!/^(\d+|\d{1,3}([ ,]\d{3})+)$/.test(plain)) return null;
  const digits = plain.replace(/\D/g, "");
  return digits.length > 15 ? Number.MAX_SAFE_INTEGER : Number(digits);
}

/** On the way to thousands: 1, or 1,0. */
export function begun(text: string): boolean {
  return /^\d{1,3}(,\d{3})*,\d{0,2}$/.test(narrow(text));
}
