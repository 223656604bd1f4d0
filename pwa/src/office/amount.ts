/** Yuan as somebody in the office types them: a budget may have more digits than a price. Pure. */

import { narrow } from "../ui/whole";

/** What a field says: an amount, nothing, or something that is no amount, which is kept as typed. */
export interface Amount {
  fen: number | null;
  /** What was typed and cannot be read; "": it can. */
  odd: string;
}

/** Up to 99,999,999.99 yuan, thousands set off or not; -5, 1e9, 12.345 and 2万 are no amounts. */
export function amountOf(typed: string): Amount {
  const plain = narrow(typed).replace("。", ".");
  if (plain === "") return { fen: null, odd: "" };
  const parts = /^(\d{1,8}|\d{1,2}(?:,\d{3}){2}|\d{1,3},\d{3})(?:\.(\d{0,2}))?$/.exec(plain);
  if (!parts) return { fen: null, odd: typed };
  const yuan = Number(parts[1]?.replaceAll(",", ""));
  return { fen: yuan * 100 + Number((parts[2] ?? "").padEnd(2, "0")), odd: "" };
}

export function yuanOf(fen: number | null | undefined): string {
  return fen === null || fen === undefined ? "" : (fen / 100).toFixed(2);
}
