/** Things that wait for the loop, each with its promise; an aborted signal takes one out of the queue. */
interface Entry<Result> {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export class Waiting<Item, Result> {
  readonly #entries = new Map<Item, Entry<Result>>();

  /** Queues an item; rejects with the signal's reason when it aborts before the item is taken or settled. */
  add(item: Item, signal?: AbortSignal): Promise<Result> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise<Result>((resolve, reject) => {
      const drop = () => this.reject(item, signal?.reason);
      signal?.addEventListener("abort", drop, { once: true });
      const over = () => signal?.removeEventListener("abort", drop);
      this.#entries.set(item, {
        resolve: (result) => {
          over();
          resolve(result);
        },
        reject: (error) => {
          over();
          reject(error);
        },
      });
    });
  }

  /** The items waiting, oldest first. */
  items(): Item[] {
    return [...this.#entries.keys()];
  }

  /** Takes an item out for good; the signal no longer matters. Call what is returned with its result. */
  take(item: Item): (result: Result) => void {
    const entry = this.#entries.get(item);
    this.#entries.delete(item);
    return (result) => entry?.resolve(result);
  }

  resolve(item: Item, result: Result): void {
    this.take(item)(result);
  }

  reject(item: Item, error: unknown): void {
    const entry = this.#entries.get(item);
    this.#entries.delete(item);
    entry?.reject(error);
  }

  rejectAll(error: unknown): void {
    for (const item of this.items()) this.reject(item, error);
  }
}
