/** Lines and records for tests: whole, plausible, and changed where a test says so. */

import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import type { Observation, Visit } from "../protocol";

export const me = { id: "rep.cc01", name: "陈晓岚" };

export function line(
  n: number,
  kind: string,
  id: string,
  args: object,
  more: object = {},
): LogLine {
  const made_at = `2026-11-25T02:00:${String(n).padStart(2, "0")}.000Z`;
  return {
    n,
    replica_id: "r1",
    local_seq: n,
    op_id: `op${n}`,
    kind,
    schema: 1,
    entity: "visit",
    id,
    made_at,
    clock: { offset_ms: 0, mono_ms: 0 },
    args,
    state: "waiting",
    result: null,
    tries: 0,
    next_try_at: null,
    answered_at: null,
    ...more,
  } as unknown as LogLine;
}

export function seen(sku_id: string, presence: Observation["presence"], facings = 1): Observation {
  return {
    sku_id,
    location: "main_shelf",
    presence,
    facings: presence === "present" ? facings : 0,
    shelf_units: null,
    backroom_units: null,
    price_fen: null,
    price_tag: null,
    same_as_last: false,
  };
}

export function visit(id: string, change: Partial<Visit> = {}): Held<"visit"> {
  return {
    id,
    version: 1,
    store_id: "S1",
    rep_id: me.id,
    rep_name: me.name,
    planned_visit_id: null,
    day: "2026-11-25",
    state: "completed",
    checked_in_at: "2026-11-25T01:00:00.000Z",
    checked_out_at: "2026-11-25T01:20:00.000Z",
    fence_result: "inside",
    observations: [],
    fail_reason: null,
    no_order_reason: null,
    note: null,
    next_promise: null,
    late: false,
    ...change,
  };
}
