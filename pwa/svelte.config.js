import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

// Runes everywhere: one component without them would pull in the old reactivity for all.
export default {
  preprocess: vitePreprocess({ script: false }),
  compilerOptions: { runes: true },
};
