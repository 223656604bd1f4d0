// The app, its workers and its service worker. Nothing is inlined: the server's CSP is 'self'.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { build, type InlineConfig, type Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { filesOf, needing, type Modules } from "./shell-files.ts";

const protocol = fileURLToPath(new URL("../sync_protocol/generated/protocol.ts", import.meta.url));
const app = JSON.parse(readFileSync(new URL("./package.json", import.meta.url), "utf8"));
const root = fileURLToPath(new URL("..", import.meta.url));

/** After the build: the files the service worker keeps for whom, its version, and br/gz twins. */
function shell(): Plugin {
  return {
    name: "xundian-shell",
    apply: "build",
    async writeBundle(_, bundle) {
      await build(rescuePage());
      const dist = fileURLToPath(new URL("./dist", import.meta.url));
      const files = readdirSync(dist, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
        .map((entry) => join(entry.parentPath, entry.name).slice(dist.length + 1))
        .filter((name) => !/\.(map|br|gz)$/.test(name) && name !== "service-worker.js")
        .sort();
      const places = filesOf(Object.values(bundle), this as unknown as Modules);
      const apart = new Set(Object.values(places).flat());
      // What is large and seldom used is loaded when it is first used.
      const kept = files.filter((name) => !name.endsWith(".wasm") && !apart.has(name));
      const digest = createHash("sha256");
      for (const name of files) digest.update(name).update(readFileSync(join(dist, name)));
      const version = digest.digest("hex").slice(0, 12);
      const worker = join(dist, "service-worker.js");
      const path = (name: string): string => (name === "index.html" ? "/" : `/${name}`);
      const lists = { __FILES__: kept.map(path), __PLACES__: {} as Record<string, string[]> };
      for (const [place, own] of Object.entries(places)) lists.__PLACES__[place] = own.map(path);
      let code = readFileSync(worker, "utf8").replaceAll("__VERSION__", version);
      for (const [mark, list] of Object.entries(lists)) {
        // The minifier chooses the quotes.
        const place = new RegExp(`(["'\`])${mark}\\1`);
        if (!place.test(code)) throw new Error(`the service worker has no place for ${mark}`);
        code = code.replace(place, () => JSON.stringify(list));
      }
      writeFileSync(worker, code);
      for (const name of [...files, "service-worker.js"]) {
        if (!/\.(js|css|html|svg|webmanifest|wasm)$/.test(name)) continue;
        const bytes = readFileSync(join(dist, name));
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
        writeFileSync(join(dist, `${name}.br`), brotliCompressSync(bytes, quality));
        writeFileSync(join(dist, `${name}.gz`), gzipSync(bytes, { level: 9 }));
      }
    },
  };
}

/**
 * The page /rescue, built by itself: it shares no file with the app, and costs its first load nothing.
 */
function rescuePage(): InlineConfig {
  return {
    configFile: false,
    root: fileURLToPath(new URL(".", import.meta.url)),
    publicDir: false,
    logLevel: "warn",
    define: { __APP__: JSON.stringify(app.version) },
    build: {
      target: "es2022",
      emptyOutDir: false,
      assetsInlineLimit: 0,
      modulePreload: false,
      rollupOptions: {
        checks: { ineffectiveDynamicImport: false },
        input: fileURLToPath(new URL("./rescue.html", import.meta.url)),
      },
    },
  };
}

const source = (name: string) => fileURLToPath(new URL(`./src/${name}`, import.meta.url));
const first = new Set<string>();

/** What the first screen needs whoever comes, in one file: on a thin line each file more is a wait. */
function firstScreen(id: string, modules: Modules): string | null {
  const reach = (from: string): void => {
    if (first.has(from)) return;
    first.add(from);
    modules.getModuleInfo(from)?.importedIds.forEach(reach);
  };
  reach(source("main.ts"));
  return first.has(id) ? "base" : null;
}

export default defineConfig({
  plugins: [svelte(), shell()],
  define: { __APP__: JSON.stringify(app.version) },
  resolve: { alias: { $protocol: protocol } },
  server: {
    host: "127.0.0.1",
    port: 8200,
    fs: { allow: [root] },
    proxy: Object.fromEntries(
      ["/sync", "/auth", "/office", "/files"].map((path) => [
        path,
        process.env["XUNDIAN_URL"] ?? "http://127.0.0.1:8000",
      ]),
    ),
  },
  preview: { host: "127.0.0.1", port: 8201 },
  // The sync worker hashes all the time and has the library anyway.
  worker: { format: "es", rolldownOptions: { checks: { ineffectiveDynamicImport: false } } },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      // To sign in is the first screen, and a screen of everybody's menu, too.
      checks: { ineffectiveDynamicImport: false },
      input: {
        index: fileURLToPath(new URL("./index.html", import.meta.url)),
        "service-worker": fileURLToPath(new URL("./src/service-worker.ts", import.meta.url)),
      },
      output: {
        entryFileNames: (chunk) =>
          chunk.name === "service-worker" ? "service-worker.js" : "assets/[name]-[hash].js",
        chunkFileNames: "assets/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: firstScreen, debugName: "first screen", priority: 3 },
            // Much of what small files say is said in each: together all code is a twentieth smaller.
            // Together only with what the same places need, or each would keep the others' code.
            {
              name: (id, modules) => `shared-${needing(id, modules as Modules)}`,
              test: /pwa\/src\//,
              minShareCount: 2,
              priority: 2,
              maxSize: 60_000,
            },
          ],
        },
      },
    },
  },
  test: {
    include: ["src/**/*.test.ts"],
    environment: "node",
    setupFiles: ["src/device/indexeddb.setup.ts"],
    testTimeout: 20_000,
  },
});
