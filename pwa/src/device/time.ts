/** Clocks. The wall clock is evidence; a monotonic one measures how long ago. */

/** China has kept one time all year since 1992. By hand: a formatter costs a slow phone 20 ms. */
const SHANGHAI_MS = 8 * 3_600_000;

/** The business day in Asia/Shanghai, whatever zone the device is set to. */
export function dayOf(moment: Date): string {
  return new Date(moment.getTime() + SHANGHAI_MS).toISOString().slice(0, 10);
}

/** The business day so many days earlier. */
export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

/** The instant at which a business day ends. */
export function endOfDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000 - SHANGHAI_MS).toISOString();
}

/** 09:05 in Asia/Shanghai. */
export function clockOf(moment: Date): string {
  return new Date(moment.getTime() + SHANGHAI_MS).toISOString().slice(11, 16);
}

let offsetMs = 0;

/** How far this phone's clock is behind the company's, learnt at the last contact. */
export function correctClock(ms: number | null): void {
  offsetMs = ms ?? 0;
}

/** Now by the company's clock, as far as it is known: what day it is, how long ago something was
 * that the company dated. What this phone dates itself is its own clock's, with the offset beside. */
export function nowMs(): number {
  return Date.now() + offsetMs;
}

/** When it was by the company's clock, as the server will reckon it: what this phone dated, put right
 * by how far off it knew itself to be. The overlay shows it, so that no time jumps at the answer. */
export function occurredAt(line: { made_at: string; clock: { offset_ms: number } }): string {
  const { made_at, clock } = line;
  return clock.offset_ms ? new Date(Date.parse(made_at) + clock.offset_ms).toISOString() : made_at;
}

/** The same for what carries no offset of its own, by what is known now. */
export function inCompanyTime(instant: string): string {
  return occurredAt({ made_at: instant, clock: { offset_ms: offsetMs } });
}

/** Milliseconds that do not jump when somebody sets the clock while this context lives. */
export function mono(): number {
  return performance.timeOrigin + performance.now();
}
