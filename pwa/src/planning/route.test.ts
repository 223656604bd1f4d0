import fc from "fast-check";
import { expect, test } from "vitest";
import type { LogLine } from "../device/log";
import { arrangedNow, byDistance, moved, schedule, windowsOf, type Place } from "./route";

const HERE = { lat_e7: 230_000_000, lon_e7: 1_131_000_000 };
/** A store so many metres north of her. */
const at = (id: string, north: number, window: string | null = null, minutes = 20): Place => ({
  id,
  lat_e7: HERE.lat_e7 + Math.round(north / 0.011132),
  lon_e7: HERE.lon_e7,
  minutes,
  window,
});
const ids = (stops: readonly Place[]): string => stops.map((stop) => stop.id).join("");
const NINE = 540;

test("hours as stores say them; other words are none", () => {
  expect(windowsOf("07:00-10:00")).toEqual([[420, 600]]);
  expect(windowsOf(" 9:30 – 12:00 ")).toEqual([[570, 720]]);
  expect(windowsOf("09：00－12：00")).toEqual([[540, 720]]);
  for (const text of [null, "", "上午", "12:00-09:00", "09:00", "07:00-10:00, 下午"])
    expect(windowsOf(text)).toEqual([]);
});

test.each([
  "08:00-11:00,14:00-17:00",
  "14:00-17:00；08:00-11:00",
  "08:00 - 11:00 14:00 - 17:00",
  "08:00-11:00、14:00-17:00",
])("%s is two windows, and the next one open is the one that counts", (text) => {
  expect(windowsOf(text)).toEqual([
    [480, 660],
    [840, 1020],
  ]);
  const doors = [470, 500, 700, 900, 1030].map((now) => {
    const [leg] = schedule([at("A", 0, text)], HERE, now);
    return [leg?.wait, leg?.late];
  });
  expect(doors).toEqual([
    [10, 0],
    [0, 0],
    [140, 0],
    [0, 0],
    [0, 10],
  ]);
});

test("who comes between two windows waits for the second, or goes elsewhere first", () => {
  const stops = [at("N", 200, "08:00-09:10,14:00-17:00", 20), at("F", 3000, null, 120)];
  expect(ids(byDistance(stops, HERE, 11 * 60))).toBe("FN");
});

test("a day by the clock: ways, waiting, too late", () => {
  const legs = schedule(
    [at("A", 3000), at("B", 3000, "10:00-11:00"), at("C", 0, "09:00-10:00")],
    HERE,
    NINE,
  );
  expect(legs).toEqual([
    { id: "A", metres: 3000, arrive: 553, wait: 0, late: 0 },
    { id: "B", metres: 0, arrive: 573, wait: 27, late: 0 },
    { id: "C", metres: 3000, arrive: 633, wait: 0, late: 33 },
  ]);
});

test("nobody knows where she is, or where a store is: the way is not invented", () => {
  const lost = { ...at("B", 0), lat_e7: 0, lon_e7: 0 };
  const legs = schedule([at("A", 100), lost, at("C", 400)], null, NINE);
  expect(legs.map((leg) => leg.metres)).toEqual([null, null, 300]);
});

test("along a road the stores are taken one after the other", () => {
  expect(ids(byDistance([at("D", 900), at("B", 300), at("C", 600), at("A", 50)], HERE, NINE))).toBe(
    "ABCD",
  );
});

test("a detour is taken where the near one is closed until the afternoon or the far one soon closes", () => {
  expect(
    ids(byDistance([at("N", 200, "14:00-17:00"), at("F", 4000, "08:00-10:00")], HERE, NINE)),
  ).toBe("FN");
  expect(ids(byDistance([at("N", 200, null, 60), at("F", 3000, "08:00-09:30")], HERE, NINE))).toBe(
    "FN",
  );
});

const places = fc.array(
  fc.record({
    north: fc.integer({ min: -9000, max: 9000 }),
    window: fc.constantFrom(null, "07:00-10:00", "09:00-12:00", "14:00-17:00"),
  }),
  { minLength: 1, maxLength: 12 },
);

test("whatever the day: every stop once, and never worse than the order it was given", () => {
  fc.assert(
    fc.property(places, (given) => {
      const stops = given.map((one, i) => at(String(i), one.north, one.window));
      const order = byDistance(stops, HERE, NINE);
      expect(order.map((one) => one.id).toSorted()).toEqual(stops.map((one) => one.id).toSorted());
      const bad = (list: readonly Place[]): number =>
        schedule(list, HERE, NINE).reduce(
          (sum, leg) => sum + ((leg.metres ?? 0) * 1.3) / 300 + leg.wait + 50 * leg.late,
          0,
        );
      expect(bad(order)).toBeLessThanOrEqual(bad(stops) + 1e-6);
    }),
    { numRuns: 60 },
  );
});

test("few stops are put in the best order of all", () => {
  const all = (list: Place[]): Place[][] =>
    list.length < 2
      ? [list]
      : list.flatMap((one, i) => all(list.toSpliced(i, 1)).map((rest) => [one, ...rest]));
  const bad = (list: readonly Place[]): number =>
    schedule(list, HERE, NINE).reduce((sum, leg) => sum + (leg.metres ?? 0), 0);
  for (const norths of [
    [500, -300, 900, -1200],
    [10, 2000, -2000, 400],
    [-50, 60, -700, 800],
  ]) {
    const stops = norths.map((north, i) => at(String(i), north));
    expect(bad(byDistance(stops, HERE, NINE))).toBe(Math.min(...all(stops).map(bad)));
  }
});

test("forty stops are sorted before she has lifted her thumb", () => {
  const stops = Array.from({ length: 40 }, (_, i) =>
    at(String(i), ((i * 7919) % 97) * 100, i % 3 ? null : "09:00-12:00"),
  );
  const start = performance.now();
  byDistance(stops, HERE, NINE);
  expect(performance.now() - start).toBeLessThan(5000);
});

test("one is put elsewhere, and nothing is lost at the ends", () => {
  expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
  expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
  expect(moved(["a", "b"], 0, 9)).toEqual(["b", "a"]);
  expect(moved(["a", "b"], 7, 0)).toEqual(["a", "b"]);
});

test("her last word counts, over what the company has", () => {
  const said = (stop_ids: string[], id = "me:d"): LogLine =>
    ({ kind: "day.arrange", id, args: { day: "d", stop_ids } }) as unknown as LogLine;
  expect(arrangedNow("me:d", null, [])).toEqual([]);
  expect(arrangedNow("me:d", { stop_ids: ["A"] }, [])).toEqual(["A"]);
  expect(
    arrangedNow("me:d", { stop_ids: ["A"] }, [said(["B"]), said(["C"]), said(["X"], "me:e")]),
  ).toEqual(["C"]);
});
