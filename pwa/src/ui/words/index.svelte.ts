/** Words of the app. Chinese is the type; English must have every key, or it does not compile. */

import type { BuyingWords } from "./buying.zh-CN";
import type { ConflictsWords } from "./conflicts.zh-CN";
import type { CoachingWords } from "./coaching.zh-CN";
import type { DayWords } from "./day.zh-CN";
import type { ExchangeWords } from "./exchange.zh-CN";
import type { OfficeWords } from "./office.zh-CN";
import type { PartnerWords } from "./partner.zh-CN";
import type { PromotionsWords } from "./promotions.zh-CN";
import type { PurchasingWords } from "./purchasing.zh-CN";
import type { ReviewsWords } from "./reviews.zh-CN";
import type { ReturnsWords } from "./returns.zh-CN";
import type { SaidWords } from "./said.zh-CN";
import type { StoresWords } from "./stores.zh-CN";
import type { SumsWords } from "./sums.zh-CN";
import type { TicketsWords } from "./tickets.zh-CN";
import type { VisitWords } from "./visit.zh-CN";
import { clockOf, dayOf, nowMs } from "../../device/time";
import type { ProblemCode, ResultStatus, Uom } from "../../protocol";
import { zhCN, type Words } from "./zh-CN";

export type Locale = "zh-CN" | "en";
type Every = Words &
  ConflictsWords &
  CoachingWords &
  DayWords &
  ExchangeWords &
  OfficeWords &
  PartnerWords &
  PromotionsWords &
  PurchasingWords &
  BuyingWords &
  ReturnsWords &
  ReviewsWords &
  SaidWords &
  StoresWords &
  SumsWords &
  TicketsWords &
  VisitWords;
export type Key = keyof Every;

/** Does not compile while a problem code or a result lacks its sentence. Where it is everybody's it is
 *  there at once; else it comes with the screens that tell what was said. */
type NotPlain = Exclude<ResultStatus, "applied" | "merged" | "duplicate" | "settled">;
type Sentence = `problem.${ProblemCode}` | `result.${NotPlain}`;
zhCN satisfies Record<Exclude<Sentence, keyof SaidWords>, string>;

/** Words beside everybody's: a part is loaded with the first screen that needs it. */
export type Part =
  | "buying"
  | "conflicts"
  | "coaching"
  | "day"
  | "exchange"
  | "office"
  | "partner"
  | "promotions"
  | "purchasing"
  | "returns"
  | "reviews"
  | "said"
  | "stores"
  | "sums"
  | "tickets"
  | "visit";

// Chinese comes with the app: one wait less on a thin line. English is fetched when wanted.
class Held {
  locale = $state<Locale>("zh-CN");
  words = $state.raw<Partial<Every>>(zhCN);
}
const held = new Held();
const parts = new Set<Part>();

const LOAD: Record<Locale, Record<Part | "base", () => Promise<Partial<Every>>>> = {
  "zh-CN": {
    base: async () => zhCN,
    buying: async () => (await import("./buying.zh-CN")).buyingZh,
    conflicts: async () => (await import("./conflicts.zh-CN")).conflictsZh,
    coaching: async () => (await import("./coaching.zh-CN")).coachingZh,
    day: async () => (await import("./day.zh-CN")).dayZh,
    exchange: async () => (await import("./exchange.zh-CN")).exchangeZh,
    // The office shows what was said in a visit.
    office: async () => ({
      ...(await import("./office.zh-CN")).officeZh,
      ...(await import("./visit.zh-CN")).visitZh,
    }),
    partner: async () => (await import("./partner.zh-CN")).partnerZh,
    promotions: async () => (await import("./promotions.zh-CN")).promotionsZh,
    purchasing: async () => (await import("./purchasing.zh-CN")).purchasingZh,
    returns: async () => (await import("./returns.zh-CN")).returnsZh,
    reviews: async () => (await import("./reviews.zh-CN")).reviewsZh,
    said: async () => (await import("./said.zh-CN")).saidZh,
    stores: async () => (await import("./stores.zh-CN")).storesZh,
    sums: async () => (await import("./sums.zh-CN")).sumsZh,
    tickets: async () => (await import("./tickets.zh-CN")).ticketsZh,
    visit: async () => (await import("./visit.zh-CN")).visitZh,
  },
  en: {
    base: async () => (await import("./en")).en,
    buying: async () => (await import("./buying.en")).buyingEn,
    conflicts: async () => (await import("./conflicts.en")).conflictsEn,
    coaching: async () => (await import("./coaching.en")).coachingEn,
    day: async () => (await import("./day.en")).dayEn,
    exchange: async () => (await import("./exchange.en")).exchangeEn,
    office: async () => ({
      ...(await import("./office.en")).officeEn,
      ...(await import("./visit.en")).visitEn,
    }),
    partner: async () => (await import("./partner.en")).partnerEn,
    promotions: async () => (await import("./promotions.en")).promotionsEn,
    purchasing: async () => (await import("./purchasing.en")).purchasingEn,
    returns: async () => (await import("./returns.en")).returnsEn,
    reviews: async () => (await import("./reviews.en")).reviewsEn,
    said: async () => (await import("./said.en")).saidEn,
    stores: async () => (await import("./stores.en")).storesEn,
    sums: async () => (await import("./sums.en")).sumsEn,
    tickets: async () => (await import("./tickets.en")).ticketsEn,
    visit: async () => (await import("./visit.en")).visitEn,
  },
};

export async function useLocale(locale: Locale): Promise<void> {
  const wanted = ["base" as const, ...parts];
  const loaded = await Promise.all(wanted.map((part) => LOAD[locale][part]()));
  if (parts.size >= wanted.length) return useLocale(locale); // one was learnt meanwhile
  held.words = Object.assign({}, ...loaded) as Partial<Every>;
  held.locale = locale;
  document.documentElement.lang = locale;
}

