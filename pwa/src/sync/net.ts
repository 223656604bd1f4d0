/** Requests to the server, and what their failures mean. The only fetch of the worker. */

import type { Failure } from "./engine";

/** What this app speaks. */
export const PROTOCOL = 1;

export type Net = (path: string, init: RequestInit) => Promise<Response>;

/** A request that did not do what it should. The engine knows by `failure` what follows. */
export class Fault extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind === "problem" ? failure.code : failure.kind);
    this.name = "Fault";
    this.failure = failure;
  }
}

export const cut = (timeout = false): Fault => new Fault({ kind: "network", timeout });

export interface Call {
  token?: string | null;
  method?: string;
  headers?: Record<string, string>;
  body?: BodyInit | null;
  /** Whole requests end by themselves; streams pass their own signal. */
  timeout_ms?: number;
  signal?: AbortSignal;
  /** Statuses besides 2xx that the caller deals with itself. */
  expect?: number[];
}

/** One request. Throws Fault; a page of some portal is a network fault, not an answer. */
export async function call(net: Net, path: string, options: Call): Promise<Response> {
  const headers: Record<string, string> = { ...options.headers };
  if (options.token) headers.Authorization = `Bearer ${options.token}`;
  let answer: Response;
  try {
    answer = await net(path, {
      method: options.method ?? "POST",
      headers,
      body: options.body ?? null,
      cache: "no-store",
      redirect: "error",
      signal: options.signal ?? AbortSignal.timeout(options.timeout_ms ?? 60_000),
    });
  } catch (error) {
    throw cut(error instanceof Error && error.name === "TimeoutError");
  }
  if (answer.ok || options.expect?.includes(answer.status)) return answer;
  throw new Fault(await failureOf(answer));
}

/** POST JSON, answered in JSON. */
export async function post<T>(net: Net, path: string, token: string, body: unknown): Promise<T> {
  const sent = await packed(JSON.stringify(body));
  const answer = await call(net, path, { token, ...sent });
  return readJson<T>(answer);
}

/** The answer's JSON; anything else comes from somebody in between. */
export async function readJson<T>(answer: Response): Promise<T> {
  if (!(answer.headers.get("content-type") ?? "").includes("json")) throw cut();
  try {
    return (await answer.json()) as T;
  } catch {
    throw cut();
  }
}

/** A JSON body, compressed where the browser can. */
export async function packed(
  text: string,
): Promise<{ body: BodyInit; headers: Record<string, string> }> {
  const headers: Record<string, string> = { "Content-Type": "application/json" };
  if (text.length < 1024 || typeof CompressionStream === "undefined")
    return { body: text, headers };
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  headers["Content-Encoding"] = "gzip";
  return { body: await new Response(stream).arrayBuffer(), headers };
}

async function failureOf(answer: Response): Promise<Failure> {
  const wait = Number(answer.headers.get("retry-after")) * 1000;
  const { status } = answer;
  if (!(answer.headers.get("content-type") ?? "").includes("problem+json")) {
    // 4xx without a problem body is not our server speaking.
    if (status < 500) return { kind: "network", timeout: false };
    return { kind: "server", status, ...(wait > 0 ? { retry_after_ms: wait } : {}) };
  }
  const problem = (await answer.json().catch(() => ({}))) as {
    code?: string;
    expected?: number;
    retry_after_ms?: number;
    readable?: number[];
  };
  const retry = problem.retry_after_ms || wait;
  return {
    kind: "problem",
    status,
    // A HEAD is answered without a body.
    code:
      codeOf(problem.code, problem.readable) ??
      (status === 401 ? "auth/required" : `http/${status}`),
    ...(problem.expected === undefined ? {} : { expected: problem.expected }),
    ...(retry > 0 ? { retry_after_ms: retry } : {}),
  };
}

/** Which of the two is behind? A server that reads only what was before us is updated some day. */
function codeOf(code: string | undefined, readable: number[] = []): string | undefined {
  const behind = readable.length > 0 && readable.every((number) => number < PROTOCOL);
  return code === "upgrade-required" && behind ? "server/older" : code;
}
