/** What the evidence of a flag or a rule says, in words. The numbers come as they are; a number that
 * an older or newer server does not send is left out with its sentence. */

import {
  clock,
  dayName,
  distance,
  duration,
  joined,
  t,
  when,
  word,
  yuan,
} from "../ui/words/index.svelte";

export type Evidence = Record<string, unknown>;
/** Another visit the evidence speaks of. */
export interface Named {
  store_name: string;
  checked_in_at: string;
  checked_out_at: string | null;
}
export type Naming = (visitId: string) => Named | undefined;

/** A rule's answer: V1 to V8. `ok` null: the facts cannot say. */
export type Rule = Evidence & { rule: string; ok: boolean | null };

const nobody: Naming = () => undefined;
const num = (value: unknown): number => (typeof value === "number" ? value : 0);
const has = (value: unknown): value is number => typeof value === "number";
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const metres = (value: unknown): string => distance(num(value));
const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** Seconds as a person says them: those of a minute and more in minutes. */
export function lasting(seconds: number): string {
  const whole = Math.abs(Math.round(seconds));
  return whole < 120 ? t("evidence.seconds", { n: whole }) : duration(Math.round(whole / 60));
}

/** Minutes after midnight as a time of day. */
export function ofDay(minutes: number): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

const SAYS: Record<string, (e: Evidence, named: Naming) => string[]> = {
  G01: (e) => place(e),
  G02: (e) => fix(e),
  G03: (e) =>
    has(e["stores"])
      ? [t("evidence.frozen_place", { n: num(e["stores"]) })]
      : [t("evidence.frozen_accuracy", { n: num(e["fixes"]), accuracy: metres(e["accuracy_m"]) })],
  G04: (e, named) => {
    const facts = { way: metres(e["way_m"]), time: lasting(num(e["took_s"])) };
    const went = has(e["kmh"])
      ? t("evidence.travel", { ...facts, kmh: num(e["kmh"]), limit: num(e["limit_kmh"]) })
      : t("evidence.travel_at_once", { way: facts.way });
    const from = named(text(e["from_visit"]));
    return from
      ? [went, t("evidence.from_visit", { store: from.store_name, at: clock(text(e["from_at"])) })]
      : [went];
  },
  G05: (e) => stay(e),
  G06: (e, named) => {
    const store = named(text(e["visit_id"]))?.store_name ?? "–";
    const from = clock(text(e["began_at"]));
    return e["ended_at"]
      ? [t("evidence.overlap", { store, from, to: clock(text(e["ended_at"])) })]
      : [t("evidence.overlap_open", { store, from })];
  },
  G07: (e) => [
    ...(has(e["offset_ms"])
      ? [t("evidence.offset", { time: lasting(num(e["offset_ms"]) / 1000) })]
      : []),
    ...(has(e["jump_ms"]) ? [t("evidence.jump", { time: lasting(num(e["jump_ms"]) / 1000) })] : []),
    ...(has(e["wall_s"])
      ? [t("evidence.back", { stay: lasting(num(e["stay_s"])), wall: lasting(num(e["wall_s"])) })]
      : []),
  ],
  G08: (e) => pictures(e),
  G09: (e) =>
    list(e["photos"]).flatMap((one) => {
      const like = one as Evidence;
      const day = dayName(text(like["like_day"]));
      const says = like["same_bytes"]
        ? t("evidence.same_bytes", { day })
        : t("evidence.alike", { day, bits: num(like["like_distance"]) });
      if (text(like["like_store"]) && like["other_store"])
        return [says, t("evidence.at_store", { store: text(like["like_store"]) })];
      return like["other_store"] ? [says, t("evidence.other_store")] : [says];
    }),
  G10: (e) => [t("evidence.reviewer", { n: list(e["photos"]).length })],
  G11: (e) => [t("evidence.reviewer", { n: list(e["photos"]).length })],
  G12: (e) => [
    t("evidence.copied", {
      same: num(e["same"]),
      compared: num(e["compared"]),
      orders: num(e["orders"]),
    }),
  ],
  G13: (e) =>
    has(e["skus"])
      ? [t("evidence.fast", { n: num(e["skus"]), time: lasting(num(e["took_ms"]) / 1000) })]
      : [
          t("evidence.fast_steps", {
            stay: lasting(num(e["stay_s"])),
            time: lasting(num(e["took_ms"]) / 1000),
          }),
        ],
  G14: (e) => [
    t("evidence.padded", {
      days: num(e["days"]),
      ordered: yuan(num(e["ordered_fen"])),
      refused: yuan(num(e["refused_fen"])),
    }),
  ],
  G15: (e) => [
    e["users"]
      ? t("evidence.shared", {
          names: joined(list(e["names"]) as string[]),
          at: clock(text(e["at"])),
        })
      : t("evidence.devices", { n: num(e["devices"]), time: lasting(num(e["gap_s"])) }),
  ],
  G16: (e) => [
    t("evidence.left", { away: metres(e["distance_m"]), allowed: metres(e["allowed_m"]) }),
  ],
  G17: (e) => [
    t("evidence.shift", { n: list(e["stores"]).length, shift: metres(e["shift_m"]) }),
    ...(text(e["like"])
      ? [t("evidence.shift_like", { map: word("mapname", text(e["like"])) })]
      : []),
  ],
  V8: (e) => night(e),
};

