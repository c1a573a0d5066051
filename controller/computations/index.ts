/**
 * What the controller works out between two actions: looking at a picture, comparing it with the plan, judging a block,
 * writing its record, ending a batch. Each can be repeated without harm; the ledger keeps the outcome.
 */
import type { Lab } from "../../devices/index.ts";
import type { VisionProcess } from "../../vision/index.ts";
import type { InfoBase } from "../infobase/index.ts";
import type { Computation } from "../ledger/index.ts";
import type { LimitTable } from "../metrology/index.ts";
import { compareComputation } from "./compare.ts";
import { judgeComputation } from "./judge.ts";
import { lookComputation } from "./look.ts";
import { finishBatchComputation, recordBlockComputation } from "./record.ts";

export interface ComputationParts {
  readonly lab: Lab;
  readonly base: InfoBase;
  readonly dataDir: string;
  readonly vision: VisionProcess;
  readonly table: LimitTable;
  /** Where each camera's images are fetched. */
  readonly imageUrls: Readonly<Record<string, string>>;
  /** Wall clock, ms since the epoch. */
  readonly nowMs: () => number;
}

export function computations(parts: ComputationParts): Readonly<Record<string, Computation>> {
  return {
    look: lookComputation(parts),
    compare: compareComputation(parts),
    judge: judgeComputation(parts),
    recordBlock: recordBlockComputation(parts),
    finishBatch: finishBatchComputation(parts),
  };
}
