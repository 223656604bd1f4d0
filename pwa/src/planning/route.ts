/**
 * In which order to go: her own word over the plan's, and a proposal by distance that keeps to the hours
 * in which stores take goods. Pure. The ways are straight lines made a little longer, for a phone has no
 * roads; the planner of the office does that better.
 */

import type { LogLine } from "../device/log";

export interface Place {
  id: string;
  lat_e7: number;
  lon_e7: number;
  /** Expected minutes in the store. */
  minutes: number;
  /** "09:00-12:00", as the store says it; null: any time. */
  window: string | null;
}

export interface Point {
  lat_e7: number;
  lon_e7: number;
}

export interface Leg {
  id: string;
  /** From the stop before, or from where she is; null: nobody knows where that is. */
  metres: number | null;
  /** Minutes since midnight at which she would come, at the door. */
  arrive: number;
  /** Minutes until they take goods; she would wait, or do the rest first. */
  wait: number;
  /** Minutes after they have stopped to. */
  late: number;
}

/** Her word for the day: said here and still on its way, or as the company has it. */
export function arrangedNow(
  id: string,
  held: { stop_ids: readonly string[] } | null,
  standing: readonly LogLine[],
): readonly string[] {
  const said = standing.flatMap((line) =>
    line.kind === "day.arrange" && line.id === id ? [line.args.stop_ids] : [],
  );
  return said.at(-1) ?? held?.stop_ids ?? [];
}

const M_PER_E7 = 0.011132;
const DETOUR = 1.3;
/** On a motor scooter through a town, parking included. */
const M_PER_MINUTE = 300;
const MINUTES_IN_STORE = 20;
/** So much dearer than a minute on the way is one after closing. */
const LATE_COST = 50;
const ROUNDS = 30;

type Hours = readonly [from: number, to: number];

/** Minutes since midnight, the earliest first: a store may take goods in the morning and again in the
 *  afternoon. None: no hours, or among them words nobody can reckon with. */
export function windowsOf(text: string | null): Hours[] {
  const said = (text ?? "").normalize("NFKC").trim();
  if (!said) return [];
  const each = said
    .split(/\s*[,;/、和]\s*|\s+(?=\d{1,2}:\d\d\s*[-–~至])(?<![-–~至]\s*)/)
    .map(hoursOf);
  const found = each.filter((one) => one !== null);
  return found.length === each.length ? found.sort((a, b) => a[0] - b[0]) : [];
}

function hoursOf(text: string): Hours | null {
  const found = /^(\d{1,2}):(\d\d)\s*[-–~至]\s*(\d{1,2}):(\d\d)$/.exec(text);
  if (!found) return null;
  const [from, to] = [
    Number(found[1]) * 60 + Number(found[2]),
    Number(found[3]) * 60 + Number(found[4]),
  ];
  return from < to && to <= 1440 ? [from, to] : null;
}

/** Minutes at a closed door until it opens, and minutes after it has closed for the day. */
function atDoor(hours: readonly Hours[], arrive: number): { wait: number; late: number } {
  const next = hours.find(([, to]) => arrive <= to);
  if (next) return { wait: Math.max(0, next[0] - arrive), late: 0 };
  const last = Math.max(...hours.map(([, to]) => to));
  return { wait: 0, late: hours.length ? arrive - last : 0 };
}

function metres(a: Point, b: Point): number {
  const squeeze = Math.cos((a.lat_e7 / 1e7 / 180) * Math.PI);
  return Math.hypot(a.lat_e7 - b.lat_e7, (a.lon_e7 - b.lon_e7) * squeeze) * M_PER_E7;
}

const known = (point: Point): boolean => point.lat_e7 !== 0 || point.lon_e7 !== 0;

/** How the day would go in this order, begun now. */
export function schedule(stops: readonly Place[], here: Point | null, now: number): Leg[] {
  let at = here;
  let clock = now;
  return stops.map((stop) => {
    const way = at && known(at) && known(stop) ? metres(at, stop) : null;
    const arrive = clock + ((way ?? 0) * DETOUR) / M_PER_MINUTE;
    const { wait, late } = atDoor(windowsOf(stop.window), arrive);
    clock = arrive + wait + (stop.minutes || MINUTES_IN_STORE);
    if (known(stop)) at = stop;
    return {
      id: stop.id,
      metres: way === null ? null : Math.round(way),
      arrive: Math.round(arrive),
      wait: Math.round(wait),
      late: Math.round(late),
    };
  });
}

/** Minutes on the way and at closed doors, and much for each stop that comes too late. */
function cost(stops: readonly Place[], here: Point | null, now: number): number {
  return schedule(stops, here, now).reduce(
    (sum, leg) =>
      sum + ((leg.metres ?? 0) * DETOUR) / M_PER_MINUTE + leg.wait + LATE_COST * leg.late,
    0,
  );
}

/**
 * The nearest next, then improved: a piece turned round, or one stop put elsewhere, as long as that
 * helps. Never worse than the order it was given.
 */
export function byDistance(
  stops: readonly Place[],
  here: Point | null,
  now: number,
): readonly Place[] {
  let best = [...stops];
  let least = cost(best, here, now);
  const tries = (order: Place[]): boolean => {
    const its = cost(order, here, now);
    if (its >= least - 1e-6) return false;
    [best, least] = [order, its];
    return true;
  };
  tries(nearest(stops, here, now));
  for (let round = 0; round < ROUNDS && improved(best, tries, () => best); round += 1);
  return best;
}

/** One pass over all turns and moves; whether any of them helped. */
function improved(
  from: readonly Place[],
  tries: (order: Place[]) => boolean,
  now: () => readonly Place[],
): boolean {
  let helped = false;
  for (let i = 0; i < from.length; i += 1)
    for (let j = 0; j < from.length; j += 1) {
      if (i === j) continue;
      const best = now();
      if (i < j) {
        const turned = best.slice(i, j + 1).toReversed();
        helped = tries([...best.slice(0, i), ...turned, ...best.slice(j + 1)]) || helped;
      }
      helped = tries(moved(now(), i, j)) || helped;
    }
  return helped;
}

/** Each time the one that costs least to go to next. */
function nearest(stops: readonly Place[], here: Point | null, now: number): Place[] {
  const left = [...stops];
  const order: Place[] = [];
  while (left.length) {
    let pick = 0;
    let least = Number.POSITIVE_INFINITY;
    left.forEach((stop, i) => {
      const its = cost([...order, stop], here, now);
      if (its < least) [pick, least] = [i, its];
    });
    order.push(...left.splice(pick, 1));
  }
  return order;
}

/** The list with one of it in another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const one = list[from];
  if (one === undefined) return [...list];
  const rest = list.toSpliced(from, 1);
  return rest.toSpliced(Math.max(0, Math.min(rest.length, to)), 0, one);
}
