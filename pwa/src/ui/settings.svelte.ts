/** How this person likes the app on this device. Not business data, so localStorage will do. */

import { useLocale, type Locale } from "./words/index.svelte";

export type Theme = "auto" | "light" | "dark" | "sun";

export const settings = $state<{ theme: Theme; locale: Locale }>({
  theme: (read("theme") as Theme | null) ?? "auto",
  locale:
    (read("locale") as Locale | null) ?? (navigator.language.startsWith("en") ? "en" : "zh-CN"),
});

function read(name: string): string | null {
  try {
    return localStorage.getItem(`xundian.${name}`);
  } catch {
    return null; // storage is switched off: the defaults hold
  }
}

function write(name: string, value: string): void {
  try {
    localStorage.setItem(`xundian.${name}`, value);
  } catch {
    // as above
  }
}

export function setTheme(theme: Theme): void {
  settings.theme = theme;
  write("theme", theme);
  applyTheme();
}

export async function setLocale(locale: Locale): Promise<void> {
  settings.locale = locale;
  write("locale", locale);
  await useLocale(locale);
}

export function applyTheme(): void {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const theme = settings.theme === "auto" ? (dark ? "dark" : "light") : settings.theme;
  document.documentElement.dataset["theme"] = theme;
}
