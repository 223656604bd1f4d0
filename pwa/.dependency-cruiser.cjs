// The lower may not know the higher (ARCHITECTURE.md). tools/depcruise.py fails when nothing was read.
const slices =
  "^src/(catalogue|pricing|conflicts|customers|stores|planning|tickets|visits|orders|shipments|purchasing|receivables|reviews|coaching|proposals|partner|returns|office|outbox|day|me|exchange)/";

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-circles",
      severity: "error",
      from: {},
      to: { circular: true, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "rules-are-pure",
      comment: "A rule imports types, other rules and refused.ts; nothing else.",
      severity: "error",
      from: { path: "^src/([^/]+/(template-|price-|gift-|lot-)?rules|pricing/(cart|types))\\.ts$" },
      to: {
        pathNot: [
          "^src/([^/]+/(price-)?rules|pricing/(cart|types))\\.ts$",
          "^src/refused\\.ts$",
          "^src/protocol\\.ts$",
        ],
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "device-and-sync-know-no-slice",
      severity: "error",
      from: { path: "^src/(device|sync)/" },
      to: { path: [slices, "^src/(roles|ui)/", "^src/(main|App)"] },
    },
    {
      name: "device-does-not-know-sync",
      severity: "error",
      from: { path: "^src/device/" },
      to: { path: "^src/sync/" },
    },
    {
      name: "only-the-client-of-sync",
      comment: "Screens talk to sync through its client; the worker is nobody's library.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/sync/" },
      to: { path: "^src/sync/", pathNot: "^src/sync/client\\.ts$" },
    },
    {
      name: "only-screens-know-svelte",
      severity: "error",
      from: { path: "^src/(device|sync)/|/rules\\.ts$|/now\\.ts$" },
      to: { path: "node_modules/svelte" },
    },
    {
      name: "rescue-stands-alone",
      comment: "What broke the app must not break the page that saves its work.",
      severity: "error",
      from: { path: "^src/rescue/", pathNot: "^src/rescue/testing/" },
      to: {
        path: "^src/",
        pathNot: [
          "^src/rescue/",
          "^src/device/(canonical|sha256|spare)\\.ts$",
          "^src/ui/(tokens|base)\\.css$",
        ],
        dependencyTypesNot: ["type-only"],
      },
    },
    // `?url` is the bundler's own: svelte-check and the build resolve it.
    {
      name: "resolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "\\?(url|apart)$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "\\.test\\.ts$" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["browser", "import", "svelte", "default"],
    },
  },
};
