/** Times as people at a desk say them. */

import { dayOf } from "../device/time";
import { clock, dayNear, t } from "../ui/words/index.svelte";

/** 11:20, 昨天 18:30, 11月20日 周五 18:30. */
export function near(instant: string, today: string): string {
  const day = dayOf(new Date(instant));
  const at = clock(instant);
  return day === today ? at : t("date.day_time", { day: dayNear(day, today), at });
}
