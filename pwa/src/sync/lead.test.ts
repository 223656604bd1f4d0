import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { newId } from "../device/ids";
import { lead, type Lead } from "./lead";
import { Locks } from "./testing/locks";

let leaders: Set<string>;
let most: number;
let tabs: Lead[];

beforeEach(() => {
  leaders = new Set();
  most = 0;
  tabs = [];
});
afterEach(() => {
  for (const tab of tabs) tab.resign();
  vi.unstubAllGlobals();
});

function tab(name: string): Lead {
  const one = lead(
    () => {
      leaders.add(name);
      most = Math.max(most, leaders.size);
    },
    () => leaders.delete(name),
    `${name}-${newId()}`,
  );
  tabs.push(one);
  return one;
}

const soon = (ms = 30) => new Promise((resolve) => setTimeout(resolve, ms));

describe("with Web Locks", () => {
  beforeEach(() => vi.stubGlobal("navigator", { locks: new Locks() }));

  test("one leads; when it goes the next one does", async () => {
    const one = tab("one");
    tab("two");
    await soon();
    expect([...leaders]).toEqual(["one"]);
    one.resign();
    await soon();
    expect([...leaders]).toEqual(["two"]);
    expect(most).toBe(1);
  });

  test("a leader that does not answer is replaced, learns of it, and stands in line again", async () => {
    tab("frozen");
    const two = tab("two");
    await soon();
    two.steal();
    await soon();
    expect([...leaders]).toEqual(["two"]);
    two.resign();
    await soon();
    expect([...leaders]).toEqual(["frozen"]);
  });
});

describe("when its turn comes while it is stealing", () => {
  test("a tab leads, and is not robbed by itself", async () => {
    const locks = new Locks();
    const late: Array<() => void> = [];
    // The browser grants in its own time: here a theft only when it is told to.
    const request: Locks["request"] = async (name, options, work) => {
      if (options.steal) await new Promise<void>((resolve) => late.push(resolve));
      return locks.request(name, options, work);
    };
    vi.stubGlobal("navigator", { locks: { request } });
    const one = tab("one");
    const two = tab("two");
    await soon();
    two.steal();
    one.resign();
    await soon();
    expect([...leaders]).toEqual(["two"]);
    for (const grant of late) grant();
    await soon();
    expect([...leaders]).toEqual(["two"]);
    two.resign();
    tab("three");
    await soon();
    expect([...leaders]).toEqual(["three"]);
  });
});

describe("without Web Locks", () => {
  beforeEach(() => vi.stubGlobal("navigator", {}));

  test("a lease in the database does the same", async () => {
    const one = tab("one");
    await soon();
    tab("two");
    await soon();
    expect([...leaders]).toEqual(["one"]);
    one.resign();
    await soon(3500);
    expect([...leaders]).toEqual(["two"]);
    expect(most).toBe(1);
  });
});
