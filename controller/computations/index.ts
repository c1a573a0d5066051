/**
 * What the controller works out between two actions: looking at a picture, comparing it with the plan, judging a block,
 * writing its record, ending a batch. Each can be repeated without harm; the ledger keeps the outcome.
 */
import type { Computation } from "../ledger/index.ts";
import { admitComputation, nextRepeatComputation } from "./admit.ts";
import { checkSizeComputation } from "./check-size.ts";
import { compareComputation } from "./compare.ts";
import { judgeComputation } from "./judge.ts";
import { lookComputation } from "./look.ts";
import type { ComputationParts } from "./parts.ts";
import { preflightComputation } from "./preflight.ts";
import { finishBatchComputation, recordBlockComputation } from "./record.ts";
import { screenComputation } from "./screen.ts";
import { needVerificationComputation, recordVerificationComputation, verifyComputation } from "./verify.ts";

export function computations(parts: ComputationParts): Readonly<Record<string, Computation>> {
  return {
    look: lookComputation(parts),
    compare: compareComputation(parts),
    judge: judgeComputation(parts),
    preflight: preflightComputation(parts),
    needVerification: needVerificationComputation(parts),
    verify: verifyComputation(parts),
    recordVerification: recordVerificationComputation(parts),
    admit: admitComputation(parts),
    nextRepeat: nextRepeatComputation(parts),
    checkSize: checkSizeComputation(parts),
    screen: screenComputation,
    recordBlock: recordBlockComputation(parts),
    finishBatch: finishBatchComputation(parts),
  };
}
