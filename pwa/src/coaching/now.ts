/** Visits that are looked at again: the server's word, with what this phone has said since on top. */

import type { LogLine } from "../device/log";
import type { PhotoRow, Picture } from "../device/photos";
import type { Held } from "../device/records";
import { occurredAt } from "../device/time";
import type { SpotItem } from "../protocol";

export type SpotNow = Held<"spot_check"> & {
  /** What was said here is not yet with the company. */
  waiting: boolean;
  /** Which differences are explained is said, and not yet with the company. */
  settling?: boolean;
  /** He has said his part, and the comparison is not here yet. */
  said: boolean;
};

/** What he may take a picture of: the door, and the shelf as he finds it. */
export const PICTURED = ["storefront", "main_shelf_before"] as const;
export type Pictured = (typeof PICTURED)[number];

/** A picture of either of them as a screen shows it: here, or with the company. Pure. */
export function pictured(id: string, type: string, here: PhotoRow | undefined): Picture {
  if (here) return here;
  const state = "present" as const;
  return {
    photo_id: id,
    type: type as Picture["type"],
    sequence: 0,
    taken_at: "",
    thumb: null,
    state,
  };
}

/** All of them, the latest draw first. Pure. */
export function spotsNow(
  confirmed: readonly Held<"spot_check">[],
  standing: readonly LogLine[],
): SpotNow[] {
  const found = new Map<string, SpotNow>(
    confirmed.map((one) => [one.id, { ...one, waiting: false, said: false }]),
  );
  for (const line of standing) {
    const before = found.get(line.id);
    if (!before || line.state === "attention") continue;
    const waiting = line.state !== "received";
    if (line.kind === "spot.check" && before.state === "open")
      found.set(line.id, { ...before, said: true, waiting });
    else if (line.kind === "spot.answer")
      found.set(line.id, {
        ...before,
        answer: line.args.text,
        answered_at: occurredAt(line),
        waiting,
      });
    else if (line.kind === "spot.settle") found.set(line.id, { ...before, settling: waiting });
  }
  return [...found.values()].sort(
    (a, b) => b.drawn_at.localeCompare(a.drawn_at) || a.id.localeCompare(b.id),
  );
}

/** His to do, while it is worth while. */
export function toDo(spots: readonly SpotNow[], me: string, today: string): SpotNow[] {
  return spots.filter(
    (one) => one.checker_id === me && one.state === "open" && !one.said && one.until >= today,
  );
}

/** Of an open one nobody may see what she had said: whether this visit is one of his. */
export function blind(spots: readonly SpotNow[], me: string, visit: string): SpotNow | undefined {
  return spots.find(
    (one) => one.visit_id === visit && one.checker_id === me && one.state === "open",
  );
}

/** By SKU, those with a difference first. */
export function bySku(items: readonly SpotItem[]): Array<{ sku_id: string; items: SpotItem[] }> {
  const found = new Map<string, SpotItem[]>();
  for (const item of items) found.set(item.sku_id, [...(found.get(item.sku_id) ?? []), item]);
  const off = (all: readonly SpotItem[]): number => all.filter((one) => !one.within).length;
  return [...found]
    .map(([sku_id, all]) => ({ sku_id, items: all }))
    .sort((a, b) => off(b.items) - off(a.items));
}
