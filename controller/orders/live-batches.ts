/** Which batches that are not over yet hold one of the blocks of an order: a block lies on one tray at a time. */
import { z } from "zod";
import { type Batch, type InfoBase, listBatches } from "../infobase/index.ts";

export interface LiveBatch {
  readonly batch: string;
  readonly state: Batch["state"];
  /** Serials that the order has too. */
  readonly shared: readonly string[];
}

const orderSchema = z.object({ blocks: z.array(z.object({ serial: z.string() })) });

/** Queued or running batches that hold one of these blocks, oldest first. */
export function liveBatchesHolding(base: InfoBase, serials: readonly string[]): LiveBatch[] {
  const asked = new Set(serials);
  return listBatches(base)
    .filter(({ state }) => state === "queued" || state === "running")
    .map(({ id, state, order }) => ({
      batch: id,
      state,
      shared: orderSchema
        .parse(order)
        .blocks.map(({ serial }) => serial)
        .filter((serial) => asked.has(serial)),
    }))
    .filter(({ shared }) => shared.length > 0);
}
