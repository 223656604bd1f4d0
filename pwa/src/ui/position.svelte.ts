/** Where the phone believes it is: the best fix of a short watch. Never on for longer than needed. */

import type { Position } from "../protocol";

const WATCH_MS = 15_000;

export type Fix = Position & { at: number };

export class Watch {
  fix = $state.raw<Fix | null>(null);
  /** denied: the person or the system said no. silent: no fix after ten seconds. */
  trouble = $state<"denied" | "silent" | null>(null);
  #id: number | null = null;
  #clocks: ReturnType<typeof setTimeout>[] = [];

  /** `maximumAge`: of a fix the system still has, ms. */
  start(maximumAge = 5000): void {
    this.stop();
    this.trouble = null;
    if (!("geolocation" in navigator)) {
      this.trouble = "denied";
      return;
    }
    this.#id = navigator.geolocation.watchPosition(
      (found) => {
        const { latitude, longitude, accuracy } = found.coords;
        const fix: Fix = {
          lat_e7: Math.round(latitude * 1e7),
          lon_e7: Math.round(longitude * 1e7),
          accuracy_m: Math.max(0, Math.round(accuracy)),
          age_s: 0,
          at: found.timestamp,
        };
        // Keep the best of this watch; a fix a minute old is no better for being sharp.
        const held = this.fix;
        if (!held || fix.accuracy_m <= held.accuracy_m || fix.at - held.at > 60_000) this.fix = fix;
        this.trouble = null;
      },
      (error) => {
        // "Unavailable" comes between good fixes; only a refusal is final.
        if (error.code === error.PERMISSION_DENIED) this.trouble = "denied";
      },
      { enableHighAccuracy: true, maximumAge, timeout: WATCH_MS },
    );
    this.#clocks = [
      setTimeout(() => {
        if (!this.fix && !this.trouble) this.trouble = "silent";
      }, 10_000),
      setTimeout(() => this.stop(), WATCH_MS),
    ];
  }

  /** From where she stands now: a sharper fix of before is no help. */
  again(): void {
    this.fix = null;
    this.start(0);
  }

  stop(): void {
    if (this.#id !== null) navigator.geolocation.clearWatch(this.#id);
    this.#id = null;
    for (const clock of this.#clocks) clearTimeout(clock);
    this.#clocks = [];
  }

  /** The position to record now, with its age; null when there is none. */
  get position(): Position | null {
    if (!this.fix) return null;
    const { at, ...position } = this.fix;
    return {
      ...position,
      age_s: Math.min(86_400, Math.max(0, Math.round((Date.now() - at) / 1000))),
    };
  }
}
