/** What the screens of joint visits read on this phone. */

import type { Database } from "../device/database";
import { keys } from "../device/drafts";
import { standing } from "../device/log";
import { all } from "../device/records";
import { jointDays, jointVisits, notedDays } from "./joint";

export async function jointPage(db: Database, me: { id: string; name: string }) {
  const [days, visits, people, log, drafts] = await Promise.all([
    all(db, "joint_day"),
    all(db, "joint_visit"),
    all(db, "person"),
    standing(db),
    keys(db, "joint:"),
  ]);
  const names = new Map(people.map((one) => [one.id, one.name]));
  const noted = notedDays(visits, log, drafts);
  const now = jointDays(days, log, me.id, (rep) => names.get(rep) ?? rep, noted);
  return { days: now, visits: jointVisits(visits, log, now, me) };
}

export const JOINT = ["joint_day", "joint_visit", "person"] as const;
