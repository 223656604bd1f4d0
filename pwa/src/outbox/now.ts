/** The outbox as a person reads it: what needs her, and what waits, store by store. Pure. */

import type { LogLine } from "../device/log";
import type { PhotoRow } from "../device/photos";
import type { ResultStatus } from "../protocol";

export interface Waiting {
  store_id: string;
  lines: LogLine[];
  photos: PhotoRow[];
}

export interface OutboxNow {
  attention: LogLine[];
  /** Groups by store, the oldest first; what belongs to no store comes last. */
  groups: Waiting[];
  lines: number;
  photos: number;
  bytes: number;
}

/** `storeOf` says which store a visit, order or photo said by this phone belongs to. */
export function outboxNow(lines: readonly LogLine[], photos: readonly PhotoRow[]): OutboxNow {
  const stores = storesOf(lines);
  const waiting = lines.filter((line) => line.state === "waiting" || line.state === "sent");
  const groups = new Map<string, Waiting>();
  const group = (store_id: string): Waiting => {
    const found = groups.get(store_id) ?? { store_id, lines: [], photos: [] };
    groups.set(store_id, found);
    return found;
  };
  for (const line of waiting) group(stores.get(line.id) ?? "").lines.push(line);
  for (const photo of photos) group(photo.store_id).photos.push(photo);
  return {
    attention: lines.filter((line) => line.state === "attention" && !line.seen),
    groups: [...groups.values()].sort(
      (a, b) => Number(a.store_id === "") - Number(b.store_id === ""),
    ),
    lines: waiting.length,
    photos: photos.length,
    bytes: photos.reduce((sum, photo) => sum + photo.bytes, 0),
  };
}

/** What to do about an answer that is no: whom to tell depends on whom one has. */
export function adviceOf(status: ResultStatus, role: string) {
  const rep = role === "field_rep";
  if (status === "conflict") return "outbox.conflict";
  if (status === "quarantined") return rep ? "outbox.quarantined" : "outbox.quarantined_company";
  if (rep) return "outbox.kept";
  return role.startsWith("partner_") ? "outbox.kept_partner" : "outbox.kept_office";
}

/** A visit's later lines do not repeat its store: the first one said it. */
export function storesOf(lines: readonly LogLine[]): Map<string, string> {
  const stores = new Map<string, string>();
  for (const line of lines) {
    if ("store_id" in line.args && line.args.store_id) stores.set(line.id, line.args.store_id);
  }
  return stores;
}

/** A request with it is under way. Sent before and not answered, it waits like any other. */
export function underWay(line: LogLine, { busy }: { busy: string | null }): boolean {
  return line.state === "sent" && busy === "push";
}

/** How much of a picture has gone up, in whole percent. */
export function uploaded(photo: PhotoRow): number {
  if (!photo.upload || photo.bytes === 0) return 0;
  return Math.min(100, Math.round((photo.upload.offset / photo.bytes) * 100));
}
