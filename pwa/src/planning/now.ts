/** Today as it stands: planned stops in order, what became of each, and visits nobody planned. */

import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import { occurredAt } from "../device/time";
import type { OrderNow } from "../orders/now";
import type { PlannedVisit, Task } from "../protocol";
import type { VisitNow } from "../visits/now";

export interface StopNow {
  id: string;
  planned: (PlannedVisit & { id: string }) | null;
  visit: VisitNow | null;
  store_id: string;
  store_name: string;
  store_code: string;
  lat_e7: number;
  lon_e7: number;
  tier: string;
  sequence: number;
  state: "planned" | "in_progress" | "completed" | "failed" | "abandoned" | "waived";
  /** Another rep's visit did it: whose. */
  by: string | null;
  waiting: boolean;
}

export interface TodayNow {
  stops: StopNow[];
  next: StopNow | undefined;
  /** M01's denominator: stores the office planned for her and did not waive. */
  planned: number;
  /** M01's numerator: those of them with a completed visit that day, whoever made it. */
  done: number;
  /** Her completed visits beyond the plan, stops she added included. */
  unplanned: number;
  productive: number;
  orders: number;
  value_fen: number;
  /** Of these, not yet received by the company. */
  waiting_fen: number;
}

/** When the day was ended: said here and still on its way, or as the company has it. */
export function endedAt(
  id: string,
  summary: { ended_at: string } | null,
  standing: readonly LogLine[],
): string | null {
  const said = standing.filter((line) => line.kind === "day.end" && line.id === id).map(occurredAt);
  return [summary?.ended_at ?? [], ...said].flat().sort().at(-1) ?? null;
}

/** When the day began: said here and still on its way, or as the company has it; the first counts. */
export function startedAt(
  id: string,
  begun: { started_at: string } | null,
  standing: readonly LogLine[],
): string | null {
  const said = standing
    .filter((line) => line.kind === "day.start" && line.id === id)
    .map(occurredAt);
  return [begun?.started_at ?? [], ...said].flat().sort()[0] ?? null;
}

/** The day's stops: what the office planned, and what this phone has added since. */
export function planNow(
  confirmed: readonly Held<"planned_visit">[],
  standing: readonly LogLine[],
  stores: ReadonlyMap<string, Held<"store">>,
  meId: string,
): Held<"planned_visit">[] {
  const stops = [...confirmed];
  const known = new Set(stops.map((stop) => stop.id));
  for (const line of standing) {
    if (line.kind !== "planned_visit.add" || known.has(line.id)) continue;
    const store = stores.get(line.args.store_id);
    if (!store) continue;
    known.add(line.id);
    stops.push({
      id: line.id,
      version: 0,
      ...line.args,
      store_code: store.code,
      store_name: store.name,
      rep_id: meId,
      minutes: 0,
      state: "planned",
      origin: "rep_added",
      tier: store.tier,
      lat_e7: store.lat_e7,
      lon_e7: store.lon_e7,
      note: null,
    });
  }
  return stops;
}

