/** What was set aside, for the one who judges it: why, and what was said, in words. */

import { factsOf as factsOfSaid, type NameOf } from "../outbox/facts";
import { word } from "../ui/words/index.svelte";
import type { AsideRow } from "./api";

/** The reason, as the one who decides needs it; the phone's own sentence where there is no other. */
export function whyAside({ code }: AsideRow): string {
  if (!code) return "";
  const said = word("aside", code);
  return said === code ? word("problem", code) : said;
}

/** What the operation says, one fact a line. */
export function factsOf({ kind, body }: AsideRow, nameOf?: NameOf): Array<[string, string]> {
  return factsOfSaid({ kind, args: (body["args"] ?? body) as object }, nameOf);
}
