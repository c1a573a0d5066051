/** Judges a block by its counted readings. */
import { z } from "zod";
import type { Computation } from "../ledger/index.ts";
import { judge } from "../metrology/index.ts";
import { asJson } from "./json.ts";
import type { ComputationParts } from "./parts.ts";

const inputSchema = z.object({
  scale: z.string(),
  resolutionHr: z.number(),
  readings: z.array(z.number()),
});

export function judgeComputation({ lab, table }: ComputationParts): Computation {
  return async (input) => {
    const { scale, resolutionHr, readings } = inputSchema.parse(input);
    const judgement = judge(table, scale, readings, {
      labId: lab.lab,
      resolutionHr,
    });
    if (judgement.kind === "unjudgeable")
      return {
        outcome: { ok: false, fault: judgement.reason, text: judgement.text },
      };
    return { outcome: { ok: true, value: asJson(judgement.verdict) } };
  };
}
