/** The drawing worker seen from the lab's own thread: started with the first picture, made anew after it died. */
import { Worker } from "node:worker_threads";
import type { DrawAnswer, DrawOrder, View } from "./view.ts";

interface Waiting {
  resolve(): void;
  reject(error: Error): void;
}

export class Drawing {
  #worker: Worker | undefined;
  #lastId = 0;
  readonly #waiting = new Map<number, Waiting>();

  /** Draws `view` into `file` (BMP); rejects when it cannot be drawn or written, or the worker dies. */
  draw(view: View, file: string): Promise<void> {
    const order: DrawOrder = { id: ++this.#lastId, view, file };
    return new Promise((resolve, reject) => {
      this.#waiting.set(order.id, { resolve, reject });
      this.#alive().postMessage(order);
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #alive(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(new URL("./draw-worker.ts", import.meta.url));
    worker.unref();
    worker.on("message", (answer: DrawAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if (answer.kind === "drawn") waiting?.resolve();
      else waiting?.reject(new Error(answer.why));
    });
    let cause = "it ended";
    worker.on("error", (error: Error) => {
      cause = error.message;
    });
    worker.on("exit", () => {
      this.#worker = undefined;
      for (const waiting of this.#waiting.values())
        waiting.reject(new Error(`the drawing worker died: ${cause}`));
      this.#waiting.clear();
    });
    this.#worker = worker;
    return worker;
  }
}