/** Load what `load` loads together with the words it speaks. */
export async function speaking<T>(part: Part, load: () => Promise<T>): Promise<T> {
  const [loaded] = await Promise.all([load(), learn(part)]);
  return loaded;
}

async function learn(part: Part): Promise<void> {
  if (parts.has(part)) return;
  const { locale } = held;
  const words = await LOAD[locale][part]();
  if (held.locale !== locale) return learn(part); // she changed the language meanwhile
  parts.add(part);
  held.words = { ...held.words, ...words };
}

export function locale(): Locale {
  return held.locale;
}

export type Facts = Record<string, string | number>;

/** The sentence for a key; `{name}` is replaced by the fact of that name. */
export function t(key: Key, facts: Facts = {}): string {
  return filled(held.words[key] ?? key, facts);
}

/** `one|other` chooses by the fact n, for languages that count so; then facts are put in. */
export function filled(sentence: string, facts: Facts): string {
  const forms = sentence.split("|");
  const one = forms.length > 1 && Math.abs(Number(facts["n"])) === 1;
  const form = (one ? forms[0] : forms.at(-1)) ?? sentence;
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole));
}

/** Several things in a row, as the language joins them. */
export function joined(things: readonly string[]): string {
  return new Intl.ListFormat(held.locale, { type: "conjunction", style: "long" }).format(things);
}

/** What begins a line of its own: Today. */
export function alone(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** What is a label elsewhere, inside a sentence: shelf check. Initials stay. */
export function inside(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.slice(0, 1).toLowerCase() + label.slice(1) : label;
}

/** A key made of parts, for dictionaries such as reasons; the code itself when there is no word. */
export function word(group: string, code: string): string {
  const key = `${group}.${code}`;
  return (held.words as Record<string, string>)[key] ?? code;
}

/** A problem's sentence, with its facts. A value is named. An unknown code is shown as it is, for the telephone. */
export function problemText(code: string, facts: object = {}): string {
  // Somebody in front of our server answered: only the status is known, and it is no sentence.
  if (code.startsWith("http/")) return t("problem.server", { code });
  const said = facts as Facts;
  const field = String(said["field"] ?? "");
  const what = word("field", field);
  if (code === "value/out-of-range" && what !== field) return t("field.wrong", { what });
  if (code === "promotion/rule")
    return filled(word("problem", code), { ...said, why: word("rulewhy", String(said["why"])) });
  return filled(word("problem", code), said);
}

/** 37 箱, 37 cases, 1 case: so much of a unit, as the language counts it. */
export function quantity(n: number, uom: Uom): string {
  return t(`count.${uom}`, { n });
}

/** ¥1,284.50 in every language: it is what stands on the price tag. Whole fen. */
export function yuan(fen: number): string {
  const digits = String(Math.round(Math.abs(fen))).padStart(3, "0");
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${fen < 0 ? "-" : ""}¥${whole}.${digits.slice(-2)}`;
}

/** 93.5% from ten-thousandths. */
export function percent(rate1e4: number): string {
  return t("unit.percent", { n: (rate1e4 / 100).toFixed(rate1e4 % 100 ? 1 : 0) });
}

export function clock(instant: string): string {
  return clockOf(new Date(instant));
}

/** 11月25日 周三; a day of another year with its year. */
export function dayName(day: string, withYear = false): string {
  const at = new Date(`${day}T00:00:00Z`);
  const year = withYear || day.slice(0, 4) !== dayOf(new Date(nowMs())).slice(0, 4);
  return t("date.day", {
    date: formatter(year ? "date_year" : "date").format(at),
    weekday: formatter("weekday").format(at),
  });
}

const PARTS: Record<string, Intl.DateTimeFormatOptions> = {
  date: { month: "short", day: "numeric" },
  date_year: { month: "short", day: "numeric", year: "numeric" },
  weekday: { weekday: "short" },
};
/** Made once: a formatter is dear, its use is not. */
const formatters = new Map<string, Intl.DateTimeFormat>();
function formatter(part: string): Intl.DateTimeFormat {
  const key = `${held.locale} ${part}`;
  const made =
    formatters.get(key) ??
    new Intl.DateTimeFormat(held.locale, { ...PARTS[part], timeZone: "UTC" });
  formatters.set(key, made);
  return made;
}

/** 今天, 昨天, 明天 or the day itself, as it stands inside a sentence. */
export function dayNear(day: string, today: string): string {
  const days = daysBetween(today, day);
  if (days === 0) return t("date.today");
  if (days === -1) return t("date.yesterday");
  if (days === 1) return t("date.tomorrow");
  return dayName(day);
}

/** Whole days from one business day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** The business day so many days later. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Today as a time, otherwise as a day and a time. */
export function when(instant: string): string {
  const its = dayOf(new Date(instant));
  const at = clock(instant);
  return its === dayOf(new Date(nowMs())) ? at : t("date.day_time", { day: dayName(its), at });
}

/** Whole minutes, as hours and minutes from one hour on. */
export function duration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  return hours
    ? t("unit.hours_minutes", { hours, n: minutes % 60 })
    : t("unit.only_minutes", { n: minutes });
}

export function distance(metres: number): string {
  return metres < 1000
    ? t("unit.m", { n: metres })
    : t("unit.km", { n: (metres / 1000).toFixed(1) });
}

export function size(bytes: number): string {
  const kb = Math.max(1, Math.round(bytes / 1024));
  if (kb < 1024) return t("unit.kb", { n: kb });
  const mb = kb / 1024;
  return mb < 1024
    ? t("unit.mb", { n: mb.toFixed(1) })
    : t("unit.gb", { n: (mb / 1024).toFixed(1) });
}
