/** Web Locks in their plainest form: one holder, a queue, and stealing. */
export class Locks {
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
