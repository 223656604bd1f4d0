/** A streamed answer: its lines as they come, and an end to a stream that says nothing any more. */

import type { Frame } from "../protocol";
import { cut, Fault } from "./net";

/** A stream that says nothing for so long is dead. */
const SILENCE_MS = 30_000;

/** Lines of the stream as frames. A half line at the cut is nothing. */
export async function* framesOf(answer: Response, silence?: Silence): AsyncGenerator<Frame> {
  if (!answer.body) return;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      silence?.broken();
      const lines = (rest + value).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line) yield JSON.parse(line) as Frame;
    }
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw cut(silence?.signal.aborted ?? false);
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/** Ends a request that has said nothing for too long. */
export class Silence {
  readonly #end = new AbortController();
  readonly #after: number;
  #clock: ReturnType<typeof setTimeout> | undefined;

  constructor(after = SILENCE_MS) {
    this.#after = after;
    this.broken();
  }

  get signal(): AbortSignal {
    return this.#end.signal;
  }

  broken(): void {
    clearTimeout(this.#clock);
    this.#clock = setTimeout(
      () => this.#end.abort(new DOMException("silence", "TimeoutError")),
      this.#after,
    );
  }

  over(): void {
    clearTimeout(this.#clock);
  }
}
