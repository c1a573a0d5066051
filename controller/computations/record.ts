/** Writes what became of a block, and of a batch, into the information base. */
import { z } from "zod";
import { endBatch, type InfoBase, noteAuditHead, writeBlockRecord } from "../infobase/index.ts";
import type { Computation } from "../ledger/index.ts";
import { enterLabEquipment } from "./equipment.ts";
import type { ComputationParts } from "./parts.ts";

const blockSchema = z.object({
  batch: z.string(),
  attempt: z.number(),
  block: z.object({
    slot: z.number(),
    serial: z.string(),
    scale: z.string(),
  }),
  outcome: z.enum(["passed", "rejected", "incomplete", "skipped"]),
  place: z.string(),
  verdict: z
    .object({
      reportedMean: z.string(),
      reportedUniformity: z.string(),
    })
    .nullable(),
});

/**
 * Value, scale, uniformity, number and date from the verdict; only blocks that passed are engraved. Equipment and limit table of
 * the lab are entered at once, for the records to name them.
 */
export function recordBlockComputation({ lab, base, table, nowMs }: ComputationParts): Computation {
  enterLabEquipment(base, lab, table, nowMs());
  const resolutionOf = (device: string) => lab.devices[device]?.resolution;
  return async (input) => {
    const { batch, attempt, block, outcome, place, verdict } = blockSchema.parse(input);
    const day = new Date(nowMs()).toISOString().slice(0, 10);
    const engraving =
      outcome === "passed" && verdict !== null
        ? `${verdict.reportedMean} ${block.scale} ${verdict.reportedUniformity} ${block.serial} ${day}`
        : "";
    return {
      outcome: { ok: true, value: { engraving } },
      write: () => {
        writeBlockRecord(
          base,
          { batch, serial: block.serial, attempt, slot: block.slot, outcome, place, record: input },
          { resolutionOf },
        );
        noteHeadAfterCommit(base);
      },
    };
  };
}

const batchSchema = z.object({ batch: z.string(), state: z.enum(["finished", "stopped"]) });

export function finishBatchComputation({ base }: ComputationParts): Computation {
  return async (input) => {
    const { batch, state } = batchSchema.parse(input);
    return {
      outcome: { ok: true, value: null },
      write: () => {
        endBatch(base, batch, state, input);
        noteHeadAfterCommit(base);
      },
    };
  };
}

/** What was committed is then known outside of the file too. */
function noteHeadAfterCommit(base: InfoBase): void {
  setImmediate(() => {
    if (base.open) noteAuditHead(base);
  });
}