/** One day of one rep; its `done` of `planned` is what board, report and day summary say. Pure. */
export function todayNow(
  day: string,
  meId: string,
  plan: readonly Held<"planned_visit">[],
  stores: ReadonlyMap<string, Held<"store">>,
  visits: Iterable<VisitNow>,
  orders: Iterable<OrderNow>,
  /** Her own order of stops; those it does not name come behind, as planned. */
  arranged: readonly string[] = [],
): TodayNow {
  const all = [...visits].filter((visit) => visit.day === day);
  const mine = all.filter((visit) => visit.rep_id === meId);
  const theirs = new Map<string, VisitNow>();
  for (const visit of all)
    if (visit.rep_id !== meId && visit.state === "completed") theirs.set(visit.store_id, visit);
  const byPlan = new Map<string, VisitNow>();
  const byStore = new Map<string, VisitNow>();
  for (const visit of mine) {
    if (visit.planned_visit_id) byPlan.set(visit.planned_visit_id, visit);
    byStore.set(visit.store_id, visit);
  }
  const stops: StopNow[] = plan
    .filter((stop) => stop.day === day)
    .map((stop) => {
      const own = byPlan.get(stop.id) ?? byStore.get(stop.store_id) ?? null;
      byStore.delete(stop.store_id);
      const other = theirs.get(stop.store_id);
      const visit = other && (!own || own.state === "failed") ? other : own;
      return {
        id: stop.id,
        planned: stop,
        visit,
        store_id: stop.store_id,
        store_name: stop.store_name,
        store_code: stop.store_code,
        lat_e7: stop.lat_e7,
        lon_e7: stop.lon_e7,
        tier: stop.tier,
        sequence: stop.sequence,
        state:
          (visit?.state as StopNow["state"]) ?? (stop.state === "waived" ? "waived" : "planned"),
        by: visit && visit === other ? visit.rep_name : null,
        waiting: visit?.waiting ?? false,
      };
    });
  const shown = new Set(stops.map((stop) => stop.visit?.id));
  // Back in a store she has done already: that is where she is, and nowhere else would say so.
  const again = mine.filter((visit) => visit.state === "in_progress" && !shown.has(visit.id));
  for (const visit of new Set([...byStore.values(), ...again])) {
    const store = stores.get(visit.store_id);
    stops.push({
      id: visit.id,
      planned: null,
      visit,
      store_id: visit.store_id,
      store_name: store?.name ?? visit.store_id,
      store_code: store?.code ?? "",
      lat_e7: store?.lat_e7 ?? 0,
      lon_e7: store?.lon_e7 ?? 0,
      tier: store?.tier ?? "",
      sequence: 1000,
      state: visit.state as StopNow["state"],
      by: null,
      waiting: visit.waiting,
    });
  }
  const rank = new Map(arranged.map((id, i) => [id, i]));
  const rankOf = (stop: StopNow): number => rank.get(stop.id) ?? arranged.length;
  stops.sort(
    (a, b) => rankOf(a) - rankOf(b) || a.sequence - b.sequence || a.id.localeCompare(b.id),
  );
  const today = [...orders].filter(
    (order) =>
      order.day === day &&
      order.doc_state !== "cancelled" &&
      order.doc_state !== "rejected" &&
      mine.some((visit) => visit.id === order.visit_id),
  );
  const asked = new Set(
    plan.flatMap((stop) =>
      stop.day === day && stop.origin !== "rep_added" && stop.state !== "waived"
        ? [stop.store_id]
        : [],
    ),
  );
  const seen = new Set(all.flatMap((v) => (v.state === "completed" ? [v.store_id] : [])));
  return {
    stops,
    next: lastEntered(stops) ?? stops.find((stop) => stop.state === "planned"),
    planned: asked.size,
    done: [...asked].filter((store) => seen.has(store)).length,
    unplanned: mine.filter((v) => v.state === "completed" && !asked.has(v.store_id)).length,
    productive: new Set(today.map((order) => order.visit_id)).size,
    orders: today.length,
    value_fen: today.reduce((sum, order) => sum + order.total_fen, 0),
    waiting_fen: today.reduce((sum, order) => sum + (order.waiting ? order.total_fen : 0), 0),
  };
}

export type TaskNow = Task & { id: string; version: number; waiting: boolean };

/** Tasks with what this phone has answered since. */
export function tasksNow(
  confirmed: readonly Held<"task">[],
  standing: readonly LogLine[],
): TaskNow[] {
  const tasks = new Map<string, TaskNow>();
  for (const task of confirmed) tasks.set(task.id, { ...task, waiting: false });
  for (const line of standing) {
    const task = tasks.get(line.id);
    if (!task) continue;
    if (line.kind === "task.complete") {
      const { answer, photo_ids } = line.args;
      tasks.set(task.id, { ...task, state: "done", answer, photo_ids, waiting: true });
    } else if (line.kind === "task.cannot")
      tasks.set(task.id, {
        ...task,
        state: "not_possible",
        answer: line.args.reason,
        waiting: true,
      });
    else if (line.kind === "task.withdraw")
      tasks.set(task.id, { ...task, state: "withdrawn", waiting: true });
  }
  return [...tasks.values()];
}

export interface TaskBoard {
  open: number;
  late: TaskNow[];
  today: TaskNow[];
  later: TaskNow[];
  /** The last thirty that are done with. */
  closed: TaskNow[];
}

/** The visit she is in. One she forgot to close does not take her away from it. */
function lastEntered(stops: readonly StopNow[]): StopNow | undefined {
  const since = (stop: StopNow): string => stop.visit?.checked_in_at ?? "";
  return stops
    .filter((stop) => stop.state === "in_progress")
    .reduce<StopNow | undefined>((a, b) => (a && since(a) >= since(b) ? a : b), undefined);
}

/** What to do first: what is late, then what is due; what is important before the rest. */
export function tasksByUrgency(tasks: readonly TaskNow[], today: string): TaskBoard {
  const open = tasks
    .filter((task) => task.state === "assigned")
    .sort(
      (a, b) =>
        Number(b.priority === "high") - Number(a.priority === "high") ||
        a.due_on.localeCompare(b.due_on) ||
        a.store_name.localeCompare(b.store_name),
    );
  return {
    open: open.length,
    late: open.filter((task) => task.due_on < today),
    today: open.filter((task) => task.due_on === today),
    later: open.filter((task) => task.due_on > today),
    closed: tasks
      .filter((task) => task.state !== "assigned")
      .sort((a, b) => (b.answered_at ?? "9").localeCompare(a.answered_at ?? "9"))
      .slice(0, 30),
  };
}
