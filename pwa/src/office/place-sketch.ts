/** Where everything lies in the sketch of a check-in: fence, fix, and the error the fix admits. Pure. */

import { metresBetween } from "../ui/place.svelte";

export const W = 400;
export const H = 240;
/** Kept free at the edges: the store's sign and the scale stand there. */
const EDGE = 38;
/** The sketch shows at least so many metres across: a fix at the door is no wall of colour. */
const LEAST_M = 120;
/** From the store's point to the middle of its sign. */
export const STEM = 20;
export const SIGN = 16;
export const DOT = 4.5;
/** What is true to scale is drawn no smaller, or the points on it would hide it. */
const LEAST_FENCE = 7;
const LEAST_ERROR = 9;

interface Point {
  lat_e7: number;
  lon_e7: number;
}
interface Place {
  x: number;
  y: number;
}
export interface Sketch {
  /** Pixels for a metre. */
  scale: number;
  store: Place & { fence: number };
  /** The store's sign stands off its point, on the side away from the fix. */
  sign: Place;
  fix: (Place & { error: number }) | null;
}

/** Signed metres from one to the other along each axis. */
function towards(from: Point, to: Point): { east: number; north: number } {
  const across = { lat_e7: from.lat_e7, lon_e7: to.lon_e7 };
  const along = { lat_e7: to.lat_e7, lon_e7: from.lon_e7 };
  return {
    east: Math.sign(to.lon_e7 - from.lon_e7) * metresBetween(from, across),
    north: Math.sign(to.lat_e7 - from.lat_e7) * metresBetween(from, along),
  };
}

/** Both circles whole, as large as they can be. */
export function sketched(
  store: Point & { radius_m: number },
  position: (Point & { accuracy_m: number }) | null,
): Sketch {
  const { east, north } = position ? towards(store, position) : { east: 0, north: 0 };
  const radius = store.radius_m;
  const accuracy = position?.accuracy_m ?? 0;
  const [left, right] = [Math.min(-radius, east - accuracy), Math.max(radius, east + accuracy)];
  const [low, high] = [Math.min(-radius, north - accuracy), Math.max(radius, north + accuracy)];
  const wide = Math.max(right - left, LEAST_M);
  const tall = Math.max(high - low, LEAST_M);
  const scale = Math.min((W - 2 * EDGE) / wide, (H - 2 * EDGE) / tall);
  const at = (e: number, n: number): Place => ({
    x: W / 2 + (e - (left + right) / 2) * scale,
    y: H / 2 - (n - (low + high) / 2) * scale,
  });
  const here = at(0, 0);
  return {
    scale,
    store: { ...here, fence: Math.max(radius * scale, LEAST_FENCE) },
    sign: { x: here.x, y: here.y + (north > 0 ? STEM : -STEM) },
    fix: position && { ...at(east, north), error: Math.max(accuracy * scale, LEAST_ERROR) },
  };
}
