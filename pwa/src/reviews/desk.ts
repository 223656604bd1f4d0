/** The office's screens about visits in doubt: one piece to load. */

export { default as Compliance } from "./Compliance.svelte";
export { default as ReviewList } from "./ReviewList.svelte";
export { default as Thresholds } from "./Thresholds.svelte";
