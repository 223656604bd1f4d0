/** The lines drawn into a picture: which shop, who, when, where. The record holds the same as data. */

import { nowMs } from "../device/time";
import type { Position } from "../protocol";
import { t } from "../ui/words/index.svelte";

export function stampOf(
  store: { code: string; name: string } | undefined,
  who: string,
  position: Position | null,
): string[] {
  const at = new Date(nowMs()).toLocaleString("zh-CN", {
    timeZone: "Asia/Shanghai",
    hour12: false,
  });
  const degrees = (e7: number): string => (e7 / 1e7).toFixed(5);
  return [
    t("photo.stamp_store", { code: store?.code ?? "", name: store?.name ?? "" }),
    t("photo.stamp_who", { name: who, at }),
    position
      ? t("photo.stamp_place", {
          lat: degrees(position.lat_e7),
          lon: degrees(position.lon_e7),
          n: position.accuracy_m,
        })
      : t("photo.no_place"),
  ];
}
