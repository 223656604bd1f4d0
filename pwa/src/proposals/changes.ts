/** What she says of a known store: as the company has it, with what this phone has said since on top;
 *  and, where two speak of one field, which rule decides (K7). Pure. */

import { hoursOk, phoneOk } from "../customers/contact-rules";
import { stands } from "../customers/rules";
import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import { occurredAt } from "../device/time";
import type { ChangeItem, FieldChange, StoreField, Theirs } from "../protocol";

type Store = Held<"store">;

/** As they are asked for and listed. */
export const TYPED = [
  "name",
  "address",
  "contact_name",
  "phone",
  "licence_no",
  "receiving_window",
] as const satisfies readonly StoreField[];
export const LONGEST: Record<(typeof TYPED)[number], number> = {
  name: 80,
  address: 200,
  contact_name: 40,
  phone: 30,
  licence_no: 40,
  receiving_window: 40,
};

/** The field's value now, as it is said; null: there is none. */
export function valueOf(store: Store, what: StoreField): string | null {
  if (what === "point") return `${store.lat_e7},${store.lon_e7}`;
  if (what === "active") return store.active ? "yes" : "no";
  return store[what] || null;
}

/** later: another's was approved after hers; kept: another's stands and hers was returned; waits: hers
 *  is not decided, and another's was approved meanwhile; null: nobody else spoke of it. */
export type Rule = "later" | "kept" | "waits" | null;

export interface ItemNow extends ChangeItem {
  change_id: string;
  said_at: string;
  /** Not yet received by the company. */
  waiting: boolean;
  /** The store says by now what she said. */
  same: boolean;
  rule: Rule;
}

/** What is to be shown at the store: what waits, and what she has not read of what became of it. */
export function changesNow(
  store: Store,
  held: readonly Held<"store_change">[],
  standing: readonly LogLine[],
): ItemNow[] {
  const read = new Set(
    standing.flatMap((line) => (line.kind === "store_change.seen" ? [line.id] : [])),
  );
  const back = new Set(
    standing.flatMap((line) => (line.kind === "store_change.withdraw" ? [line.id] : [])),
  );
  const known = new Set(held.map((one) => one.id));
  const items = held
    .filter((one) => one.store_id === store.id)
    .flatMap((one) => one.items.map((item) => whole(store, item, one.id, one.said_at, false)));
  for (const line of standing) {
    if (line.kind !== "store_change.propose" || line.args.store_id !== store.id) continue;
    for (const change of known.has(line.id) ? [] : line.args.changes)
      items.push(
        whole(store, asOpen(change), line.id, occurredAt(line), line.state !== "received"),
      );
  }
  return latest(items).filter(
    (item) =>
      (item.state === "open" && !back.has(item.change_id)) ||
      ((item.state === "returned" || item.theirs) && !read.has(item.change_id)),
  );
}

/** Of a field her last word counts: it takes the open ones before it back. */
function latest(items: ItemNow[]): ItemNow[] {
  const sorted = items.toSorted((a, b) => a.said_at.localeCompare(b.said_at));
  const last = new Map(sorted.map((item) => [item.what, item]));
  return sorted.filter((item) => item.state !== "open" || last.get(item.what) === item);
}

function asOpen(change: FieldChange): ChangeItem {
  return { ...change, state: "open", reason: null, note: null, by_name: null, at: null };
}

function whole(
  store: Store,
  item: ChangeItem,
  change_id: string,
  said_at: string,
  waiting: boolean,
): ItemNow {
  const now = valueOf(store, item.what);
  const became = item.state === "open" ? stands(item.saw, item.value, now) : "fresh";
  const theirs: Theirs | undefined =
    item.theirs ?? (became === "clash" ? setBy(store, item.what) : undefined);
  const decided = item.state === "approved" ? "later" : item.state === "open" ? "waits" : "kept";
  return {
    ...item,
    ...(theirs && { theirs }),
    change_id,
    said_at,
    waiting,
    same: became === "same",
    rule: theirs ? decided : null,
  };
}

/** What stands there, and who gave it that, as far as the store says. */
function setBy(store: Store, what: StoreField): Theirs {
  const mark = store.set?.find((one) => one.what === what);
  return { value: valueOf(store, what), by_name: mark?.by_name ?? "", at: mark?.at ?? null };
}

/** What a form holds: each field as she has it, and as it was when she began to write. */
export interface Written {
  values: Partial<Record<StoreField, string>>;
  saw: Partial<Record<StoreField, string | null>>;
}

/** What of it is to be said: only what differs from what she saw. */
/** What a store cannot be without (backend/customers/fields.py). */
const NEEDED: ReadonlySet<StoreField> = new Set(["name", "channel_type"]);

export function blankOf(written: Written): StoreField[] {
  return changesOf(written).flatMap(({ what, value }) =>
    value === null && NEEDED.has(what) ? [what] : [],
  );
}

/** Numbers nobody can call and hours nobody can reckon with: where she typed one. */
export function oddOf(written: Written): StoreField[] {
  return changesOf(written).flatMap(({ what, value }) => {
    const fits = what === "phone" ? phoneOk : what === "receiving_window" ? hoursOk : null;
    return fits && !fits(value ?? "") ? [what] : [];
  });
}

export function changesOf(written: Written): FieldChange[] {
  return (Object.keys(written.values) as StoreField[]).flatMap((what) => {
    const value = written.values[what]?.trim() || null;
    const saw = written.saw[what] ?? null;
    return (value ?? "") === (saw ?? "").trim() ? [] : [{ what, saw, value }];
  });
}
