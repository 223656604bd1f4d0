import { describe, expect, test } from "vitest";
import { CODES, readiness, ROOM_BYTES, statesOf, worse, type Facts } from "./readiness";
import { dayZh } from "../ui/words/day.zh-CN";

const FINE: Facts = {
  platform: "android",
  installed: true,
  kept: true,
  persisted: true,
  roomBytes: ROOM_BYTES,
  camera: "granted",
  position: "granted",
  clockOffMs: 0,
  reached: true,
};
const stateOf = (facts: Partial<Facts>, code: string): string | undefined =>
  statesOf(readiness({ ...FINE, ...facts }))[code];

test("a phone with everything in order has nothing to do", () => {
  expect(readiness(FINE).map((line) => line.state)).toEqual(CODES.map(() => "ok"));
});

test("only an iPhone without installation keeps her from field work", () => {
  const every: Partial<Facts>[] = [
    { persisted: false },
    { persisted: null },
    { roomBytes: 0 },
    { camera: "denied" },
    { position: "none" },
    { clockOffMs: 86_400_000 },
    { reached: false },
    { kept: false },
    { kept: null },
    { platform: "android", installed: false },
    { platform: "other", installed: false },
  ];
  for (const facts of every)
    expect(readiness({ ...FINE, ...facts }).some((line) => line.state === "stop")).toBe(false);
  expect(stateOf({ platform: "ios", installed: false }, "install")).toBe("stop");
  expect(stateOf({ platform: "ios", installed: true }, "install")).toBe("ok");
  expect(stateOf({ platform: "android", installed: false }, "install")).toBe("advice");
});

describe("what one tap can put right is asked for, what lies in the settings is said", () => {
  test.each([
    [{ camera: "prompt" }, "camera", "ask"],
    [{ camera: "denied" }, "camera", "do"],
    [{ position: "prompt" }, "position", "ask"],
    [{ persisted: false }, "storage", "ask"],
    [{ roomBytes: ROOM_BYTES - 1 }, "room", "do"],
    [{ clockOffMs: -300_001 }, "clock", "do"],
    [{ clockOffMs: 300_000 }, "clock", "ok"],
    [{ clockOffMs: null }, "clock", "ok"],
  ] as const)("%j", (facts, code, state) => {
    expect(stateOf(facts, code)).toBe(state);
  });
});

test("every line that can be shown has its sentence", () => {
  const said = new Set<string>();
  for (const platform of ["ios", "android", "other"] as const)
    for (const installed of [true, false])
      for (const allowed of ["granted", "denied", "prompt", "none"] as const)
        for (const unknown of [true, false])
          for (const good of [true, false])
            for (const line of readiness({
              platform,
              installed,
              kept: unknown ? null : good,
              persisted: unknown ? null : good,
              roomBytes: unknown ? null : good ? ROOM_BYTES : 0,
              camera: allowed,
              position: allowed,
              clockOffMs: unknown ? null : good ? 0 : 999_999,
              reached: good,
            }))
              said.add(`ready.${line.code}_${line.why}`);
  expect([...said].filter((key) => !(key in dayZh))).toEqual([]);
});

test("she hears of it again when something has become worse, and of nothing else", () => {
  const before = statesOf(readiness({ ...FINE, installed: false }));
  const now = (facts: Partial<Facts>): string[] =>
    worse(readiness({ ...FINE, installed: false, ...facts }), before).map((line) => line.code);
  expect(now({})).toEqual([]);
  expect(now({ position: "denied", reached: false })).toEqual(["position"]);
  expect(now({ installed: true })).toEqual([]);
});

test("who was never checked hears of all that is not in order", () => {
  const lines = readiness({ ...FINE, installed: false, kept: false, camera: "prompt" });
  expect(worse(lines, null).map((line) => line.code)).toEqual(["install", "camera"]);
});
