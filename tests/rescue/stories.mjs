// Every damaged phone of pwa/src/rescue/testing/damage.ts, as files and what must be in them.
// node stories.mjs PWA PICTURES KEY OUT
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [, , pwa, pictures, key, out] = process.argv;
const from = createRequire(join(pwa, "package.json"));
const { runnerImport } = await import(pathToFileURL(from.resolve("vite")).href);
const options = {
  configFile: false,
  root: pwa,
  logLevel: "error",
  resolve: { alias: { $protocol: join(pwa, "../sync_protocol/generated/protocol.ts") } },
};
const { module } = await runnerImport(join(pwa, "src/rescue/testing/damage.ts"), options);
const photos = readdirSync(pictures)
  .sort()
  .map((name) => new Uint8Array(readFileSync(join(pictures, name))).buffer);

const told = [];
for (const [i, damage] of module.DAMAGES.entries()) {
  const { file, found, first, ...story } = await module.tell(damage, photos, key);
  const unreadable = found.flatMap((one) => one.unreadable);
  writeFileSync(join(out, `${i}.xsr`), new Uint8Array(await file.arrayBuffer()));
  told.push({ ...story, unreadable, file: `${i}.xsr` });
}
writeFileSync(join(out, "stories.json"), JSON.stringify(told));
process.exit(0);
