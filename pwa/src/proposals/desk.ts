/** The office's screens about stores that are found, merged or otherwise: one piece to load. */

export { default as ChangedStores } from "./ChangedStores.svelte";
export { default as MarkedStores } from "./MarkedStores.svelte";
export { default as FoundStores } from "./FoundStores.svelte";
