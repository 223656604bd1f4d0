/** The office's promotions, and the plan of one: one piece to load. */

export { default as PromotionPlan } from "./PromotionPlan.svelte";
export { default as Promotions } from "./Promotions.svelte";
