// Builds the service worker beside the app and tells it which files are the shell.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { build, type Plugin, type ResolvedConfig } from "vite";

const ENTRY = "src/service-worker.ts";

/** Vite plugin: `__SHELL__` in the service worker becomes { version, files } of this build. */
export function shell(): Plugin {
  let config: ResolvedConfig;
  return {
    name: "xundian-shell",
    apply: "build",
    configResolved(resolved) {
      config = resolved;
    },
    async closeBundle() {
      const out = join(config.root, config.build.outDir);
      const files = walk(out).filter((file) => !/service-worker\.js$|\.map$|\.ready$/.test(file));
      const hash = createHash("sha256");
      for (const file of files) hash.update(file).update(readFileSync(join(out, file)));
      const version = hash.digest("hex").slice(0, 12);
      const urls = files.map((file) => (file === "index.html" ? "/" : `/${file}`));
      await build({
        configFile: false,
        root: config.root,
        publicDir: false,
        logLevel: "warn",
        define: { __SHELL__: JSON.stringify({ version, files: urls }) },
        build: {
          outDir: config.build.outDir,
          emptyOutDir: false,
          target: "es2022",
          rolldownOptions: {
            input: join(config.root, ENTRY),
            output: { format: "iife", entryFileNames: "service-worker.js" },
          },
        },
      });
    },
  };
}

function walk(folder: string, base = folder): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? walk(path, base) : [relative(base, path)];
    })
    .sort();
}
