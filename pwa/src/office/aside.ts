/** What was set aside, for the one who judges it: why, and what was said, in words. */

import {
  dayName,
  distance,
  duration,
  joined,
  size,
  t,
  when,
  word,
  yuan,
} from "../ui/words/index.svelte";
import type { AsideRow } from "./api";

type Read = (value: unknown, row: AsideRow) => string;

const plain = (value: unknown): string =>
  typeof value === "object" ? JSON.stringify(value) : String(value);
const counted = (value: unknown): string =>
  Array.isArray(value) ? String(value.length) : plain(value);
const coded =
  (group: string): Read =>
  (value) =>
    word(group, String(value));
const day: Read = (value) => dayName(String(value));
const instant: Read = (value) => when(String(value));

/** Whose codes a reason is of. */
const REASONS: Record<string, string> = {
  "visit.fail": "fail",
  "visit.skip": "skipped",
  "visit.pause": "pausewhy",
  "visit.left": "leftwhy",
  "planned_visit.add": "unplanned",
  "note.deliver": "deliverreason",
};
const OUTCOMES: Record<string, [string, string]> = {
  delivered: ["mark", "arrived"],
  refused: ["note", "refused"],
};

/** In the order in which they are read. */
const READ: Record<string, Read> = {
  no: plain,
  store_id: plain,
  day,
  started_at: instant,
  ended_at: instant,
  left_at: instant,
  arrived_at: instant,
  began_at: instant,
  items: counted,
  agreed: counted,
  type: coded("photo"),
  taken_at: instant,
  fence_result: coded("fence"),
  distance_m: (value) => distance(Math.round(Number(value))),
  position: (value) => {
    const { lat_e7, lon_e7, accuracy_m } = value as Record<string, number>;
    if (lat_e7 === undefined || lon_e7 === undefined) return plain(value);
    const degrees = (e7: number): string => (e7 / 1e7).toFixed(5);
    return t("photo.stamp_place", {
      lat: degrees(lat_e7),
      lon: degrees(lon_e7),
      n: Math.round(accuracy_m ?? 0),
    });
  },
  exception_reason: coded("exception"),
  unplanned_reason: coded("unplanned"),
  outcome: (value) => word(...(OUTCOMES[String(value)] ?? ["visit", String(value)])),
  fail_reason: coded("fail"),
  step: coded("visitstep"),
  sign: coded("sign"),
  light_box: coded("lightbox"),
  poster: coded("poster"),
  contact_name: plain,
  contact_role: coded("contact"),
  mood: (value) => word("mood", String(value)),
  promise_kept: (value) => word("promise", value ? "kept" : "broken"),
  deliveries: counted,
  actions: (value) => joined((value as string[]).map((one) => word("action", one))),
  order: (value) =>
    Object.entries(value as Record<string, string>)
      .map(([one, said]) => `${word("shelforder", one)}：${word("shelfanswer", said)}`)
      .join(" · "),
  posm: counted,
  fixes: counted,
  categories: counted,
  displays: (value) =>
    Object.entries(value as Record<string, number>)
      .map(([one, n]) => `${word("displays", one)} ${n}`)
      .join(" · "),
  name: plain,
  channel_type: coded("channel"),
  address: plain,
  phone: plain,
  licence_no: plain,
  changes: counted,
  unlike: counted,
  seen: (value) => joined((value as Array<{ brand: string }>).map((one) => one.brand)),
  reason: (value, { kind }) => word(REASONS[kind] ?? "", String(value)),
  observations: counted,
  pitches: counted,
  total_fen: (value) => yuan(Number(value)),
  lines: counted,
  wanted_on: day,
  signer_name: plain,
  unsigned_reason: coded("unsigned"),
  no_order_reason: coded("noorder"),
  next_promise: plain,
  answer: plain,
  stay_s: (value) => duration(Math.round(Number(value) / 60)),
  unsent: plain,
  missed: counted,
  photo_ids: counted,
  bytes: (value) => size(Number(value)),
  note: plain,
};
const OF_NUMBERS = new Set(["mood", "distance_m", "total_fen", "stay_s", "unsent", "bytes"]);
/** Nobody can judge by these. */
const SILENT =
  /_photo_id$|^(visit|planned_visit|template|task|delivery_note|price_list|rep|joint_day)_id$|^(sha256|mime|width|height|sequence|price_list_version|capture_mode)$/;

/** The reason, as the one who decides needs it; the phone's own sentence where there is no other. */
export function whyAside({ code }: AsideRow): string {
  if (!code) return "";
  const said = word("aside", code);
  return said === code ? word("problem", code) : said;
}

/** What the operation says, one fact a line. */
export function factsOf(row: AsideRow): Array<[string, string]> {
  const args = (row.body["args"] ?? row.body) as Record<string, unknown>;
  const known = Object.keys(READ);
  const named = Object.entries(args).filter(
    ([name, value]) => value !== null && value !== "" && !SILENT.test(name),
  );
  const place = (name: string): number => (known.indexOf(name) + 1 || known.length + 1) - 1;
  return named
    .sort(([a], [b]) => place(a) - place(b))
    .map(([name, value]) => [word("asidefact", name), said(name, value, row)]);
}

function said(name: string, value: unknown, row: AsideRow): string {
  const fits = OF_NUMBERS.has(name) ? typeof value === "number" : typeof value !== "number";
  const read = READ[name];
  if (!read || !fits) return plain(value);
  try {
    return read(value, row);
  } catch {
    return plain(value); // no such day, no such place: it is here because something is wrong with it
  }
}
