/** What is between the partner, his stores and the company, in one file to fetch. */

export { default as MyTerms } from "./MyTerms.svelte";
export { default as Owed } from "./Owed.svelte";
export { default as OwedFile } from "./OwedFile.svelte";
