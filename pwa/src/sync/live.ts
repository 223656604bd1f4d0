/**
 * Hears that something changed, and nothing else: the feed says what. Correctness never depends on
 * it; without it the poll finds the same a minute later.
 */

import { call, Fault, type Net } from "./net";
import { Silence } from "./stream";

const COALESCE_MS = 250;
/** The server says something at least every 25 s. */
const SILENCE_MS = 70_000;
const FIRST_MS = 1_000;
const LONGEST_MS = 5 * 60_000;

export class Live {
  readonly #net: Net;
  readonly #poke: () => void;
  #end: AbortController | null = null;
  #coalescing: ReturnType<typeof setTimeout> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;
  #fails = 0;

  constructor(net: Net, poke: () => void) {
    this.#net = net;
    this.#poke = poke;
  }

  open(token: string): void {
    this.close();
    const end = new AbortController();
    this.#end = end;
    void this.#listen(token, end);
  }

  close(): void {
    this.#end?.abort();
    this.#end = null;
    clearTimeout(this.#again);
    clearTimeout(this.#coalescing);
    this.#coalescing = undefined;
  }

  async #listen(token: string, end: AbortController): Promise<void> {
    const silence = new Silence(SILENCE_MS);
    try {
      const answer = await call(this.#net, "/sync/v1/live", {
        token,
        method: "GET",
        headers: { Accept: "text/event-stream" },
        signal: AbortSignal.any([end.signal, silence.signal]),
      });
      const events = (answer.headers.get("content-type") ?? "").startsWith("text/event-stream");
      if (events && answer.body) await this.#read(answer.body, silence);
    } catch (error) {
      const failure = error instanceof Fault ? error.failure : null;
      // Signed out, or this server has no such door: the poll is enough.
      if (failure?.kind === "problem" && failure.status !== 429 && failure.status !== 503) return;
    } finally {
      silence.over();
    }
    if (end.signal.aborted) return;
    const wait = Math.random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(this.#fails, 10));
    this.#fails += 1;
    this.#again = setTimeout(() => void this.#listen(token, end), FIRST_MS + wait);
  }

  async #read(body: ReadableStream<Uint8Array<ArrayBuffer>>, silence: Silence): Promise<void> {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      silence.broken();
      this.#fails = 0;
      const lines = (rest + value).split("\n");
      rest = lines.pop() ?? "";
      if (lines.some((line) => line.startsWith("data:"))) this.#poked();
    }
  }

  /** Many pokes at once are one pull; and not every phone in the same millisecond. */
  #poked(): void {
    this.#coalescing ??= setTimeout(
      () => {
        this.#coalescing = undefined;
        this.#poke();
      },
      COALESCE_MS + Math.random() * COALESCE_MS,
    );
  }
}
