/** Opens the app: words, session and database, then syncing. Nothing here waits for the network. */

import { mount } from "svelte";
import App from "./App.svelte";
import { registerShell, startSync } from "./sync/client";
import { startApp } from "./ui/app.svelte";
import "./ui/tokens.css";
import "./ui/base.css";
import { applyTheme, settings } from "./ui/settings.svelte";
import { useLocale } from "./ui/words/index.svelte";

applyTheme();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", applyTheme);
await Promise.all([useLocale(settings.locale), startApp()]);
const target = document.getElementById("app");
if (target) mount(App, { target });
startSync();
if (import.meta.env.PROD) void registerShell();
