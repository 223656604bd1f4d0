/** Holds the search index of the person at the device; built anew when her stores change. */

import { onChange } from "./changes";
import { open } from "./database";
import { all } from "./records";
import type { FromIndex, ToIndex } from "./search";
import { StoreIndex } from "./store-index";

const SETTLE_MS = 400;
const page = self as unknown as {
  postMessage(message: FromIndex): void;
  onmessage: ((event: MessageEvent<ToIndex>) => void) | null;
};
let userId = "";
let index: Promise<StoreIndex> = Promise.resolve(new StoreIndex([]));
let clock: ReturnType<typeof setTimeout> | undefined;

page.onmessage = ({ data }) => {
  if (data.t === "open") {
    userId = data.user_id;
    index = build(userId);
    return;
  }
  const { n, query } = data;
  index
    .then((built) => page.postMessage({ t: "found", n, found: built.find(query) }))
    .catch(() => {
      page.postMessage({ t: "failed", n });
      index = build(userId);
    });
};

onChange((change) => {
  if (change.user_id !== userId) return;
  if (change.entities !== "all" && !change.entities.has("store")) return;
  clearTimeout(clock);
  clock = setTimeout(() => {
    // The old index answers until the new one is there.
    build(userId)
      .then((built) => {
        index = Promise.resolve(built);
      })
      .catch(() => undefined);
  }, SETTLE_MS);
});

async function build(person: string): Promise<StoreIndex> {
  const db = await open(person);
  try {
    return new StoreIndex(await all(db, "store"));
  } finally {
    db.close();
  }
}
