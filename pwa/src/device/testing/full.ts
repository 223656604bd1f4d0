/** A disk that is full, as browsers say it. */

import { vi } from "vitest";

/** What fake-indexeddb ends a transaction by. */
interface Inner {
  _abort(why: string): void;
}

/** Writing to this store ends as browsers end it on a full disk: the whole transaction aborts. */
export function fillUp(store: string): void {
  const real = IDBObjectStore.prototype.put;
  const full = new DOMException("", "QuotaExceededError");
  vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function put(
    this: IDBObjectStore,
    ...args
  ) {
    const request = real.apply(this, args);
    if (this.name !== store) return request;
    const tx = this.transaction;
    Object.defineProperty(tx, "error", { get: () => full, set() {} });
    // As the browser ends it, which a commit that was asked for does not keep from it; abort() would throw.
    request.addEventListener("success", () =>
      (tx as unknown as Inner)._abort("QuotaExceededError"),
    );
    return request;
  });
}
