/** The service worker as a browser runs it: its own source, over Cache Storage and a server made here. */

import { readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const SOURCE = readFileSync(new URL("./service-worker.ts", import.meta.url), "utf8");
const OPTIONS = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
const CODE = ts.transpileModule(SOURCE, { compilerOptions: OPTIONS }).outputText;
const FILES = ["/", "/assets/base.js"];
const PLACES = {
  rep: ["/assets/Today.js", "/assets/shared.js"],
  office: ["/assets/Board.js", "/assets/shared.js"],
};

interface Event {
  data?: unknown;
  waitUntil: (work: Promise<unknown>) => void;
}
type Caches = Map<string, Map<string, string>>;

/** A browser's caches, and a server that can be away from its nth answer on. */
class Device {
  caches: Caches = new Map();
  answers = Infinity;
  asked: string[] = [];

  private opened(name: string): Map<string, string> {
    const found = this.caches.get(name) ?? new Map<string, string>();
    this.caches.set(name, found);
    return found;
  }

  get storage(): unknown {
    return {
      open: async (name: string) => {
        const cache = this.opened(name);
        return {
          match: async (path: string) => cache.get(path),
          keys: async () => [...cache.keys()].map((path) => ({ url: `https://xundian${path}` })),
          put: async (path: string) => void cache.set(path, name),
          addAll: async (asked: Asked[]) => {
            const paths = asked.map((one) => one.path);
            this.asked.push(...paths);
            if ((this.answers -= paths.length) < 0) throw new TypeError("no network");
            for (const path of paths) cache.set(path, name);
          },
        };
      },
      keys: async () => [...this.caches.keys()],
      delete: async (name: string) => this.caches.delete(name),
    };
  }

  /** A worker of this build starts; what it does with an event is over when `say` resolves. */
  start(version: string): (name: string, data?: unknown) => Promise<void> {
    const heard = new Map<string, (event: Event) => void>();
    const code = CODE.replace("__VERSION__", version)
      .replace('"__FILES__"', JSON.stringify(FILES))
      .replace('"__PLACES__"', JSON.stringify(PLACES))
      .replace(/^export \{\};$/m, "");
    const self = {
      addEventListener: (name: string, work: (event: Event) => void) => heard.set(name, work),
      skipWaiting: async () => undefined,
      clients: { claim: async () => undefined },
    };
    // eslint-disable-next-line no-new-func
    const run = new Function("self", "caches", "Request", "Response", code);
    run(self, this.storage, Asked, Object);
    return async (name, data) => {
      let done: Promise<unknown> = Promise.resolve();
      heard.get(name)?.({ data, waitUntil: (work) => void (done = work) });
      await done;
    };
  }

  kept(version: string): string[] {
    const names = [...(this.caches.get(`shell-${version}`)?.keys() ?? [])];
    return names.filter((name) => !name.startsWith("/kept/")).sort();
  }
}

/** Of a request, what these caches look at. */
class Asked {
  readonly path: string;
  constructor(path: string) {
    this.path = path;
  }
}

const own = (place: keyof typeof PLACES): string[] => [...FILES, ...PLACES[place]].sort();

describe("a device keeps everybody's files, and those of its person's place", () => {
  test("which it hears of when she signs in", async () => {
    const device = new Device();
    const say = device.start("a");
    await say("install");
    expect(device.kept("a")).toEqual(FILES);
    await say("message", { keep: "rep" });
    expect(device.kept("a")).toEqual(own("rep"));
    await say("message", { keep: "rep" });
    expect(device.asked).toHaveLength(4);
    await say("message", { keep: "nobody" });
    await say("message", "SKIP_WAITING");
    expect(device.kept("a")).toEqual(own("rep"));
  });

  test("and not twice what two places need", async () => {
    const device = new Device();
    const say = device.start("a");
    await say("install");
    await say("message", { keep: "rep" });
    await say("message", { keep: "office" });
    expect(device.asked.filter((path) => path === "/assets/shared.js")).toHaveLength(1);
    expect(device.kept("a")).toContain("/assets/Board.js");
  });

  test("all of them, or it goes on at the next start", async () => {
    const device = new Device();
    const say = device.start("a");
    await say("install");
    device.answers = 1;
    await say("message", { keep: "rep" });
    expect(device.caches.get("shell-a")?.has("/kept/rep")).toBe(false);
    device.answers = Infinity;
    await say("message", { keep: "rep" });
    expect(device.caches.get("shell-a")?.has("/kept/rep")).toBe(true);
    expect(device.kept("a")).toEqual(own("rep"));
  });
});

describe("a new app has them before it takes over", () => {
  test("those of the place the old one was used in", async () => {
    const device = new Device();
    const before = device.start("a");
    await before("install");
    await before("message", { keep: "rep" });
    const after = device.start("b");
    await after("install");
    expect(device.kept("b")).toEqual(own("rep"));
    await after("activate");
    expect([...device.caches.keys()]).toEqual(["shell-b"]);
  });

  test("all, when the old one is of the time before places", async () => {
    const device = new Device();
    device.caches.set("shell-old", new Map([["/", "old"]]));
    await device.start("b")("install");
    expect(device.kept("b")).toEqual([...new Set([...own("rep"), ...own("office")])].sort());
  });

  test("or it does not come at all", async () => {
    const device = new Device();
    const before = device.start("a");
    await before("install");
    await before("message", { keep: "rep" });
    device.answers = 3;
    await expect(device.start("b")("install")).rejects.toThrow("no network");
  });
});
