/** The photo wall: what is asked for, and what a picture and a decision about it are in words. Pure. */

import type { LogLine } from "../device/shapes";
import type { PhotoReason, PhotoType } from "../protocol";
import { pathTo, type Listed } from "./api";
import { notIn } from "./board";

export interface Verdict {
  state: string;
  reason: string | null;
  note: string | null;
}

/** A photo as GET /office/v1/photos tells of it. */
export interface WallRow {
  id: string;
  version: number;
  type: string;
  visit_id: string | null;
  store_id: string;
  store_code: string;
  store_name: string;
  org_unit_id: string;
  rep_id: string;
  rep_name: string | null;
  taken_at: string;
  received_at: string;
  present: boolean;
  capture_mode: string;
  width: number;
  height: number;
  distance_m: number | null;
  accuracy_m: number | null;
  /** null: not measured yet. false: it cannot be decoded. */
  readable: boolean | null;
  sharpness: number | null;
  brightness: number | null;
  look: string | null;
  kept_reason: string | null;
  chain_n: number | null;
  chained: boolean | null;
  own: boolean;
  review: (Verdict & { by_name: string; at: string }) | null;
  /** An earlier picture that looks the same; out of reach only its day is told. */
  like: {
    id: string | null;
    store_name: string | null;
    store_code: string | null;
    rep_name: string | null;
    day: string;
    distance: number;
    same_bytes: boolean;
    other_store: boolean;
  } | null;
  pair: { before_id: string; after_id: string } | null;
}

/** `back_to`: how far back this page has looked. */
export type WallPage = Listed<WallRow> & { back_to: string | null };

/** A row, and when its page was asked for by this device's clock. */
export interface Hung {
  row: WallRow;
  askedAt: string;
}

export const REVIEWS = ["open", "rejected", "accepted", "all"] as const;
export const MODES = ["live", "file"] as const;
/** A new type of photo does not compile before it can be asked for here. */
const TYPE_KNOWN: Record<PhotoType, true> = {
  storefront: true,
  main_shelf_before: true,
  main_shelf_after: true,
  second_display: true,
  cooler: true,
  posm: true,
  price_tag: true,
  expiry: true,
  competitor: true,
  document: true,
  signature: true,
  task: true,
  delivery: true,
  promotion: true,
  ticket: true,
};
export const TYPES = Object.keys(TYPE_KNOWN) as PhotoType[];
/** In the order of their numbers on the keyboard. */
export const REASONS: readonly PhotoReason[] = [
  "blurred",
  "dark",
  "not_whole",
  "wrong_subject",
  "wrong_store",
  "duplicate",
  "screen_or_print",
  "unreadable",
  "other",
];

export interface Filters {
  review: string;
  alike: boolean;
  mode: string;
  type: string;
  office: string;
  rep_id: string;
  q: string;
  from: string;
  to: string;
}

export const ALL: Filters = {
  review: "open",
  alike: false,
  mode: "",
  type: "",
  office: "",
  rep_id: "",
  q: "",
  from: "",
  to: "",
};

/** The question; `after` is where the page before it ended. */
export function wallPath(filters: Filters, after = ""): string {
  const { review, alike, q, ...rest } = filters;
  return pathTo("photos", {
    ...rest,
    q: q.trim(),
    review: review === "all" ? "" : review,
    alike: alike ? "true" : "",
    after,
  });
}

/** How many filters beside the decision narrow the wall. */
export function narrowed(filters: Filters): number {
  const { review: _, alike, ...rest } = filters;
  return Number(alike) + Object.values(rest).filter((value) => value !== "").length;
}

/** As the phone judges a picture before it is kept (visits/look.ts), from the server's measures. */
export type Looks = "unmeasured" | "unreadable" | "dark" | "bright" | "blurred" | "soft" | "sharp";

export function looksOf(row: Pick<WallRow, "readable" | "sharpness" | "brightness">): Looks {
  if (row.readable === null) return "unmeasured";
  if (!row.readable || row.sharpness === null || row.brightness === null) return "unreadable";
  // Darkness first: it takes the edges away.
  if (row.brightness < 38) return "dark";
  if (row.brightness > 235) return "bright";
  if (row.sharpness < 100) return "blurred";
  return row.sharpness < 250 ? "soft" : "sharp";
}

/** What was decided: by this device's log where it knows better than the answer. */
export interface Decided extends Verdict {
  by_name: string;
  at: string;
  /** Said here and not yet in an answer. */
  said: boolean;
}

export function decidedNow(hung: Hung, said: ReadonlyMap<string, LogLine>): Decided | null {
  const line = said.get(hung.row.id);
  if (line?.kind === "photo.review" && notIn(line, hung.askedAt)) {
    return { ...line.args, by_name: "", at: line.made_at, said: true };
  }
  return hung.row.review && { ...hung.row.review, said: false };
}

/** The last word about each photo that this device has said. */
export function lastSaid(lines: readonly LogLine[]): Map<string, LogLine> {
  return new Map(lines.map((line) => [line.id, line]));
}

/** May this person decide about it at all? What has not arrived nobody has seen. */
export function reviewable(row: WallRow): boolean {
  return row.present && !row.own;
}
