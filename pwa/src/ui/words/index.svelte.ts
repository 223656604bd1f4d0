/** Words of the app. Chinese is the type; English must have every key, or it does not compile. */

import type { Words } from "./zh-CN";

export type Locale = "zh-CN" | "en";
export type Key = keyof Words;

const held = $state<{ locale: Locale; words: Words | null }>({ locale: "zh-CN", words: null });

/** Load a language; one is loaded at a time. */
export async function useLocale(locale: Locale): Promise<void> {
  const words = locale === "en" ? (await import("./en")).en : (await import("./zh-CN")).zhCN;
  held.words = words;
  held.locale = locale;
  document.documentElement.lang = locale;
}

export function locale(): Locale {
  return held.locale;
}

/** The sentence for a key; `{name}` is replaced by the fact of that name. */
export function t(key: Key, facts: Record<string, string | number> = {}): string {
  const sentence: string = held.words?.[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole));
}

/** A key made of parts, for dictionaries such as reasons; the code itself when there is no word. */
export function word(group: string, code: string): string {
  const key = `${group}.${code}`;
  return (held.words as Record<string, string> | null)?.[key] ?? code;
}

export function yuan(fen: number): string {
  return new Intl.NumberFormat(held.locale, {
    style: "currency",
    currency: "CNY",
    currencyDisplay: "narrowSymbol",
  }).format(fen / 100);
}

export function clock(instant: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "Asia/Shanghai",
  }).format(new Date(instant));
}

/** 11月25日 周三 */
export function dayName(day: string, withYear = false): string {
  const options: Intl.DateTimeFormatOptions = {
    month: "short",
    day: "numeric",
    weekday: "short",
    timeZone: "UTC",
  };
  if (withYear) options.year = "numeric";
  return new Intl.DateTimeFormat(held.locale, options).format(new Date(`${day}T00:00:00Z`));
}

/** Today as a time, otherwise as a day and a time. */
export function when(instant: string): string {
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" });
  const its = day.format(new Date(instant));
  return its === day.format(new Date()) ? clock(instant) : `${dayName(its)} ${clock(instant)}`;
}

export function distance(metres: number): string {
  return metres < 1000
    ? t("unit.m", { n: metres })
    : t("unit.km", { n: (metres / 1000).toFixed(1) });
}
