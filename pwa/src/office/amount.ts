/** Figures as somebody in the office types them: money, whole numbers, percents. Pure. */

import { narrow, wholeOf } from "../ui/whole";

/** money: in fen. whole: from 1 to 999,999. percent: per mille, above 0 up to 100.0 %. */
export type FigureKind = "money" | "whole" | "percent";

/** What a field says: a figure, nothing, or something that is none, which is kept as typed. */
export interface Figure {
  value: number | null;
  /** What was typed and cannot be read; "": it can. */
  odd: string;
}

const MOST_WHOLE = 999_999;

export function figureOf(kind: FigureKind, typed: string): Figure {
  const plain = narrow(typed).replace("。", ".");
  if (plain === "") return { value: null, odd: "" };
  const value = READ[kind](plain);
  return value === null ? { value, odd: typed } : { value, odd: "" };
}

const READ: Record<FigureKind, (plain: string) => number | null> = {
  money: fenOf,
  whole: (plain) => {
    const value = wholeOf(plain);
    return value && value <= MOST_WHOLE ? value : null;
  },
  percent: (plain) => {
    const parts = /^(\d{1,3})(?:[.,](\d?))?\s?%?$/.exec(plain);
    const value = parts ? Number(parts[1]) * 10 + Number(parts[2] || 0) : 0;
    return value > 0 && value <= 1000 ? value : null;
  },
};

/** Up to 99,999,999.99 yuan, thousands set off or not; -5, 1e9, 12.345 and 2万 are no amounts. */
function fenOf(plain: string): number | null {
  const parts = /^(\d{1,8}|\d{1,2}(?:,\d{3}){2}|\d{1,3},\d{3})(?:\.(\d{0,2}))?$/.exec(plain);
  if (!parts) return null;
  const yuan = Number(parts[1]?.replaceAll(",", ""));
  return yuan * 100 + Number((parts[2] ?? "").padEnd(2, "0"));
}

/** It is an amount, only larger than any that is kept: said otherwise than what is none. */
export function isTooLarge(kind: FigureKind, typed: string): boolean {
  const plain = narrow(typed).replace("。", ".");
  return kind === "money" && /^(\d{9,}|\d{1,3}(?:,\d{3}){2,})(?:\.\d{0,2})?$/.test(plain);
}

/** As it stands in its field when nobody is typing. */
export function figureText(kind: FigureKind, value: number | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (kind === "money") return (value / 100).toFixed(2);
  return String(kind === "percent" ? value / 10 : value);
}
