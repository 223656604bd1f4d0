/** A rep's screens about what she says of stores: one piece to load. */

export { default as ChangeStore } from "./ChangeStore.svelte";
export { default as NewStore } from "./NewStore.svelte";
