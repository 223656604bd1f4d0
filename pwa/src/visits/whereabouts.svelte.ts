/** Where she is against the store she came to, as the screens of arriving, failing and looking again show it. */

import type { Held } from "../device/records";
import type { FenceResult } from "../protocol";
import type { Watch } from "../ui/position.svelte";
import { distance, t } from "../ui/words/index.svelte";
import { unexplained } from "./arrival";
import { distanceM, fenceResult } from "./rules";

/** Why she says she is there all the same (V1, ux 5.2). */
export const EXCEPTIONS = [
  "wrong_master_point",
  "no_fix_indoors",
  "large_building",
  "store_moved",
  "unclear",
];
/** m, of a store that is not on this device: as wide as its fence can be. */
const UNKNOWN_M = 150;

type Place = Pick<Held<"store">, "lat_e7" | "lon_e7" | "radius_m">;

export class Whereabouts {
  readonly watch: Watch;
  readonly #store: () => Place | undefined;

  constructor(watch: Watch, store: () => Place | undefined) {
    this.watch = watch;
    this.#store = store;
  }

  get radius(): number {
    return this.#store()?.radius_m ?? UNKNOWN_M;
  }
  /** m; null: nobody knows. */
  get away(): number | null {
    const store = this.#store();
    const { fix } = this.watch;
    return store && fix ? distanceM(fix.lat_e7, fix.lon_e7, store.lat_e7, store.lon_e7) : null;
  }
  get verdict(): FenceResult {
    return fenceResult(this.away, this.watch.fix?.accuracy_m ?? null, this.radius);
  }
  get waiting(): boolean {
    return !this.watch.fix && !this.watch.trouble;
  }
  /** Something is to be said of the position. */
  get odd(): boolean {
    return !this.waiting && this.verdict !== "inside";
  }
  unexplained(reason: string): boolean {
    return !this.waiting && unexplained(this.verdict, reason);
  }
  get tone(): "seek" | "good" | "warn" | "bad" {
    if (this.waiting) return "seek";
    if (this.verdict === "inside") return "good";
    return this.verdict === "uncertain" ? "warn" : "bad";
  }
  get explained(): string {
    const { fix, trouble } = this.watch;
    if (fix)
      return t("checkin.distance", {
        away: distance(this.away ?? 0),
        accuracy: distance(fix.accuracy_m),
      });
    if (trouble === "denied") return t("checkin.denied");
    if (trouble === "silent") return t("checkin.silent");
    return t("checkin.why");
  }
}
