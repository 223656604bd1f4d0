import { expect, test } from "vitest";
import { DOT, H, SIGN, sketched, W, type Sketch } from "./place-sketch";

const STORE = { lat_e7: 230_215_000, lon_e7: 1_131_214_000, radius_m: 100 };
/** Degrees x 10^7 for a metre, at this latitude. */
const [NORTH, EAST] = [89.9, 97.7];
const WAYS = [0, 30, 60, 90, 135, 180, 225, 270, 330];
const AWAY_M = [0, 3, 15, 60, 110, 400, 2600, 40_000];

function seen(away: number, degrees: number, accuracy_m: number): Sketch & { fix: object } {
  const turn = (degrees * Math.PI) / 180;
  const sketch = sketched(STORE, {
    lat_e7: STORE.lat_e7 + Math.round(away * Math.cos(turn) * NORTH),
    lon_e7: STORE.lon_e7 + Math.round(away * Math.sin(turn) * EAST),
    accuracy_m,
  });
  if (!sketch.fix) throw new Error("no fix");
  return { ...sketch, fix: sketch.fix };
}

test.each(AWAY_M.flatMap((away) => WAYS.map((way) => [away, way] as const)))(
  "%d m away at %d degrees: nothing covers anything, and all is in the picture",
  (away, way) => {
    for (const accuracy of [5, 40, 300]) {
      const { store, sign, fix } = seen(away, way, accuracy) as Required<Sketch> & {
        fix: NonNullable<Sketch["fix"]>;
      };
      const half = SIGN / 2;
      // The sign is off the fix, and off its own point, so that the ring around it is seen.
      const off = Math.max(Math.abs(sign.x - fix.x), Math.abs(sign.y - fix.y));
      expect(off).toBeGreaterThan(half + DOT);
      expect(Math.abs(sign.y - store.y)).toBeGreaterThan(half + 3);
      // Both rings are larger than the dots in them.
      expect(store.fence).toBeGreaterThan(DOT + 1);
      expect(fix.error).toBeGreaterThan(DOT + 3);
      for (const [one, r] of [
        [store, store.fence],
        [fix, fix.error],
        [sign, half],
      ] as const) {
        expect(one.x - r).toBeGreaterThanOrEqual(0);
        expect(one.x + r).toBeLessThanOrEqual(W);
        expect(one.y - r).toBeGreaterThanOrEqual(0);
        expect(one.y + r).toBeLessThanOrEqual(H);
      }
    }
  },
);

test("what is far is drawn to scale, on its own side, over the whole width", () => {
  const { scale, store, fix } = seen(2600, 90, 15) as Sketch & { fix: { x: number; y: number } };
  expect(fix.x - store.x).toBeCloseTo(2600 * scale, -1);
  expect(fix.x - store.x).toBeGreaterThan(W / 2);
  expect(Math.abs(fix.y - store.y)).toBeLessThan(1);
  const south = seen(2600, 180, 15) as Sketch & { fix: { y: number } };
  expect(south.fix.y).toBeGreaterThan(south.store.y);
});

test("without a position the store and its fence are there", () => {
  const { store, fix } = sketched(STORE, null);
  expect([store.x, store.y, fix]).toEqual([W / 2, H / 2, null]);
});