/** The lines of a flag's evidence. */
export function evidenceOf(code: string, evidence: Evidence, named: Naming = nobody): string[] {
  return SAYS[code]?.(evidence, named) ?? [];
}

/** What a rule's answer says; nothing where it simply holds and needs no number. */
export function answerOf(rule: Rule): string[] {
  switch (rule.rule) {
    case "V1":
      return [...place(rule), ...(rule["datum"] ? [t("evidence.datum")] : [])];
    case "V2":
      return fix(rule);
    case "V3":
      return has(rule["stay_s"]) ? stayed(rule) : [];
    case "V4":
      if (rule.ok === null) return [t("evidence.whole")];
      return list(rule["steps"]).length
        ? [t("evidence.steps", { what: named(list(rule["steps"]), "visitstep") })]
        : [];
    case "V5":
      return rule.ok === null ? [t("evidence.whole")] : photosOf(rule);
    case "V6":
      return rule.ok ? [] : [t("evidence.once")];
    case "V7":
      return list(rule["flags"]).length
        ? [t("evidence.red", { what: named(list(rule["flags"]), "visitflag") })]
        : [];
    case "V8":
      return night(rule);
    default:
      return [];
  }
}

function named(codes: unknown[], group: string): string {
  return joined(codes.map((code) => word(group, text(code))));
}

function place(e: Evidence): string[] {
  if (!has(e["distance_m"])) return [t("evidence.no_place")];
  return [
    t("evidence.place", {
      away: metres(e["distance_m"]),
      allowed: metres(e["allowed_m"]),
      radius: metres(e["radius_m"]),
    }),
  ];
}

function fix(e: Evidence): string[] {
  if (!has(e["accuracy_m"])) return [t("evidence.no_place")];
  return [
    t("evidence.fix", {
      accuracy: metres(e["accuracy_m"]),
      allowed: metres(e["allowed_m"]),
      age: num(e["age_s"]),
      allowed_s: num(e["allowed_s"]),
    }),
  ];
}

function stay(e: Evidence): string[] {
  const stayed = num(e["stay_s"]);
  return stayed > num(e["most_s"])
    ? [t("evidence.long", { stay: lasting(stayed), most: lasting(num(e["most_s"])) })]
    : [
        t("evidence.short", { stay: lasting(stayed), least: lasting(num(e["least_s"])) }),
        ...(text(e["why"])
          ? [t("evidence.said_leaving", { why: word("leftearly", text(e["why"])) })]
          : []),
      ];
}

/** Too short, with nothing said of it yet: until when the word is hers. */
function stayed(e: Evidence): string[] {
  const until = text(e["hers_until"]);
  return [
    ...stay({ ...e, most_s: Infinity }),
    ...(until ? [t("evidence.short_until", { at: when(until) })] : []),
  ];
}

function pictures(e: Evidence): string[] {
  const file = list(e["file"]).length;
  const outside = list(e["outside"]).length;
  const allowed = lasting(num(e["allowed_s"]) || 600);
  return [
    ...(file ? [t("evidence.file", { n: file })] : []),
    ...(outside ? [t("evidence.outside", { n: outside, allowed })] : []),
  ];
}

function photosOf(e: Evidence): string[] {
  const lacking = Object.keys((e["lacking"] ?? {}) as object);
  return [
    ...(lacking.length ? [t("evidence.lacking", { what: named(lacking, "photo") })] : []),
    ...pictures(e),
    ...(num(e["awaited"]) ? [t("evidence.awaited", { n: num(e["awaited"]) })] : []),
  ];
}

function night(e: Evidence): string[] {
  return [
    t("evidence.night", {
      at: ofDay(num(e["at_min"])),
      from: ofDay(num(e["from_min"])),
      to: ofDay(num(e["to_min"])),
    }),
  ];
}
