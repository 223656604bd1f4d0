/** What this device says of itself with a pull, for those who answer for its holder. */

import { known, note, serverKnows } from "../device/meta";
import type { Database } from "../device/database";
import { unsentCount, type LogLine } from "../device/log";
import { unsent } from "../device/photos";
import { dayOf, occurredAt } from "../device/time";
import type { DayOrders, DeviceReport } from "../protocol";
import { incidents } from "./incidents";
import { Fault } from "./net";

/** What is stored changes with every pull; alone it is worth telling only so often. */
const AGAIN_MS = 3_600_000;
/** So many of the newest lines are looked through for the orders of two days. */
const LINES_BACK = 600;
const DAYS_BACK = 1;
const MOST_ORDERS = 300;

export async function reportOf(db: Database): Promise<DeviceReport> {
  const [log, photos, counted, clock, storage, orders] = await Promise.all([
    unsentCount(db),
    unsent(db),
    incidents(db),
    known(db, "clock"),
    storageNow(),
    ordersOf(db),
  ]);
  const attention = await db.read(["log"], (tx) =>
    tx.objectStore("log").index("state").getAll("attention"),
  );
  const { last: _, ...counts } = counted;
  const offset_ms = clock?.offset_ms ?? 0;
  const ages = photos.map((photo) => occurredAt({ made_at: photo.taken_at, clock: { offset_ms } }));
  if (log.oldest) ages.push(log.oldest);
  return {
    unsent: log.lines,
    oldest_unsent_at: wholeMinute(ages.sort()[0]),
    photos: photos.length,
    photo_bytes: photos.reduce((sum, row) => sum + row.bytes - (row.upload?.offset ?? 0), 0),
    attention: attention.filter((line) => !line.seen).length,
    ...storage,
    incidents: counts,
    ...(orders.length && { orders }),
  };
}

/** Orders of today and yesterday by their numbers, and how far they got: for the daily count. */
export async function ordersOf(db: Database): Promise<DayOrders[]> {
  if (!(await serverKnows(db, 7))) return [];
  const lines = await db.read(["log"], async (tx) => {
    const log = tx.objectStore("log");
    const newest = await log.openKeyCursor(null, "prev");
    return newest ? log.getAll(IDBKeyRange.lowerBound(newest.key - LINES_BACK)) : [];
  });
  const since = dayOf(new Date(Date.now() - DAYS_BACK * 86_400_000));
  const days = new Map<string, DayOrders>();
  let room = MOST_ORDERS;
  for (const line of lines.reverse()) {
    if (line.kind !== "order.submit" || line.args.day < since || room-- <= 0) continue;
    const { day, no } = line.args;
    const of = days.get(day) ?? { day, sent: [], waiting: [], aside: [] };
    days.set(day, of);
    if (line.state === "waiting" || line.state === "sent") of.waiting.push(no);
    else if (line.state === "attention" || refused(line)) of.aside.push(no);
    else of.sent.push(no);
  }
  return [...days.values()].slice(0, 4);
}

/** Answered with a no that somebody has read already. */
function refused({ result }: LogLine): boolean {
  return result?.status === "rejected" || result?.status === "quarantined";
}

interface Due {
  report: DeviceReport;
  /** What goes over the wire: orders that are as last told are not told again. */
  said: DeviceReport;
}

/** The report, if there is something to tell: other than last time, or an hour later. */
async function dueReport(db: Database, now: number): Promise<Due | undefined> {
  const report = await reportOf(db);
  const last = await known(db, "reported");
  if (!last || now - last.at >= AGAIN_MS || now < last.at) return { report, said: report };
  if (JSON.stringify(beside(last.report)) === JSON.stringify(beside(report))) return undefined;
  const { orders, ...rest } = report;
  const same = JSON.stringify(orders) === JSON.stringify(last.report.orders);
  return { report, said: same ? rest : report };
}

/** Tells with a pull what is due. A server from before there were reports refuses such a pull. */
export class Reporter {
  #unknown = false;

  async along<T>(
    db: Database,
    now: number,
    pull: (report?: DeviceReport) => Promise<T>,
  ): Promise<T> {
    const due = this.#unknown ? undefined : await dueReport(db, now);
    if (!due) return pull();
    try {
      const pulled = await pull(due.said);
      await reported(db, due.report, now);
      return pulled;
    } catch (error) {
      if (!(error instanceof Fault) || error.message !== "bad-request") throw error;
      this.#unknown = true;
      return pull();
    }
  }
}

/** The server has it. */
async function reported(db: Database, report: DeviceReport, at: number): Promise<void> {
  await note(db, "reported", () => ({ report, at }));
}

/** The clock's offset is measured anew at every contact; its jitter is nothing to tell. */
function wholeMinute(at: string | undefined): string | null {
  return at ? `${at.slice(0, 16)}:00.000Z` : null;
}

function beside(report: DeviceReport): DeviceReport {
  return { ...report, storage_used: null, storage_quota: null };
}

type Storage = Pick<DeviceReport, "storage_used" | "storage_quota" | "persisted">;

async function storageNow(): Promise<Storage> {
  const storage = typeof navigator === "undefined" ? undefined : navigator.storage;
  const [estimate, persisted] = await Promise.all([
    storage?.estimate?.().catch(() => undefined),
    storage?.persisted?.().catch(() => undefined),
  ]);
  return {
    storage_used: estimate?.usage ?? null,
    storage_quota: estimate?.quota ?? null,
    persisted: persisted ?? null,
  };
}
