/** Runs the trial's tray from start to sorted, or takes up where an interrupted one stood. */
import type { Lab } from "../../devices/index.ts";
import { type TrayOrder, trayOrderSchema } from "../../workflows/index.ts";
import { listBatches } from "../infobase/index.ts";
import { type BatchOver, batchOver } from "../lab/batch-over.ts";
import { startLab } from "../lab/start-lab.ts";
import { readTruth, stopVirtualLab } from "../lab/virtual-lab.ts";
import type { Observe } from "../ledger/index.ts";
import { hostApi } from "../server/index.ts";
import { compareTruth, type TruthComparison } from "./compare-truth.ts";
import { trialOrder } from "./published.ts";
import { type TrialReport, trialReport } from "./report.ts";

export interface TrialOptions {
  readonly lab: Lab;
  readonly dataDir: string;
  readonly speed: number;
  readonly seed: number;
  readonly log: (line: object) => void;
  readonly onProgress: (done: number, total: number, step: string) => void;
  readonly observe?: Observe;
  /** Only the first so many blocks of the tray; for tests. */
  readonly blocks?: number;
}

/** A trial that did not reach its end: a question waits or a line stopped. */
export class TrialHalted extends Error {
  override readonly name = "TrialHalted";
}

export interface TrialResult {
  readonly report: TrialReport;
  readonly truth: TruthComparison;
}

/** Throws a TrialHalted when a person is needed; running it again on the same data takes the tray up where it stands. */
export async function runTrial(options: TrialOptions): Promise<TrialResult> {
  const startedMs = performance.now();
  const { dataDir } = options;
  const running = await startLab(options);
  const api = await hostApi(running, dataDir, options.log);
  try {
    const begun = listBatches(running.base)[0];
    const order = begun === undefined ? orderOf(options.blocks) : trayOrderSchema.parse(begun.order);
    const batch = begun?.id ?? running.queue(order);
    const end = await batchOver(running, batch, order.blocks.length, options.onProgress);
    if (end.kind !== "done") throw new TrialHalted(haltedBecause(end, batch));
    const truth = readTruth(dataDir);
    return {
      report: trialReport(running.base, truth, batch, (performance.now() - startedMs) / 1000),
      truth: compareTruth(running.base, running.ledger.controllerId, truth),
    };
  } finally {
    await api.close();
    await running.close();
    await stopVirtualLab(dataDir);
  }
}

function orderOf(blocks: number | undefined): TrayOrder {
  const order = trialOrder();
  return blocks === undefined ? order : { ...order, blocks: order.blocks.slice(0, blocks) };
}

function haltedBecause(end: BatchOver, batch: string): string {
  return end.kind === "halted"
    ? `${end.why}\nSee to it on the page of \`hardlab serve\` with the same --data, then run the trial again.`
    : `batch ${batch} was stopped; \`hardlab resume ${batch}\` takes it up while \`hardlab serve\` runs on the same --data.`;
}
