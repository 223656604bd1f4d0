/** Orders and notes that have left this device, asked for of the company (decision 64). */

import type { OrderNow } from "../orders/now";
import type { DeliveryNote, Photo, SalesOrder } from "../protocol";
import { Refused } from "../refused";
import { ask } from "../session";
import type { NoteNow } from "./now";

export interface PastNote {
  id: string;
  version: number;
  note: DeliveryNote;
}
export interface OnePastNote extends PastNote {
  photos: Array<{ id: string; photo: Photo }>;
}
export interface PastOrder {
  id: string;
  version: number;
  order: SalesOrder;
  notes: PastNote[];
}
export interface PastOrders {
  as_of: string;
  next: string | null;
  /** So many days an order that is over stays on the device at the least. */
  days: number;
  rows: Array<{
    id: string;
    no: string;
    store_name: string;
    day: string;
    total_fen: number;
    doc_state: string;
    exec_state: string;
  }>;
}

export interface AskedPast<T> {
  readonly value: T | null;
  /** asking: no answer yet. away: nobody could be asked. unknown: the company knows none. */
  readonly stand: "asking" | "here" | "away" | "unknown";
  again(): void;
}

/**
 * Call while a component is being made. Asks `/partner/v1/past-…` when `path` changes (null: nothing
 * to ask), and when the network is back.
 */
export function askedPast<T>(path: () => string | null): AskedPast<T> {
  let value = $state.raw<T | null>(null);
  let stand = $state<AskedPast<T>["stand"]>("asking");
  let going: AbortController | null = null;

  function again(): void {
    const wanted = path();
    going?.abort();
    if (!wanted) return;
    const mine = (going = new AbortController());
    stand = "asking";
    ask<T>(`/partner/v1/past-${wanted}`, { signal: mine.signal }).then(
      (found) => {
        if (mine.signal.aborted) return;
        value = found;
        stand = "here";
      },
      (error: unknown) => {
        if (mine.signal.aborted) return;
        value = null;
        stand = error instanceof Refused ? "unknown" : "away";
      },
    );
  }

  $effect(() => {
    again();
    addEventListener("online", again);
    return () => {
      removeEventListener("online", again);
      going?.abort();
    };
  });
  return {
    get value() {
      return value;
    },
    get stand() {
      return stand;
    },
    again,
  };
}

export function pastOrder({ id, version, order }: PastOrder): OrderNow {
  return { ...order, id, version, waiting: false };
}

export function pastNote({ id, version, note }: PastNote): NoteNow {
  return { ...note, id, version, waiting: false };
}
