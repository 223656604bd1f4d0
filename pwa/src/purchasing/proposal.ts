/** What to buy of each SKU, from what this device holds (F92). Pure. */

import type { SalesGift, SalesLine } from "../protocol";
import type { StockRow } from "./now";
import { suggested, type PartnerStock, type Purchase, type PurchaseCycle } from "./rules";
import { carried, type Carried } from "./stock-rules";

/** What was proposed, in cases; null: nothing could be. */
export const casesOf = ({ row, purchase }: ProposalRow): number | null =>
  purchase.units === null ? null : purchase.units / row.sku.units_per_case;

export interface ProposalRow {
  row: StockRow;
  stock: PartnerStock;
  purchase: Purchase;
}

interface Order {
  id: string;
  doc_state: string;
  lines: readonly SalesLine[];
  gifts?: readonly SalesGift[];
}
interface OfOrder {
  order_id: string;
}
type Note = Omit<Carried, "lines" | "gifts"> & {
  lines: ReadonlyArray<Carried["lines"][number] & OfOrder>;
  gifts?: ReadonlyArray<NonNullable<Carried["gifts"]>[number] & OfOrder>;
};

/** Base units of each SKU that stores have ordered, audited, and that are on no road yet; and of gifts. */
export function backorders(
  orders: readonly Order[],
  notes: readonly Note[],
  units: ReadonlyMap<string, number>,
): Map<string, number> {
  const gone = new Map<string, number>();
  const base = (sku: string, qty: number, uom: string): number =>
    qty * (uom === "case" ? (units.get(sku) ?? 0) : 1);
  const add = (to: Map<string, number>, key: string, more: number): void =>
    void to.set(key, (to.get(key) ?? 0) + more);
  for (const note of notes) {
    if (!note.loaded_at && !note.delivered_at) continue;
    for (const order of new Set(note.lines.map((line) => line.order_id)))
      for (const line of carried(of(note, order))) {
        const qty = note.delivered_at ? (line.accepted_qty ?? 0) : line.qty;
        add(gone, `${order} ${line.sku_id}`, base(line.sku_id, qty, line.uom));
      }
  }
  const open = new Map<string, number>();
  for (const order of orders) {
    if (order.doc_state !== "audited") continue;
    const wanted = new Map<string, number>();
    for (const line of order.lines)
      add(wanted, line.sku_id, base(line.sku_id, line.accepted_qty ?? line.qty, line.uom));
    for (const { sku_id, qty, accepted_qty } of order.gifts ?? [])
      if (sku_id !== null) add(wanted, sku_id, base(sku_id, accepted_qty ?? qty, "case"));
    for (const [sku, qty] of wanted)
      add(open, sku, Math.max(0, qty - (gone.get(`${order.id} ${sku}`) ?? 0)));
  }
  return open;
}

/** Of a note that joins several orders, what is of one of them. */
function of(note: Note, order: string): Pick<Note, "lines" | "gifts"> {
  return {
    lines: note.lines.filter((line) => line.order_id === order),
    gifts: (note.gifts ?? []).filter((gift) => gift.order_id === order),
  };
}

/** Cases the partner needs besides what is sold in ordinary times, by SKU: his own word. */
export interface Besides {
  promo: Readonly<Record<string, number>>;
  launch: Readonly<Record<string, number>>;
}

/** Every counted SKU that is still sold, what is to be bought first. */
export function proposal(
  rows: readonly StockRow[],
  waiting: ReadonlyMap<string, number>,
  onOrder: ReadonlyMap<string, number>,
  cycle: PurchaseCycle,
  besides: Besides,
): ProposalRow[] {
  return rows
    .filter((row) => row.sku.active)
    .map((row) => {
      const stock: PartnerStock = {
        ...row.between,
        saleable: row.now.saleable,
        in_transit: onOrder.get(row.sku.id) ?? 0,
        backorders: waiting.get(row.sku.id) ?? 0,
      };
      const sku = {
        units: row.sku.units_per_case,
        layer: row.sku.cases_per_layer ?? null,
        life_days: row.sku.shelf_life_days,
      };
      const need = {
        promo: (besides.promo[row.sku.id] ?? 0) * sku.units,
        launch: (besides.launch[row.sku.id] ?? 0) * sku.units,
      };
      return { row, stock, purchase: suggested(stock, cycle, need, sku) };
    })
    .sort((a, b) => (b.purchase.units ?? 0) - (a.purchase.units ?? 0));
}
