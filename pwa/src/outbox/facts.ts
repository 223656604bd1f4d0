/** What an operation says, one fact a line, in words: for the one who judges it, and for whoever said it
 *  and must read it again. Pure. */

import {
  dayName,
  distance,
  duration,
  joined,
  quantity,
  size,
  t,
  when,
  word,
  yuan,
} from "../ui/words/index.svelte";
import type { Uom } from "../protocol";

export interface Spoken {
  kind: string;
  args: object;
}
/** What an id is called; the id itself where nobody knows. */
export type NameOf = (id: string) => string;
type Read = (value: unknown, of: Spoken, nameOf: NameOf) => string;
type Entry = Record<string, unknown>;

const plain = (value: unknown): string =>
  typeof value === "object" ? JSON.stringify(value) : String(value);
const counted = (value: unknown): string =>
  Array.isArray(value) ? String(value.length) : plain(value);
/** Each of a list in a few words; where one cannot be read so, how many there are. */
const each =
  (read: (one: Entry, nameOf: NameOf) => string): Read =>
  (value, _, nameOf) => {
    const all = value as Entry[];
    const said = all.map((one) => read(one, nameOf));
    return said.length && said.every(Boolean) ? said.join(" · ") : counted(value);
  };
const ofSku = (one: Entry, nameOf: NameOf, rest: string): string =>
  typeof one["sku_id"] === "string" ? `${nameOf(one["sku_id"])} ${rest}`.trim() : "";
const coded =
  (group: string): Read =>
  (value) =>
    word(group, String(value));
const yesNo: Read = (value) => t(value ? "fact.yes" : "fact.no");
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
  "note.cancel": "notewhy",
  "visit.review": "visitwhy",
  "photo.review": "photowhy",
  "order.reject": "rejectwhy",
  "order.cancel": "cancel",
  "order.recall": "cancel",
  "order.un_audit": "rejectwhy",
  "order.hold": "hold",
  "order.amend": "amendwhy",
  "order.close": "closewhy",
  "order.open": "closewhy",
  "order.close_line": "closewhy",
};
/** And of what a type is one. */
const TYPES: Record<string, string> = { "ticket.open": "tickettype" };
const OUTCOMES: Record<string, [string, string]> = {
  delivered: ["mark", "arrived"],
  refused: ["note", "refused"],
};

type Card = {
  title: string;
  talk: string;
  points: string[];
  objections: Array<{ says: string; answer: string }>;
};
/** A card's whole text, so that it can be written again. */
const card = ({ title, talk, points, objections }: Card): string =>
  [title, talk, ...points, ...objections.map((one) => `${one.says} | ${one.answer}`)]
    .filter(Boolean)
    .join(" · ");

