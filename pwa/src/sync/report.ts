/** What this device says of itself with a pull, for those who answer for its holder. */

import { known, note } from "../device/meta";
import type { Database } from "../device/database";
import { unsentCount } from "../device/log";
import { unsent } from "../device/photos";
import { occurredAt } from "../device/time";
import type { DeviceReport } from "../protocol";
import { incidents } from "./incidents";
import { Fault } from "./net";

/** What is stored changes with every pull; alone it is worth telling only so often. */
const AGAIN_MS = 3_600_000;

export async function reportOf(db: Database): Promise<DeviceReport> {
  const [log, photos, counted, clock, storage] = await Promise.all([
    unsentCount(db),
    unsent(db),
    incidents(db),
    known(db, "clock"),
    storageNow(),
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
  };
}

/** The report, if there is something to tell: other than last time, or an hour later. */
async function dueReport(db: Database, now: number): Promise<DeviceReport | undefined> {
  const report = await reportOf(db);
  const last = await known(db, "reported");
  if (!last || now - last.at >= AGAIN_MS || now < last.at) return report;
  return JSON.stringify(beside(last.report)) === JSON.stringify(beside(report))
    ? undefined
    : report;
}

/** Tells with a pull what is due. A server from before there were reports refuses such a pull. */
export class Reporter {
  #unknown = false;

  async along<T>(
    db: Database,
    now: number,
    pull: (report?: DeviceReport) => Promise<T>,
  ): Promise<T> {
    const report = this.#unknown ? undefined : await dueReport(db, now);
    if (!report) return pull();
    try {
      const pulled = await pull(report);
      await reported(db, report, now);
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
