import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { newId } from "../device/ids";
import { lead, type Lead } from "./lead";

/** Web Locks in their plainest form: one holder, a queue, and stealing. */
class Locks {
  #holder: { reject(error: Error): void } | null = null;
  readonly #queue: Array<() => void> = [];

  request(
    _: string,
    options: { steal?: boolean },
    work: () => Promise<void> | undefined,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const run = (): void => {
        const mine = { reject };
        this.#holder = mine;
        Promise.resolve(work())
          .then(resolve, reject)
          .finally(() => {
            if (this.#holder !== mine) return;
            this.#holder = null;
            this.#queue.shift()?.();
          });
      };
      if (options.steal) {
        this.#holder?.reject(new DOMException("stolen", "AbortError"));
        run();
      } else if (this.#holder) this.#queue.push(run);
      else run();
    });
  }
}

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
