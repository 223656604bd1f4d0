/** What stores buy, and by what: products, a store's page, the trade terms, and one of them: one piece to load. */

export { default as OfficeStore } from "./OfficeStore.svelte";
export { default as SkuOne } from "./SkuOne.svelte";
export { default as Skus } from "./Skus.svelte";
export { default as Terms } from "./Terms.svelte";
export { default as TermsOne } from "./TermsOne.svelte";
