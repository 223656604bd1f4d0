/** Shapes of the board, and where things lie on its time axis. */

export interface BoardStop {
  planned_visit_id: string | null;
  visit_id: string | null;
  store_id: string;
  store_code: string;
  store_name: string;
  tier: string;
  sequence: number;
  state: string;
  checked_in_at: string | null;
  checked_out_at: string | null;
  fence_result: string | null;
  lat_e7: number;
  lon_e7: number;
  order_ids: string[];
  minutes: number;
}

export interface BoardRep {
  rep_id: string;
  name: string;
  planned: number;
  done: number;
  productive: number;
  value_fen: number;
  last_heard_at: string | null;
  stops: BoardStop[];
}

export interface BoardAnswer {
  as_of: string;
  day: string;
  numbers: {
    planned: number;
    done: number;
    failed: number;
    productive: number;
    orders: number;
    value_fen: number;
  };
  completeness: { reps: number; heard_today: number; oldest_heard_at: string | null };
  reps: BoardRep[];
}

export const FROM = 7;
export const UNTIL = 19;

/** Where an instant lies on the axis 07-19, in percent; outside it sticks to the edge. */
export function axis(instant: string): number {
  const [hours = 0, minutes = 0] = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "Asia/Shanghai",
  })
    .format(new Date(instant))
    .split(":")
    .map(Number);
  const part = (hours + minutes / 60 - FROM) / (UNTIL - FROM);
  return Math.max(0, Math.min(100, part * 100));
}

export interface Bar {
  stop: BoardStop;
  left: number;
  width: number;
}

/** Visits as bars by dwell; a visit still going on ends now. */
export function bars(stops: readonly BoardStop[], now: string): Bar[] {
  return stops
    .filter((stop) => stop.checked_in_at)
    .map((stop) => {
      const left = axis(stop.checked_in_at ?? now);
      return { stop, left, width: Math.max(0.8, axis(stop.checked_out_at ?? now) - left) };
    });
}

/** Stops still to come, spread over the rest of the day by their expected minutes. */
export function outlines(stops: readonly BoardStop[], now: string): Bar[] {
  let at = Math.max(axis(now), (1.5 / (UNTIL - FROM)) * 100);
  const open = stops.filter((stop) => stop.state === "planned");
  const rest = Math.max(0, 100 - at);
  const total = open.reduce((sum, stop) => sum + stop.minutes, 0) || 1;
  const scale = Math.min((100 / ((UNTIL - FROM) * 60)) * 1.35, rest / total);
  return open.map((stop) => {
    const bar = { stop, left: at, width: Math.max(0.6, stop.minutes * scale * 0.8) };
    at += stop.minutes * scale;
    return bar;
  });
}
