/** What is said in the warehouse: what is there, what came in. One piece to load. */

export { default as Count } from "./Count.svelte";
export { default as Receive } from "./Receive.svelte";
export { default as StockFile } from "./StockFile.svelte";
