/** Whether a block has its turn, and which one is to be repeated, by the orders on record at that moment. */
import { z } from "zod";
import { listSteering } from "../infobase/index.ts";
import type { Computation } from "../ledger/index.ts";
import { steeringState } from "../steering/index.ts";
import type { ComputationParts } from "./parts.ts";

const blockSchema = z.object({ batch: z.string(), serial: z.string() });

export function admitComputation({ base }: Pick<ComputationParts, "base">): Computation {
  return async (input) => {
    const { batch, serial } = blockSchema.parse(input);
    const { flow, stopReason, skipped } = steeringState(listSteering(base, batch));
    const reason = flow === "stopped" ? stopReason : (skipped.get(serial) ?? "");
    const admit = flow === "stopped" ? "stop" : reason === "" ? "go" : "skip";
    return { outcome: { ok: true, value: { admit, reason } } };
  };
}

const repeatSchema = z.object({ batch: z.string(), after: z.number() });

/** The order to repeat that comes after `after` others; null when there is none or the batch was stopped. */
export function nextRepeatComputation({ base }: Pick<ComputationParts, "base">): Computation {
  return async (input) => {
    const { batch, after } = repeatSchema.parse(input);
    const { flow, repeats } = steeringState(listSteering(base, batch));
    const serial = flow === "stopped" ? null : (repeats[after]?.serial ?? null);
    return { outcome: { ok: true, value: { serial } } };
  };
}
