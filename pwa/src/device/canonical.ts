/**
 * Canonical JSON (RFC 8785) for what our bodies hold: strings, whole numbers, booleans, null, lists
 * and objects. Vectors: sync_protocol/vectors/digests.
 */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const fields = value as Record<string, unknown>;
  const written = Object.keys(fields)
    .filter((key) => fields[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(fields[key])}`);
  return `{${written.join(",")}}`;
}
