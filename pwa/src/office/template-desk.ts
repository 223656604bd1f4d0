/** Visit templates, and one of them: one piece to load. */

export { default as Template } from "./Template.svelte";
export { default as Templates } from "./Templates.svelte";
