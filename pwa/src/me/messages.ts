/** What a message says, in words. */

import { dayNear, filled, word } from "../ui/words/index.svelte";
import { messageReason } from "../ui/words/reasons";

/** The sentence, with what the message says filled in; days as they are said today. */
export function sentence(kind: string, facts: object, today: string): string {
  const clear = Object.entries(facts).map(([name, value]): [string, string] => {
    const text = value === null || value === undefined ? "" : String(value);
    if (name === "reason") return [name, messageReason(kind, text)];
    return [name, /^\d{4}-\d\d-\d\d$/.test(text) ? dayNear(text, today) : text];
  });
  return filled(word("inbox", kind), Object.fromEntries(clear));
}
