/**
 * Canonical JSON (RFC 8785) for what our bodies hold: strings, whole numbers, booleans, null, lists
 * and objects; half an emoji in it is U+FFFD. Vectors: sync_protocol/vectors/digests.
 */
export function canonical(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(wellFormed(value));
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const fields = value as Record<string, unknown>;
  const written = Object.keys(fields)
    .filter((key) => fields[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(fields[key])}`);
  return `{${written.join(",")}}`;
}

/**
 * Half a pair of surrogates, cut off by some field's length or a keyboard, is text to JavaScript and
 * to nobody else: it becomes U+FFFD, here as at the server, or no sum would ever agree again.
 */
export function wellFormed(text: string): string {
  if (!/[\ud800-\udfff]/.test(text)) return text;
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(text));
}
