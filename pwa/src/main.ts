/** Opens the app: words, session and database, then syncing. Nothing here waits for the network. */

import { mount } from "svelte";
import { freshLog } from "./device/fresh-log";
import App from "./App.svelte";
import { screensOf } from "./roles";
import { find } from "./router";
import { registerShell, startSync } from "./sync/client";
import { startApp } from "./ui/app.svelte";
import { afterFirstScreen } from "./ui/painted";
import "./ui/tokens.css";
import "./ui/base.css";
import type { Last } from "./ui/last";
import { applyTheme, settings } from "./ui/settings.svelte";
import { useLocale } from "./ui/words/index.svelte";

/** The first screen is fetched while it is being read who is here. */
function ahead(last: Last): void {
  const screen = find(screensOf(last.role), location.pathname)?.screen;
  screen?.prepare?.(last.id);
  screen?.load().catch(() => undefined); // App asks again, and says so
}

applyTheme();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", applyTheme);
await Promise.all([useLocale(settings.locale), startApp(ahead)]);
const target = document.getElementById("app");
target?.replaceChildren();
if (target) mount(App, { target });
// What she looks for comes first; what she has said is safe already.
afterFirstScreen(startSync);
afterFirstScreen(() => void freshLog());
afterFirstScreen(
  () => void import("./ui/sku-images-kept.svelte").then((kept) => kept.keepSkuImages()),
);
if (import.meta.env.PROD) afterFirstScreen(() => void registerShell());
