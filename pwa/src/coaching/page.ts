/** What the screens of joint visits read on this phone. */

import type { Database } from "../device/database";
import { standing } from "../device/log";
import { all } from "../device/records";
import { jointDays, jointVisits } from "./joint";

export async function jointPage(db: Database, me: { id: string; name: string }) {
  const [days, visits, people, log] = await Promise.all([
    all(db, "joint_day"),
    all(db, "joint_visit"),
    all(db, "person"),
    standing(db),
  ]);
  const names = new Map(people.map((one) => [one.id, one.name]));
  const now = jointDays(days, log, me.id, (rep) => names.get(rep) ?? rep);
  return { days: now, visits: jointVisits(visits, log, now, me) };
}

export const JOINT = ["joint_day", "joint_visit", "person"] as const;
