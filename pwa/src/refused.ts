/** How a rule or the server says no. Expected, shown to the person in words (ui/words), never retried. */

import type { ProblemCode } from "./protocol";

export class Refused extends Error {
  readonly code: ProblemCode;
  /** Numbers and names the sentence needs. */
  readonly facts: Readonly<Record<string, string | number>>;

  constructor(code: ProblemCode, facts: Record<string, string | number> = {}) {
    super(code);
    this.name = "Refused";
    this.code = code;
    this.facts = facts;
  }
}
