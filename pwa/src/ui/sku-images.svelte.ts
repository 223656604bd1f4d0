/** Products' pictures on this page, digest by digest; what is not here is drawn. Filled from behind,
 *  once the first screen stands (sku-images-kept.svelte.ts). */
export const skuImages = $state<Record<string, string>>({});
