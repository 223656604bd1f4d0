/**
 * Which files of a build whose phone keeps: everybody's, and those of each place a role works in
 * (src/roles). A rep's phone need not hold the office's editors, nor a partner's desk the visit.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const source = (name: string): string => fileURLToPath(new URL(`./src/${name}`, import.meta.url));
export const PLACES = ["rep", "office", "desk", "partner", "driver", "admin"] as const;
export type Place = (typeof PLACES)[number];
const WORDS = source("ui/words/index.svelte.ts");

interface Info {
  code?: string | null;
  importedIds: readonly string[];
  dynamicallyImportedIds: readonly string[];
}
export interface Modules {
  getModuleInfo(id: string): Info | null;
}
/** Of a written chunk, what matters here. */
interface Written {
  type: string;
  fileName: string;
  moduleIds?: readonly string[];
  imports?: readonly string[];
  viteMetadata?: { importedCss?: Set<string> };
}

const held = new Map<Place | "everyone", Set<string>>();

/** The modules that a place's screens can come to need. Known once all modules are loaded. */
export function modulesOf(place: Place | "everyone", modules: Modules): Set<string> {
  const known = held.get(place);
  if (known) return known;
  const found = new Set<string>();
  const parts = wordParts();
  // What two places have in common is theirs: the partner's words are nobody else's.
  const others = new Set([...PLACES, "partnered"].map((name) => source(`roles/${name}.ts`)));
  const todo = [source(place === "everyone" ? "main.ts" : `roles/${place}.ts`)];
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    const info = found.has(id) ? null : modules.getModuleInfo(id);
    found.add(id);
    if (!info) continue;
    todo.push(...info.importedIds);
    // Everybody's code names the places' screens and the parts of words; who needs them says so.
    const named = id === WORDS || (place === "everyone" && others.has(id));
    if (!named) todo.push(...info.dynamicallyImportedIds);
    for (const [, part = ""] of (info.code ?? "").matchAll(/\bspeaking\(\s*["'](\w+)["']/g))
      if (!(place === "everyone" && others.has(id))) todo.push(...(parts.get(part) ?? []));
  }
  held.set(place, found);
  return found;
}

/** The files each part of the words is made of, as ui/words/index.svelte.ts loads them. */
function wordParts(): Map<string, string[]> {
  const parts = new Map<string, string[]>();
  const entries = /^ {4}(\w+): async \(\)[^]*?(?=^ {4}\w+: async|^ {2}\})/gm;
  for (const [text, part = ""] of readFileSync(WORDS, "utf8").matchAll(entries)) {
    const files = [...text.matchAll(/import\("\.\/([^"]+)"\)/g)].map(([, name]) =>
      source(`ui/words/${name}.ts`),
    );
    parts.set(part, [...(parts.get(part) ?? []), ...files]);
  }
  return parts;
}

/** The places that need a module, in one word; what everybody needs is "all". */
export function needing(id: string, modules: Modules): string {
  if (modulesOf("everyone", modules).has(id)) return "all";
  const places = PLACES.filter((place) => modulesOf(place, modules).has(id));
  return places.length === PLACES.length ? "all" : places.join("-");
}

/**
 * The files of a place beside everybody's, by place. A file that no place needs is everybody's:
 * workers, pictures, the page /rescue.
 */
export function filesOf(written: Written[], modules: Modules): Record<Place, string[]> {
  const chunks = new Map(written.map((file) => [file.fileName, file]));
  const reach = (needed: Set<string>): Set<string> => {
    const files = new Set<string>();
    const add = (name: string): void => {
      const chunk = chunks.get(name);
      if (files.has(name)) return;
      files.add(name);
      chunk?.viteMetadata?.importedCss?.forEach(add);
      chunk?.imports?.forEach(add);
    };
    for (const [name, chunk] of chunks)
      if (chunk.moduleIds?.some((id) => needed.has(id))) add(name);
    return files;
  };
  const everyone = reach(modulesOf("everyone", modules));
  const each = PLACES.map((place) => {
    const files = [...reach(modulesOf(place, modules))].filter((name) => !everyone.has(name));
    return [place, files.sort()] as const;
  });
  for (const [place, files] of each)
    if (files.length === 0) throw new Error(`no file is kept for ${place}`);
  return Object.fromEntries(each) as Record<Place, string[]>;
}
