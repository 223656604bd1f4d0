/** The tickets this phone holds: a rep's of her stores, a clerk's of his turn. */

import { named, skusOf } from "../catalogue/named";
import { standing } from "../device/log";
import { all } from "../device/records";
import { database, person } from "../ui/app.svelte";
import { ticketsNow, type TicketNow } from "./now";

export interface HeldTickets {
  tickets: TicketNow[];
  skuName: (id: string) => string;
}

export async function heldTickets(): Promise<HeldTickets> {
  const db = database();
  const [tickets, log, stores, skus] = await Promise.all([
    all(db, "ticket"),
    standing(db),
    all(db, "store"),
    skusOf(db),
  ]);
  const its = new Map(stores.map((one) => [one.id, one]));
  const sku = new Map(skus.map((one) => [one.id, named(one, one.id)]));
  return {
    tickets: ticketsNow(tickets, log, { storeOf: (id) => its.get(id), name: person().name }),
    skuName: (id) => sku.get(id) ?? id,
  };
}
