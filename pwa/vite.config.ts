// The app and its workers; tests run in Node. Nothing is inlined: the server's CSP is 'self'.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { shell } from "./shell.ts";

export default defineConfig({
  plugins: [svelte(), shell()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  worker: { format: "es" },
  server: {
    host: "127.0.0.1",
    port: 8200,
    strictPort: true,
    fs: { allow: [".."] },
    proxy: Object.fromEntries(
      ["/sync", "/auth", "/office", "/files", "/schema", "/healthz"].map((path) => [
        path,
        { target: process.env.XUNDIAN_SERVER ?? "http://127.0.0.1:8000" },
      ]),
    ),
  },
  preview: { host: "127.0.0.1", port: 8201, strictPort: true },
  test: {
    include: ["src/**/*.test.ts"],
    environment: "node",
    setupFiles: ["src/device/indexeddb.setup.ts"],
    testTimeout: 20_000,
  },
});
