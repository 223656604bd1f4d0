/** Her numbers and the rows of one: looked at one after the other, so one piece to load. */

export { default as NumberRows } from "./NumberRows.svelte";
export { default as Numbers } from "./Numbers.svelte";
