/**
 * Stores she found that the server has not shown yet, as records: her own words, and what the server
 * says of such a store at first (backend/proposals/commands.py). She works in it at once.
 */

import type { OperationArgs, RecordShape } from "../protocol";
import type { Database } from "./database";

type Found = RecordShape["store"] & { id: string; version: number };

const STATES = ["waiting", "sent", "received"] as const;
const FIRST_TIER = "P4";
const RADIUS_M = 100;
const RADIUS_MOST_M = 300;

/** Of those in `known` the server has spoken. */
export async function withFound(
  db: Database,
  known: Array<Found>,
  wanted: (id: string) => boolean = () => true,
): Promise<Array<Found>> {
  const there = new Set(known.map((store) => store.id));
  const lines = await db.read(["log"], async (tx) => {
    const byState = tx.objectStore("log").index("state");
    return (await Promise.all(STATES.map((state) => byState.getAll(state)))).flat();
  });
  const found = lines.flatMap((line) =>
    line.kind === "store.propose" && wanted(line.id) && !there.has(line.id)
      ? [asFound(line.id, line.args)]
      : [],
  );
  return found.length ? [...known, ...found] : known;
}

/** The code of a store that nobody has given one. */
function codeOf(id: string): string {
  return `N-${id.replaceAll("-", "").slice(-10).toUpperCase()}`;
}

function asFound(id: string, said: OperationArgs["store.propose"]): Found {
  const { position } = said;
  return {
    id,
    version: 0,
    code: codeOf(id),
    name: said.name,
    pinyin: "",
    initials: "",
    address: said.address,
    customer_id: id,
    customer_name: said.name,
    customer_class: "UNCLASSIFIED",
    org_unit_id: "",
    channel_type: said.channel_type,
    tier: FIRST_TIER,
    lat_e7: position.lat_e7,
    lon_e7: position.lon_e7,
    radius_m: Math.min(RADIUS_MOST_M, Math.max(RADIUS_M, position.accuracy_m)),
    contact_name: said.contact_name,
    phone: said.phone,
    receiving_window: null,
    partner_id: null,
    partner_name: null,
    price_list_code: null,
    must_stock_list_id: null,
    split_sale: false,
    active: true,
    stage: "pending",
  };
}
