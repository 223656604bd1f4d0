/** Opens the app: words, session and database, then syncing. Nothing here waits for the network. */

import { mount } from "svelte";
import App from "./App.svelte";
import { screensOf } from "./roles";
import { find } from "./router";
import type { Me } from "./session";
import { registerShell, startSync } from "./sync/client";
import { startApp } from "./ui/app.svelte";
import "./ui/tokens.css";
import "./ui/base.css";
import { applyTheme, settings } from "./ui/settings.svelte";
import { useLocale } from "./ui/words/index.svelte";

/** Her first screen is fetched while her database is being opened. */
function ahead(me: Me): void {
  const screen = find(screensOf(me.role), location.pathname)?.screen;
  screen?.prepare?.(me.id);
  screen?.load().catch(() => undefined); // App asks again, and says so
}

applyTheme();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", applyTheme);
await Promise.all([useLocale(settings.locale), startApp(ahead)]);
const target = document.getElementById("app");
if (target) mount(App, { target });
startSync();
if (import.meta.env.PROD) void registerShell();
