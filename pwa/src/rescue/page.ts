/**
 * /rescue: what remains on this phone, and one button that puts it into a file. Plain elements, built
 * apart from the app (vite.config.ts), so that nothing the app breaks can break it.
 */

import "../ui/tokens.css";
import "../ui/base.css";
import "./page.css";
import { el, fileSize, icon, moment } from "./elements";
import { give } from "./give";
import { whyOf } from "./raw";
import { remains, type Remains } from "./remains";
import { showPerson } from "./show";
import { fill, LANGUAGES, type Language, type Words } from "./words";
import { write } from "./write";

const HELLO_MS = 4000;
const page = document.getElementById("rescue") ?? document.body;
let language: Language = first();
let found: Remains[] | null = null;
let key = "";
/** What the last export said; it stays when the language is changed. */
let said: ((words: Words) => Node[]) | null = null;

function first(): Language {
  const kept = local("xundian.locale");
  if (kept === "en" || kept === "zh-CN") return kept;
  return navigator.language.startsWith("en") ? "en" : "zh-CN";
}

function local(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // storage is switched off or damaged
  }
}

async function look(): Promise<void> {
  found = null;
  said = null;
  draw();
  try {
    found = await remains();
  } catch {
    found = []; // not even a list of databases: there is no storage at all
  }
  key = (await helloKey()) || (found.map((one) => one.rescue_key).find(Boolean) ?? "");
  draw();
}

/** The company's key as it is now, where there is a network; what the phone has learnt must do else. */
async function helloKey(): Promise<string> {
  try {
    const answer = await fetch("/sync/v1/hello", { signal: AbortSignal.timeout(HELLO_MS) });
    const { rescue_key } = (await answer.json()) as { rescue_key?: unknown };
    return typeof rescue_key === "string" && /^[\w-]{43}$/.test(rescue_key) ? rescue_key : "";
  } catch {
    return "";
  }
}

async function save(all: Remains[]): Promise<void> {
  const progress = (n: number, of: number): void =>
    tell((words) => [el("p", {}, fill(words.progress, { n: n + 1, of }))]);
  try {
    const { file, code } = await write(all, key, { app: __APP__, progress });
    const how = await give(file);
    const about = { name: file.name, size: fileSize(file.size) };
    tell((words) => [
      el(
        "p",
        { class: how === "stopped" ? "banner warn" : "banner good" },
        fill(words[how], about),
      ),
      ...(code ? [el("p", {}, words.code), el("p", { class: "code" }, code)] : []),
      el("p", { class: "small" }, words.after),
    ]);
  } catch (error) {
    const why = whyOf(error);
    tell((words) => [el("p", { class: "banner bad" }, fill(words.failed, { why }))]);
  }
}

/** Said in the live region only: the list of a thousand records is not drawn anew for it. */
function tell(what: (words: Words) => Node[]): void {
  said = what;
  document.getElementById("said")?.replaceChildren(...what(LANGUAGES[language]));
}

function draw(): void {
  const words = LANGUAGES[language];
  document.documentElement.lang = language;
  document.title = `${words.title} · Xundian 巡店`;
  page.replaceChildren(head(words), ...(found ? body(words, found) : [waiting(words)]));
}

function head(words: Words): HTMLElement {
  const other: Language = language === "en" ? "zh-CN" : "en";
  const turn = el("button", { class: "button quiet", type: "button", lang: other });
  turn.textContent = other === "en" ? "English" : "中文";
  turn.onclick = () => {
    language = other;
    draw();
  };
  return el("header", {}, el("h1", {}, icon(), words.title), turn);
}

function waiting(words: Words): HTMLElement {
  return el("p", { class: "banner", role: "status" }, words.reading);
}

function body(words: Words, all: Remains[]): Node[] {
  const intro = el("p", { class: "soft" }, words.intro);
  const back = el("a", { class: "button quiet wide", href: "/" }, words.back);
  const again = el("button", { class: "button quiet wide", type: "button" }, words.again);
  again.onclick = () => void look();
  const blocked = all.some((one) => one.unreadable.some(({ why }) => why === "blocked"));
  const notes = blocked ? [el("p", { class: "banner warn", role: "alert" }, words.blocked)] : [];
  if (all.length === 0) {
    const nothing = el("h2", {}, words.nothing);
    return [
      intro,
      el("section", { class: "card" }, nothing, el("p", {}, words.nothing_text)),
      again,
      back,
    ];
  }
  const people = all.map((one) => showPerson(words, one, moment));
  return [intro, ...notes, out(words, all), ...people, again, back];
}

/** The button, how the file will be locked, and what came of it. */
function out(words: Words, all: Remains[]): HTMLElement {
  const button = el("button", { class: "button primary wide", type: "button" }, words.export);
  button.onclick = () => {
    button.disabled = true;
    void save(all).finally(() => (button.disabled = false));
  };
  const live = el("div", { id: "said", role: "status" }, ...(said?.(words) ?? []));
  const lock = el("p", { class: "small soft" }, key ? words.how_key : words.how_code);
  return el("section", { class: "card out" }, button, lock, live);
}

function applyTheme(): void {
  const kept = local("xundian.theme") ?? "auto";
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset["theme"] = kept === "auto" ? (dark ? "dark" : "light") : kept;
}

applyTheme();
void look();
