/** Where the person is, if she has allowed it before. Nobody is asked for it just to read a list. */

import { distance } from "./words/index.svelte";

export interface Here {
  lat_e7: number;
  lon_e7: number;
  accuracy_m: number;
}

interface Point {
  lat_e7: number;
  lon_e7: number;
}

const M_PER_E7 = 0.011132;

/** Flat-earth metres: good to a percent at the distances of a route, and cheap in a long list. */
export function metresBetween(a: Point, b: Point): number {
  const squeeze = Math.cos((a.lat_e7 / 1e7 / 180) * Math.PI);
  return Math.hypot(a.lat_e7 - b.lat_e7, (a.lon_e7 - b.lon_e7) * squeeze) * M_PER_E7;
}

/** Call while a component is being made. */
export function placeOf(): { readonly here: Here | null; away(point: Point): string } {
  let here = $state.raw<Here | null>(null);
  $effect(() => {
    void look().then((found) => (here = found));
  });
  return {
    get here() {
      return here;
    },
    away: (point) => (here && point.lat_e7 ? distance(rounded(metresBetween(here, point))) : ""),
  };
}

/** 340 m, 2.1 km: nobody walks by single metres. */
function rounded(metres: number): number {
  return metres < 1000 ? Math.round(metres / 10) * 10 : Math.round(metres);
}

/** The position, when that needs no question. */
async function look(): Promise<Here | null> {
  const permission = await navigator.permissions
    ?.query({ name: "geolocation" })
    .catch(() => undefined);
  if (permission?.state !== "granted") return null;
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({
          lat_e7: Math.round(coords.latitude * 1e7),
          lon_e7: Math.round(coords.longitude * 1e7),
          accuracy_m: Math.round(coords.accuracy),
        }),
      () => resolve(null),
      { maximumAge: 60_000, timeout: 10_000 },
    );
  });
}
