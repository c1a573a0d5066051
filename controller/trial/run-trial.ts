/** Runs the trial's tray from start to sorted, or takes up where an interrupted one stood. */
import type { Lab } from "../../devices/index.ts";
import { type TrayOrder, trayOrderSchema } from "../../workflows/index.ts";
import { continuationOf, type InfoBase, listBatches } from "../infobase/index.ts";
import { type BatchOver, batchOver } from "../lab/batch-over.ts";
import { startLab } from "../lab/start-lab.ts";
import { readTruth, stopVirtualLab } from "../lab/virtual-lab.ts";
import type { Observe } from "../ledger/index.ts";
import { hostApi } from "../server/index.ts";
import { compareTruth, type TruthComparison } from "./compare-truth.ts";
import { TRIAL_TRAY, trialOrder } from "./published.ts";
import { orderedBlocks, type TrialReport, trialReport } from "./report.ts";

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
  /** Aborted, the trial is left where it stands: jobs in hand are finished, nothing new is begun. */
  readonly signal?: AbortSignal;
}

/** A trial that did not reach its end: a question waits, a line stopped, or somebody ended it. */
export class TrialHalted extends Error {
  override readonly name = "TrialHalted";
}

/** A trial that cannot be run on these data. */
export class TrialRefused extends Error {
  override readonly name = "TrialRefused";
}

export interface TrialResult {
  readonly report: TrialReport;
  readonly truth: TruthComparison;
}

/**
 * Throws a TrialHalted when a person is needed, when the trial was stopped, and when `signal` was aborted; running it again on the
 * same data takes the tray up where it stands. A batch that took up a stopped trial counts as the trial's.
 */
export async function runTrial(options: TrialOptions): Promise<TrialResult> {
  const startedMs = performance.now();
  const { dataDir, signal } = options;
  const running = await startLab(options);
  const api = await hostApi(running, dataDir, options.log);
  try {
    if (signal?.aborted === true) throw new TrialHalted("interrupted before the tray was queued");
    const batches = trialBatches(running.base, dataDir);
    const order = orderOf(options.blocks);
    const batch = batches.at(-1) ?? running.queue(order);
    const total = orderedBlocks(running.base, batch).length;
    const end = await batchOver(running, batch, total, options.onProgress, signal);
    if (end.kind !== "done") throw new TrialHalted(haltedBecause(end, batch, dataDir));
    const truth = readTruth(dataDir);
    return {
      report: trialReport(
        running.base,
        truth,
        batches.length === 0 ? [batch] : batches,
        (performance.now() - startedMs) / 1000,
      ),
      truth: compareTruth(running.base, running.ledger.controllerId, truth),
    };
  } finally {
    await api.close();
    await running.close();
    await stopVirtualLab(dataDir);
  }
}

/** The trial's batch and those that took it up after a stop, in that order; none on a new data folder. */
function trialBatches(base: InfoBase, dataDir: string): string[] {
  const batches = listBatches(base);
  const first = batches.find(({ order }) => trayOrderSchema.safeParse(order).data?.tray === TRIAL_TRAY);
  if (first === undefined && batches.length > 0)
    throw new TrialRefused(
      `${dataDir} holds other batches (${batches.map(({ id }) => id).join(", ")}) and no trial; name a new folder with --data`,
    );
  const chain: string[] = [];
  for (let id = first?.id; id !== undefined; id = continuationOf(base, id)) chain.push(id);
  return chain;
}

function orderOf(blocks: number | undefined): TrayOrder {
  const order = trialOrder();
  return blocks === undefined ? order : { ...order, blocks: order.blocks.slice(0, blocks) };
}

function haltedBecause(end: BatchOver, batch: string, dataDir: string): string {
  switch (end.kind) {
    case "halted":
      return `${end.why}\nSee to it on the page of \`hardlab serve --data ${dataDir}\`, then run the trial again on these data.`;
    case "interrupted":
      return `interrupted; batch ${batch} goes on where it stands when the trial is run again on these data.`;
    default:
      return `batch ${batch} was stopped. \`hardlab resume ${batch} --by NAME --data ${dataDir}\` takes it up while \`hardlab serve --data ${dataDir}\` runs; then the trial can be run again on these data.`;
  }
}
