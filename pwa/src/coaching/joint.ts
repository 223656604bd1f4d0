/** Days on which he goes along with a rep, and what he saw: the server's word, the log on top. Pure. */

import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import { occurredAt } from "../device/time";
import type { CoachItem } from "../protocol";

export const ITEMS = ["prepare", "greet", "check", "display", "sell", "close"] as const;
export type Item = (typeof ITEMS)[number];
export const SCORES = [1, 2, 3, 4, 5] as const;

export type JointDayNow = Held<"joint_day"> & { waiting: boolean };
export type JointVisitNow = Held<"joint_visit"> & { waiting: boolean };

/** His days, the next first. One that is planned here and not heard yet has no stores. One that was
 *  cancelled stays where he has noted something (`noted`): it took place all the same. */
export function jointDays(
  confirmed: readonly Held<"joint_day">[],
  standing: readonly LogLine[],
  me: string,
  nameOf: (rep: string) => string,
  noted: ReadonlySet<string> = new Set(),
): JointDayNow[] {
  const found = new Map(confirmed.map((one) => [one.id, { ...one, waiting: false }]));
  for (const line of standing) {
    if (line.state === "attention") continue;
    const before = found.get(line.id);
    if (line.kind === "joint.plan" && !before) {
      const { rep_id, day } = line.args;
      const more = { coach_id: me, rep_id, rep_name: nameOf(rep_id), day, stores: [] };
      found.set(line.id, { id: line.id, version: 0, ...more, state: "planned", waiting: true });
    } else if (line.kind === "joint.cancel" && before)
      found.set(line.id, { ...before, state: "cancelled" });
  }
  return [...found.values()]
    .filter((one) => one.state === "planned" || noted.has(one.id))
    .sort((a, b) => a.day.localeCompare(b.day) || a.id.localeCompare(b.id));
}

/** Of a day that has not come nothing was seen yet. */
export function tooSoon(one: Pick<JointDayNow, "day">, today: string): boolean {
  return one.day > today;
}

/** The days he has noted something of: the company has it, it is to be heard, or he still writes. */
export function notedDays(
  visits: readonly Pick<Held<"joint_visit">, "joint_day_id">[],
  standing: readonly LogLine[],
  drafts: readonly string[],
): Set<string> {
  const said = standing.flatMap((line) =>
    line.kind === "joint.coach" && line.state !== "attention" ? [line.args.joint_day_id] : [],
  );
  const typed = drafts.map((key) => key.split(":")[1] ?? "");
  return new Set([...visits.map((one) => one.joint_day_id), ...said, ...typed]);
}

/** What was seen, the latest first. */
export function jointVisits(
  confirmed: readonly Held<"joint_visit">[],
  standing: readonly LogLine[],
  days: readonly JointDayNow[],
  me: { id: string; name: string },
): JointVisitNow[] {
  const found = new Map(confirmed.map((one) => [one.id, { ...one, waiting: false }]));
  for (const line of standing) {
    if (line.kind !== "joint.coach" || line.state === "attention" || found.has(line.id)) continue;
    const { position: _, ...args } = line.args;
    const day = days.find((one) => one.id === args.joint_day_id);
    const store = day?.stores.find((one) => one.store_id === args.store_id);
    found.set(line.id, {
      ...args,
      id: line.id,
      version: 0,
      coach_id: me.id,
      coach_name: me.name,
      rep_id: day?.rep_id ?? "",
      rep_name: day?.rep_name ?? "",
      store_name: store?.name ?? "",
      day: day?.day ?? "",
      said_at: occurredAt(line),
      waiting: line.state !== "received",
    });
  }
  return [...found.values()].sort((a, b) => b.said_at.localeCompare(a.said_at));
}

/** The mean in tenths, halves up; null: nothing was scored. */
export function meanOf(items: readonly Pick<CoachItem, "score">[]): number | null {
  if (!items.length) return null;
  const sum = items.reduce((all, one) => all + one.score, 0);
  return Math.floor((20 * sum + items.length) / (2 * items.length));
}

/** Somebody went along to this visit of hers: of the same store and day. */
export function alongTo<T extends Pick<Held<"joint_visit">, "rep_id" | "store_id" | "day">>(
  visits: readonly T[],
  visit: { rep_id: string; store_id: string; day: string },
): T[] {
  return visits.filter(
    (one) =>
      one.rep_id === visit.rep_id && one.store_id === visit.store_id && one.day === visit.day,
  );
}

/** Somebody goes along with her on days that come: as she was told, and not taken back. */
export function alongSoon(
  told: readonly Pick<Held<"inbox_item">, "kind" | "made_at" | "facts">[],
  today: string,
): Array<{ day: string; name: string }> {
  const found = new Map<string, { day: string; name: string }>();
  for (const { kind, facts: said } of told.toSorted((a, b) => a.made_at.localeCompare(b.made_at))) {
    const facts = said as Record<string, unknown>;
    const one = { day: String(facts["day"] ?? ""), name: String(facts["by_name"] ?? "") };
    const key = `${one.day} ${one.name}`;
    if (kind === "joint.planned") found.set(key, one);
    else if (kind === "joint.cancelled") found.delete(key);
  }
  return [...found.values()]
    .filter((one) => one.day >= today)
    .sort((a, b) => a.day.localeCompare(b.day) || a.name.localeCompare(b.name));
}
