import { afterEach, describe, expect, test, vi } from "vitest";
import { heldImages, keepImage } from "../device/sku-images";
import { withSpare } from "../device/testing/spare";
import { fetchLacking, imagesOf, showKept } from "./sku-images-kept.svelte";
import { skuImages } from "./sku-images.svelte";

const here = (): string[] => Object.keys(skuImages).sort();
const picture = (text: string): Blob => new Blob([text], { type: "image/webp" });
const always = (): boolean => true;

withSpare();
afterEach(() => {
  for (const digest of here()) delete skuImages[digest];
});

test("each picture is wanted once, in the order of lists, and no more than a phone should hold", () => {
  const skus = [
    { sort: 30, image: "c" },
    { sort: 10, image: "a" },
    { sort: 20 },
    { sort: 25, image: "a" },
  ];
  expect(imagesOf(skus)).toEqual(["a", "c"]);
  const many = Array.from({ length: 900 }, (_, i) => ({ sort: i, image: String(i) }));
  expect(imagesOf(many)).toHaveLength(500);
  expect(imagesOf(many).at(-1)).toBe("499");
});

describe("fetching", () => {
  test("what came once is not asked for again, and is there without a network", async () => {
    const asked: string[] = [];
    const ask = async (digest: string): Promise<Blob> => (asked.push(digest), picture(digest));
    await fetchLacking(["a", "b"], always, ask);
    expect(here()).toEqual(["a", "b"]);
    await fetchLacking(["a", "b", "c"], always, ask);
    expect(asked).toEqual(["a", "b", "c"]);

    for (const digest of here()) delete skuImages[digest]; // the app is opened anew
    await showKept(["a", "b", "c"], true);
    expect(here()).toEqual(["a", "b", "c"]);
    expect(await (await heldImages(["b"])).get("b")?.text()).toBe("b");
  });

  test("one that does not come keeps nobody from the others; no network ends it", async () => {
    const asked: string[] = [];
    await fetchLacking(["a", "gone", "b"], always, async (digest) => {
      asked.push(digest);
      return digest === "gone" ? null : picture(digest);
    });
    expect(here()).toEqual(["a", "b"]);
    asked.length = 0;
    await fetchLacking(
      ["1", "2", "3", "4", "5"],
      always,
      async (digest) => (asked.push(digest), null),
    );
    expect(asked).toEqual(["1", "2", "3"]);
  });

  test("it ends when the person goes", async () => {
    let going = true;
    await fetchLacking(
      ["a", "b"],
      () => going,
      async (digest) => {
        going = false;
        return picture(digest);
      },
    );
    expect(here()).toEqual(["a"]);
  });
});

describe("what no product bears any more", () => {
  test("goes from the phone and the page, once it is known which do", async () => {
    for (const digest of ["old", "new"]) await keepImage(digest, picture(digest));
    await showKept(["old", "new"], true);
    await showKept([], false); // the products are on their way
    expect([...(await heldImages(["old", "new"])).keys()]).toEqual(["old", "new"]);
    await showKept(["new"], true);
    expect(here()).toEqual(["new"]);
    expect([...(await heldImages(["old", "new"])).keys()]).toEqual(["new"]);
  });

  test("a browser without a cache, and a full one, show what came", async () => {
    vi.stubGlobal("caches", undefined);
    await fetchLacking(["a"], always, async () => picture("a"));
    vi.stubGlobal("caches", {
      open: () => Promise.reject(new DOMException("", "QuotaExceededError")),
    });
    await fetchLacking(["b"], always, async () => picture("b"));
    await showKept(["a", "b"], true);
    expect(here()).toEqual(["a", "b"]);
  });
});
