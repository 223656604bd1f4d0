/** A device's report of itself, in words. */

import type { DeviceReport } from "../protocol";
import { size, t, word } from "../ui/words/index.svelte";

/** What waits on it; empty when nothing does. */
export function waitsOf({ unsent, photos, photo_bytes }: DeviceReport): string {
  const parts = [
    unsent ? t("devices.records", { n: unsent }) : "",
    photos ? t("devices.photos", { n: photos, size: size(photo_bytes) }) : "",
  ];
  return parts.filter(Boolean).join(t("devices.and"));
}

/** What must never happen on a device and did, each with how often; empty when nothing did. */
export function faultsOf({ incidents }: DeviceReport): string {
  return Object.entries(incidents)
    .filter(([, n]) => n > 0)
    .map(([name, n]) => t("devices.fault", { name: word("incident", name), n }))
    .join(t("devices.and"));
}
