/** What slides sideways is within reach of a keyboard, and says what it is. */

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const src = fileURLToPath(new URL("../", import.meta.url));
const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".svelte"),
);

/** Each such element with all up to its end: none stands in another. */
function slidesOf(name: string): string[] {
  const text = readFileSync(`${src}${name}`, "utf8");
  return text.match(/<div\s+class="(slide|list scroll)"[\s\S]*?<\/div>/g) ?? [];
}

test.each(files.filter((name) => slidesOf(name).length > 0))("a strip in %s", (name) => {
  for (const slide of slidesOf(name)) {
    expect(slide).toMatch(/role="group"[\s\S]*aria-label=/);
    expect(slide).toMatch(/<(button|input|a)\b|tabindex="0"/);
  }
});
