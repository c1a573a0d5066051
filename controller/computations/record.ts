/** Writes what became of a block, and of a batch, into the information base. */
import { z } from "zod";
import type { Json } from "../../workflows/index.ts";
import { endBatch, writeBlockRecord } from "../infobase/index.ts";
import type { Computation } from "../ledger/index.ts";
import type { ComputationParts } from "./parts.ts";

const blockSchema = z.object({
  batch: z.string(),
  block: z.object({
    slot: z.number(),
    serial: z.string(),
    scale: z.string(),
    nominalHr: z.number(),
  }),
  passed: z.boolean(),
  place: z.string(),
  verdict: z
    .object({
      reportedMean: z.string(),
      reportedUniformity: z.string(),
      provisional: z.boolean(),
    })
    .nullable(),
});

export function recordBlockComputation({ base, nowMs }: ComputationParts): Computation {
  return async (input) => {
    const { batch, block, passed, place, verdict } = blockSchema.parse(input);
    const day = new Date(nowMs()).toISOString().slice(0, 10);
    const engraving =
      passed && verdict !== null
        ? `${verdict.reportedMean} ${block.scale} ${verdict.reportedUniformity} ${block.serial} ${day}`
        : "";
    return {
      outcome: { ok: true, value: { engraving } },
      write: () =>
        writeBlockRecord(base, {
          batch,
          serial: block.serial,
          slot: block.slot,
          outcome: passed ? "passed" : "rejected",
          place,
          record: input,
        }),
    };
  };
}

const batchSchema = z.object({ batch: z.string() });

export function finishBatchComputation({ base }: ComputationParts): Computation {
  return async (input: Json) => {
    const { batch } = batchSchema.parse(input);
    return {
      outcome: { ok: true, value: null },
      write: () => endBatch(base, batch, "finished", input),
    };
  };
}
