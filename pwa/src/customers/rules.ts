/**
 * Where a store is, whether two are one, and what a field says meanwhile. Chinese maps show shifted points; we keep WGS-84 (domain.md 4.11).
 *
 * GCJ-02 is WGS-84 bent by a published polynomial on the Krasovsky ellipsoid, inside China only;
 * BD-09 is GCJ-02 turned once more. The way back has no formula: it is found by stepping.
 *
 * Twin: backend/customers/rules.py. Both must pass sync_protocol/vectors/rules/customers.*.json.
 */

const { PI, abs, atan2, cos, sin, sqrt } = Math;
const KRASOVSKY_A = 6378245.0;
const KRASOVSKY_EE = 0.006693421622965943;
const BAIDU_TURN = (PI * 3000.0) / 180.0;

export type Datum = "wgs84" | "gcj02" | "bd09";

/** The point in WGS-84, degrees x 10^7, halves up. */
export function toWgs84(datum: Datum, latE7: number, lonE7: number): [number, number] {
  if (datum === "wgs84") return [latE7, lonE7];
  let [lat, lon] = [latE7 / 1e7, lonE7 / 1e7];
  if (datum === "bd09") [lat, lon] = gcj02OfBd09(lat, lon);
  [lat, lon] = wgs84OfGcj02(lat, lon);
  return [e7(lat), e7(lon)];
}

/** What a Chinese map shows for a WGS-84 point. Outside China the same point. */
export function gcj02OfWgs84(lat: number, lon: number): [number, number] {
  if (!(lat >= 0.8293 && lat <= 55.8271 && lon >= 72.004 && lon <= 137.8347)) return [lat, lon];
  const x = lon - 105.0;
  const y = lat - 35.0;
  const waves = ((20.0 * sin(6.0 * x * PI) + 20.0 * sin(2.0 * x * PI)) * 2.0) / 3.0;
  let dLat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves;
  dLat += ((20.0 * sin(y * PI) + 40.0 * sin((y / 3.0) * PI)) * 2.0) / 3.0;
  dLat += ((160.0 * sin((y / 12.0) * PI) + 320.0 * sin((y * PI) / 30.0)) * 2.0) / 3.0;
  let dLon = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves;
  dLon += ((20.0 * sin(x * PI) + 40.0 * sin((x / 3.0) * PI)) * 2.0) / 3.0;
  dLon += ((150.0 * sin((x / 12.0) * PI) + 300.0 * sin((x / 30.0) * PI)) * 2.0) / 3.0;
  const bend = 1.0 - KRASOVSKY_EE * sin((lat / 180.0) * PI) ** 2;
  const meridian = (KRASOVSKY_A * (1.0 - KRASOVSKY_EE)) / (bend * sqrt(bend));
  const parallel = (KRASOVSKY_A / sqrt(bend)) * cos((lat / 180.0) * PI);
  return [lat + (dLat * 180.0) / (meridian * PI), lon + (dLon * 180.0) / (parallel * PI)];
}

/** Each step corrects by what is still missing; six steps are exact to the millimetre. */
function wgs84OfGcj02(lat: number, lon: number): [number, number] {
  let [guessLat, guessLon] = [lat, lon];
  for (let i = 0; i < 6; i += 1) {
    const [shownLat, shownLon] = gcj02OfWgs84(guessLat, guessLon);
    [guessLat, guessLon] = [guessLat + lat - shownLat, guessLon + lon - shownLon];
  }
  return [guessLat, guessLon];
}

function gcj02OfBd09(lat: number, lon: number): [number, number] {
  const x = lon - 0.0065;
  const y = lat - 0.006;
  const length = sqrt(x * x + y * y) - 0.00002 * sin(y * BAIDU_TURN);
  const angle = atan2(y, x) - 0.000003 * cos(x * BAIDU_TURN);
  return [length * sin(angle), length * cos(angle)];
}

function e7(degrees: number): number {
  return degrees >= 0 ? Math.floor(degrees * 1e7 + 0.5) : -Math.floor(-degrees * 1e7 + 0.5);
}

/** Two names and how far apart (K6). */
const ALIKE_PERCENT = 80;
const ALIKE_M = 150;
/** A good fix: whatever is so near may be the same door. */
const NEXT_DOOR_M = 30;
/** A shorter number is an extension, or a slip. */
const PHONE_DIGITS = 7;

