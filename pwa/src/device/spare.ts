/**
 * A second place for what nobody else has yet. A browser that finds its databases damaged throws all
 * of them away (Chromium does, after a kill in the middle of a write: DECISIONS.md 20). Its Cache
 * Storage lies beside them, each entry in a file of its own. Nothing is read from here but by a
 * database that was made anew (recover.ts).
 */

/** Within a cache a request is only a name; this one nobody could ask. */
const PLACE = "https://spare.invalid/";
/** Stands for the n-th buffer of a value. */
const BUFFER = "\u0000buffer";
const PATIENCE_MS = 3000;
/** With less left, copies of pictures must not take the space of the pictures themselves. */
export const SPACE = 64 * 1024 * 1024;

/** The last thing asked for of each entry. */
const asked = new Map<string, Promise<unknown>>();

/**
 * Copy it there. Never rejects, and waits no longer than a moment: what is in the database is saved
 * without a copy.
 */
export async function stow(owner: string, key: string, value: unknown): Promise<void> {
  const put = async (): Promise<void> =>
    (await cacheOf(owner))?.put(PLACE + encodeURIComponent(key), packed(value));
  try {
    await within(inTurn(owner, key, put));
  } catch {
    // no space, or switched off
  }
}

/** Done with, or never said after all. Never rejects. */
export async function unstow(owner: string, keys: readonly string[]): Promise<void> {
  const remove = async (key: string): Promise<unknown> =>
    (await cacheOf(owner))?.delete(PLACE + encodeURIComponent(key));
  try {
    await within(Promise.all(keys.map((key) => inTurn(owner, key, () => remove(key)))));
  } catch {
    // it goes another time
  }
}

/**
 * One thing at a time for one entry, in the order asked for: two keys typed quickly are two copies of
 * a draft, and a slow storage must not end with the older. What something newer has been asked for
 * meanwhile is left out.
 */
function inTurn<T>(owner: string, key: string, work: () => Promise<T>): Promise<T | undefined> {
  const entry = `${owner} ${key}`;
  const before = asked.get(entry) ?? Promise.resolve();
  const mine = before.then(() => (asked.get(entry) === done ? within(work()) : undefined));
  const done: Promise<unknown> = mine.then(end, end);
  asked.set(entry, done);
  return mine;

  function end(): void {
    if (asked.get(entry) === done) asked.delete(entry);
  }
}

/** What lies there of this owner's. Rejects when the storage does not answer. */
export async function stowed(owner: string): Promise<string[]> {
  const names = await within(found(owner).then((cache) => cache?.keys() ?? []));
  return names.map(({ url }) => decodeURIComponent(url.slice(PLACE.length)));
}

/** undefined: it is not there, or not whole. Rejects when the storage does not answer. */
export async function spare(owner: string, key: string): Promise<unknown> {
  const name = PLACE + encodeURIComponent(key);
  const kept = await within(found(owner).then((cache) => cache?.match(name)));
  return kept && unpacked(kept).catch(() => undefined);
}

/** A storage that does not answer must not keep her waiting: for the app, or for the word "saved". */
async function within<T>(work: Promise<T>): Promise<T> {
  let clock: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    clock = setTimeout(() => reject(new Error("the second place does not answer")), PATIENCE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(clock));
}

/** Is there room for copies of large things? */
export async function roomy(): Promise<boolean> {
  if (typeof navigator === "undefined" || !("storage" in navigator)) return true;
  const { quota = Infinity, usage = 0 } = await navigator.storage.estimate();
  return quota - usage >= SPACE;
}

/** A page without a secure origin has none. */
export function hasSpare(): boolean {
  return typeof caches !== "undefined";
}

async function cacheOf(owner: string): Promise<Cache | undefined> {
  return hasSpare() ? caches.open(`spare-${owner}`) : undefined;
}

/** As above, and looking makes none. */
async function found(owner: string): Promise<Cache | undefined> {
  return hasSpare() && (await caches.has(`spare-${owner}`)) ? cacheOf(owner) : undefined;
}

/** Plain data, in which buffers may stand. */
function packed(value: unknown): Response {
  const form = new FormData();
  let buffers = 0;
  const text = JSON.stringify(value, (_, part: unknown) => {
    if (!(part instanceof ArrayBuffer)) return part;
    form.set(String(buffers), new Blob([part]));
    return { [BUFFER]: String(buffers++) };
  });
  if (buffers === 0) return new Response(text); // nearly all: a form costs a phone half as much again
  form.set("value", text);
  return new Response(form);
}

async function unpacked(kept: Response): Promise<unknown> {
  if (!kept.headers.get("Content-Type")?.startsWith("multipart/")) return kept.json();
  const form = await kept.formData();
  const buffers = new Map<string, ArrayBuffer>();
  for (const [name, part] of form) {
    if (typeof part !== "string") buffers.set(name, await part.arrayBuffer());
  }
  return JSON.parse(String(form.get("value")), (_, part: unknown) =>
    part && typeof part === "object" && BUFFER in part ? buffers.get(String(part[BUFFER])) : part,
  );
}