/** In the order in which they are read. */
const READ: Record<string, Read> = {
  no: plain,
  store_id: (value, _, nameOf) => nameOf(String(value)),
  day,
  started_at: instant,
  ended_at: instant,
  left_at: instant,
  arrived_at: instant,
  began_at: instant,
  items: counted,
  agreed: counted,
  type: (value, { kind }) => word(TYPES[kind] ?? "photo", String(value)),
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
  posm: each((one) =>
    one["item"]
      ? `${word("posm", String(one["item"]))} × ${String(one["count"] ?? one["good"] ?? "")}`
      : "",
  ),
  checks: counted,
  coolers: counted,
  place: coded("place"),
  size: plain,
  fee_fen: (value) => yuan(Number(value)),
  cases_left: plain,
  posm_removed: yesNo,
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
  changes: each((one) =>
    one["what"] ? `${word("storefield", String(one["what"]))}：${String(one["value"] ?? "–")}` : "",
  ),
  unlike: counted,
  seen: (value) => joined((value as Array<{ brand: string }>).map((one) => one.brand)),
  card_version: (value) => t("fact.version", { n: Number(value) }),
  valid_from: day,
  valid_until: day,
  until_on: day,
  steps: (value) => joined((value as string[]).map((one) => word("visitstep", one))),
  sku_ids: (value, _, nameOf) => joined((value as string[]).map(nameOf)),
  zh: (value) => card(value as Card),
  en: (value) => card(value as Card),
  text: plain,
  title: plain,
  due_on: day,
  state: coded("decided"),
  upheld: (value) =>
    joined((value as string[]).map((id) => word("visitflag", id.slice(id.lastIndexOf(":") + 1)))),
  goods: each((one, nameOf) => ofSku(one, nameOf, `× ${String(one["units"])}`)),
  solved: yesNo,
  reason: (value, { kind }) => word(REASONS[kind] ?? "", String(value)),
  observations: each((one, nameOf) =>
    ofSku(
      one,
      nameOf,
      [
        word("presence", String(one["presence"])),
        typeof one["facings"] === "number" && one["facings"] > 0 ? `× ${one["facings"]}` : "",
        typeof one["price_fen"] === "number" ? yuan(one["price_fen"]) : "",
      ]
        .filter(Boolean)
        .join(" "),
    ),
  ),
  pitches: each((one, nameOf) => ofSku(one, nameOf, word("pitchresult", String(one["result"])))),
  total_fen: (value) => yuan(Number(value)),
  lines: each((one, nameOf) =>
    ofSku(
      one,
      nameOf,
      "good" in one
        ? `${String(one["lot"])} × ${String(one["good"])} + ${String(one["damaged"])}`
        : `× ${quantity(Number(one["qty"]), one["uom"] as Uom)}`,
    ),
  ),
  gifts: (value, of, nameOf) =>
    typeof value === "string"
      ? word("giftswhich", value)
      : each((one, name) =>
          one["sku_id"]
            ? ofSku(one, name, `× ${quantity(Number(one["qty"]), "case")}`)
            : `${String(one["item"])} × ${String(one["qty"])}`,
        )(value, of, nameOf),
  absent: (value, _, nameOf) => joined((value as string[]).map(nameOf)),
  counted_at: instant,
  came_at: instant,
  receiver_name: plain,
  paper_no: plain,
  counter_name: plain,
  witness_name: plain,
  from_file: yesNo,
  wanted_on: day,
  promised_on: day,
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
const OF_NUMBERS = new Set([
  "mood",
  "distance_m",
  "total_fen",
  "stay_s",
  "unsent",
  "bytes",
  "fee_fen",
  "cases_left",
  "card_version",
]);
/** Nobody can judge by these. */
const SILENT =
  /_photo_id$|^(visit|planned_visit|template|task|delivery_note|note|promotion|price_list|rep|joint_day|amendment)_id$|^(sha256|mime|width|height|sequence|price_list_version|plan_version|capture_mode|photo_id|chain|pack_at|line_ids)$/;

/** Which card it is; the text says so better. */
const OF_CARD = new Set(["code", "kind"]);

/** What the operation says, one fact a line. */
export function factsOf(of: Spoken, nameOf: NameOf = (id) => id): Array<[string, string]> {
  const known = Object.keys(READ);
  const named = Object.entries(of.args as Entry).filter(
    ([name, value]) =>
      value !== null &&
      value !== "" &&
      !(Array.isArray(value) && !value.length) &&
      !SILENT.test(name) &&
      !(of.kind === "card.put" && OF_CARD.has(name)),
  );
  const place = (name: string): number => (known.indexOf(name) + 1 || known.length + 1) - 1;
  return named
    .sort(([a], [b]) => place(a) - place(b))
    .map(([name, value]) => [
      word("asidefact", name === "type" && of.kind in TYPES ? "kind" : name),
      said(name, value, of, nameOf),
    ]);
}

function said(name: string, value: unknown, of: Spoken, nameOf: NameOf): string {
  const fits = OF_NUMBERS.has(name) ? typeof value === "number" : typeof value !== "number";
  const read = READ[name];
  if (!read || !fits) return plain(value);
  try {
    return read(value, of, nameOf);
  } catch {
    return plain(value); // no such day, no such place: it is here because something is wrong with it
  }
}