export type Why = "licence" | "phone" | "name" | "near";

/** What a store may be known by. */
export interface Known {
  name: string;
  phone: string | null;
  licence_no?: string | null;
  pinyin?: string;
}

/**
 * Why a store somebody found may be one that is known: the reasons, strongest first, and a score of
 * 0 to 100 to sort by; null if there is none (K6, F13).
 */
export function likeness(
  found: Known,
  known: Known,
  distance_m: number,
): { score: number; why: Why[] } | null {
  const names = Math.max(
    nameLikeness(found.name, known.name),
    nameLikeness(found.pinyin || found.name, known.pinyin ?? ""),
  );
  const why: Array<[number, Why]> = [];
  if (same(letters(found.licence_no ?? ""), letters(known.licence_no ?? ""), 1)) {
    why.push([100, "licence"]);
  }
  if (same(digits(found.phone ?? ""), digits(known.phone ?? ""), PHONE_DIGITS)) {
    why.push([95, "phone"]);
  }
  if (names >= ALIKE_PERCENT && distance_m <= ALIKE_M) why.push([names, "name"]);
  if (distance_m <= NEXT_DOOR_M) why.push([50, "near"]);
  if (why.length === 0) return null;
  return { score: Math.max(...why.map(([score]) => score)), why: why.map(([, reason]) => reason) };
}

/**
 * 0 to 100: pairs of neighbouring letters in common, of all, or letters in common in their order,
 * whichever says more: one other letter in the middle spoils two pairs. A name inside the other
 * counts 85 at least ("阳光超市", "阳光超市南店"), and so does one with words left out ("阳光生活超市").
 */
export function nameLikeness(a: string, b: string): number {
  const [one, other] = [letters(a), letters(b)];
  if (one === "" || other === "") return 0;
  if (one === other) return 100;
  const left = pairs(one);
  const right = pairs(other);
  const all = left.length + right.length;
  let common = 0;
  for (const pair of left) {
    const at = right.indexOf(pair);
    if (at < 0) continue;
    right.splice(at, 1);
    common += 1;
  }
  const ordered = (200 * inOrder([...one], [...other])) / ([...one].length + [...other].length);
  const together = Math.floor(Math.max((200 * common) / Math.max(1, all), ordered));
  const [short, long] = [one, other].map((text) => [...text]).sort((x, y) => x.length - y.length);
  return inside(short ?? [], long ?? []) ? Math.max(together, 85) : together;
}

/** All of it in a row; or, of four letters and half as many as the other at least, in its order. */
function inside(short: readonly string[], long: readonly string[]): boolean {
  if (short.length < 2) return false;
  if (long.join("").includes(short.join(""))) return true;
  if (short.length < 4 || 2 * short.length < long.length) return false;
  let met = 0;
  for (const letter of long) met += Number(letter === short[met]);
  return met === short.length;
}

/** The most letters of one that stand in the other in the same order. */
function inOrder(a: readonly string[], b: readonly string[]): number {
  const row: number[] = b.map(() => 0);
  for (const letter of a) {
    let [before, left] = [0, 0];
    for (const [i, above] of row.entries()) {
      left = letter === b[i] ? before + 1 : Math.max(above, left);
      before = above;
      row[i] = left;
    }
  }
  return row.at(-1) ?? 0;
}

function pairs(text: string): string[] {
  const all = [...text];
  return all.slice(1).map((letter, i) => `${all[i]}${letter}`);
}

/** Letters and digits, full-width ones and capitals alike. */
function letters(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** The last eleven: a country's prefix says nothing. */
function digits(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[^0-9]/g, "")
    .slice(-11);
}

function same(a: string, b: string, least: number): boolean {
  return a.length >= least && a === b;
}

/**
 * What became of a field she says is otherwise: `fresh`, as she saw it; `same`, it is already what she
 * says; `clash`, somebody gave it another value meanwhile (K7). Nothing and an empty text are the same;
 * so are texts that differ in blanks around them.
 */
export function stands(
  base: string | null,
  mine: string | null,
  now: string | null,
): "fresh" | "same" | "clash" {
  const [was, says, is] = [base, mine, now].map((text) => (text ?? "").trim());
  return is === says ? "same" : is === was ? "fresh" : "clash";
}
