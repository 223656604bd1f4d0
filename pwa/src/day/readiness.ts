/** Is this phone fit for a day in the field? Pure: facts in, one line per thing out. */

import type { Platform } from "../ui/install";

export type Permission = "granted" | "denied" | "prompt" | "none";

export interface Facts {
  platform: Platform;
  installed: boolean;
  /** All screens of hers are on this phone; null: this browser keeps none. */
  kept: boolean | null;
  /** null: this browser does not say. */
  persisted: boolean | null;
  roomBytes: number | null;
  camera: Permission;
  position: Permission;
  /** By how much this clock is behind the company's; null: they never met. */
  clockOffMs: number | null;
  /** The company answers. */
  reached: boolean;
}

export const CODES = [
  "install",
  "app",
  "storage",
  "room",
  "position",
  "camera",
  "clock",
  "network",
] as const;
export type Code = (typeof CODES)[number];

/**
 * ok; ask: one tap of hers allows it; do: she must do something outside the app; advice: better so, but
 * nothing suffers; stop: no field work until it is done. Only one thing is (domain.md 4.11).
 */
export type State = "ok" | "ask" | "do" | "advice" | "stop";

export interface Line {
  code: Code;
  state: State;
  /** Which sentence says so: `ready.<code>_<why>`. */
  why: string;
}

/** A day of 25 visits with three photos each, and as much again. */
export const ROOM_BYTES = 200 * 1024 * 1024;
/** From here on the office would be shown a flag (G07). */
export const CLOCK_MS = 5 * 60_000;

export function readiness(facts: Facts): Line[] {
  const line = (code: Code, state: State, why: string = state): Line => ({ code, state, why });
  const allowed = (code: "camera" | "position"): Line => {
    const found = facts[code];
    if (found === "granted") return line(code, "ok");
    return line(code, found === "prompt" ? "ask" : "do", found);
  };
  return [
    facts.installed
      ? line("install", "ok")
      : line("install", facts.platform === "ios" ? "stop" : "advice", facts.platform),
    facts.kept
      ? line("app", "ok")
      : line("app", "advice", facts.kept === null ? "unable" : "coming"),
    facts.persisted === null
      ? line("storage", "advice", "unknown")
      : line("storage", facts.persisted ? "ok" : "ask"),
    facts.roomBytes === null
      ? line("room", "ok", "unknown")
      : line("room", facts.roomBytes >= ROOM_BYTES ? "ok" : "do"),
    allowed("position"),
    allowed("camera"),
    facts.clockOffMs === null
      ? line("clock", "ok", "unknown")
      : line("clock", Math.abs(facts.clockOffMs) > CLOCK_MS ? "do" : "ok"),
    facts.reached ? line("network", "ok") : line("network", "advice"),
  ];
}

/** What has become worse since she last went through it; all that is not in order if she never did. */
export function worse(lines: readonly Line[], before: Record<string, string> | null): Line[] {
  const RANK: Record<string, number> = { ok: 0, advice: 1, ask: 2, do: 3, stop: 4 };
  return lines.filter((line) => {
    // Comes and goes, and the strip at the foot says so; comes by itself.
    if (line.code === "network" || line.code === "app") return false;
    return (RANK[line.state] ?? 0) > (before ? (RANK[before[line.code] ?? "ok"] ?? 0) : 0);
  });
}

export function statesOf(lines: readonly Line[]): Record<string, string> {
  return Object.fromEntries(lines.map((line) => [line.code, line.state]));
}
