/** A SKU where its name stands alone: the same drink is sold in cans and in bottles. */
export function named(sku: { name: string; pack: string } | undefined, id: string): string {
  return sku ? `${sku.name} ${sku.pack}` : id;
}
