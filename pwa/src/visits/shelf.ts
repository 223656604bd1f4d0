/** The shelf as it is being checked: what was tapped so far, and what that says. Pure. */

import type { Observation, Presence } from "../protocol";

/** One SKU on the main shelf, as typed. Empty presence: not looked at yet. */
export interface Cell {
  presence: Presence | "";
  facings: string;
  /** Yuan, as typed. */
  price: string;
  tag: NonNullable<Observation["price_tag"]> | "";
  same: boolean;
}

export const EMPTY: Cell = { presence: "", facings: "", price: "", tag: "", same: false };

export function cellOf(seen: Observation): Cell {
  return {
    presence: seen.presence,
    facings: seen.presence === "present" ? String(seen.facings) : "",
    price: seen.price_fen === null ? "" : (seen.price_fen / 100).toFixed(2),
    tag: seen.price_tag ?? "",
    same: seen.same_as_last,
  };
}

/**
 * Fen, or null for nothing or nonsense. Without floats: 3.5 and 3.50 are 350. A Chinese keyboard's
 * digits are digits, and its stops and commas stand for the point.
 */
export function fenOf(typed: string): number | null {
  const digits = typed.replace(/[０-９]/g, (digit) => digit.normalize("NFKC"));
  const parts = /^(\d{1,6})(?:[.．。,，](\d{0,2}))?$/.exec(digits.trim());
  if (!parts) return null;
  return Number(parts[1]) * 100 + Number((parts[2] ?? "").padEnd(2, "0"));
}

/** A price is asked for where the goods, or their place, are there to be seen. */
export function priced({ presence }: Cell): boolean {
  return presence === "present" || presence === "oos_shelf";
}

/** Something is typed that is no price: it must not be kept as none, nor as another. */
export function unread(cell: Cell): boolean {
  return priced(cell) && cell.price.trim() !== "" && fenOf(cell.price) === null;
}

/** What is said of the cells that were answered. On the shelf means at least one facing. */
export function observationsOf(cells: Readonly<Record<string, Cell>>): Observation[] {
  const said: Observation[] = [];
  for (const [sku_id, cell] of Object.entries(cells)) {
    if (cell.presence === "") continue;
    said.push({
      sku_id,
      location: "main_shelf",
      presence: cell.presence,
      facings: cell.presence === "present" ? Math.max(1, Number(cell.facings) || 1) : 0,
      shelf_units: null,
      backroom_units: null,
      price_fen: fenOf(cell.price),
      price_tag: cell.tag || null,
      same_as_last: cell.same,
    });
  }
  return said;
}

/** What is not answered yet, as last time; null: there is nothing to fill. */
export function restAsLast(
  shelf: readonly string[],
  cells: Readonly<Record<string, Cell>>,
  before: ReadonlyMap<string, Observation>,
): Record<string, Cell> | null {
  const filled = shelf.flatMap((id): Array<[string, Cell]> => {
    const seen = before.get(id);
    return seen && !cells[id]?.presence ? [[id, { ...cellOf(seen), same: true }]] : [];
  });
  return filled.length ? { ...cells, ...Object.fromEntries(filled) } : null;
}

/** Something to look at twice, never to forbid: three times the facings, a fifth off the price. */
export function oddity(
  cell: Cell,
  before: Observation | undefined,
): { what: "facings" | "price"; was: number } | null {
  if (cell.presence !== "present" || !before) return null;
  if (before.facings > 0 && Number(cell.facings) > 3 * before.facings)
    return { what: "facings", was: before.facings };
  const price = fenOf(cell.price);
  if (
    price !== null &&
    before.price_fen &&
    Math.abs(price - before.price_fen) * 5 > before.price_fen
  )
    return { what: "price", was: before.price_fen };
  return null;
}
