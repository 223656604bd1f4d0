/** A file that was chosen: read by the server, and what it would change. */

import { Refused } from "../refused";
import { problemText, size, t, word } from "../ui/words/index.svelte";
import { countOf, WHATS, type ReadFile, type ReadRow, type What } from "./file";

const MAX_BYTES = 2 * 1024 * 1024;
export const SHOWN = 100;

export class FileReading<R extends ReadRow, F extends ReadFile<R>> {
  name = $state("");
  busy = $state(false);
  problem = $state("");
  file = $state.raw<F>();
  filter = $state<What>("fail");
  shown = $state(SHOWN);
  readonly counts = $derived(countOf(this.file?.rows ?? []));
  readonly rows = $derived((this.file?.rows ?? []).filter((row) => row.what === this.filter));
  readonly #columns: string;
  /** What was chosen last counts, whichever answer comes last. */
  #turn = 0;

  /** `columns`: the words that name its columns. */
  constructor(columns: string) {
    this.#columns = columns;
  }

  /** `ask`: the server, with the file's bytes. */
  async read(picked: File | undefined, ask: (body: ArrayBuffer) => Promise<F>): Promise<void> {
    this.#turn += 1;
    const mine = this.#turn;
    this.file = undefined;
    this.problem = "";
    this.busy = false;
    if (!picked) return;
    this.name = picked.name;
    if (picked.size > MAX_BYTES) {
      this.problem = t("stockfileis.too_large", { most: size(MAX_BYTES) });
      return;
    }
    this.busy = true;
    let found: F | undefined;
    let problem = "";
    try {
      found = await ask(await picked.arrayBuffer());
      problem = this.#why(found);
    } catch (error) {
      problem =
        error instanceof Refused ? problemText(error.code, error.facts) : t("stockfile.no_answer");
    }
    if (mine !== this.#turn) return;
    this.busy = false;
    this.problem = problem;
    if (found && !problem) this.#show(found);
  }

  /** Why it cannot be read at all; "": it can. */
  #why({ problem, column }: F): string {
    const facts = { most: size(MAX_BYTES), column: word(this.#columns, column ?? "") };
    return problem ? t(`stockfileis.${problem}` as "stockfileis.empty", facts) : "";
  }

  #show(found: F): void {
    this.file = found;
    this.filter = WHATS.find((one) => this.counts[one] > 0) ?? "add";
    this.shown = SHOWN;
  }
}
