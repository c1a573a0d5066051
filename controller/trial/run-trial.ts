/** Runs the trial's tray from start to sorted, or takes up where an interrupted one stood. */
import type { Lab } from "../../devices/index.ts";
import { findBatch, type InfoBase, listBatches, listBlockRecords } from "../infobase/index.ts";
import { type RunningLab, startLab } from "../lab/start-lab.ts";
import { readTruth, stopVirtualLab } from "../lab/virtual-lab.ts";
import type { Observe, OpenQuestion } from "../ledger/index.ts";
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

const LOOK_MS = 50;

/** Throws a TrialHalted when a person is needed; running it again on the same data takes the tray up where it stands. */
export async function runTrial(options: TrialOptions): Promise<TrialResult> {
  const startedMs = performance.now();
  const { dataDir } = options;
  const running = await startLab({
    ...options,
    observe: options.observe ?? (() => undefined),
  });
  const api = await hostApi(running, dataDir, options.log);
  try {
    const batch = listBatches(running.base)[0]?.id ?? running.queue(orderOf(options.blocks));
    await untilFinished(running, batch, options.onProgress);
    const truth = readTruth(dataDir);
    const result = {
      report: trialReport(running.base, truth, batch, (performance.now() - startedMs) / 1000),
      truth: compareTruth(running.base, running.ledger.controllerId, truth),
    };
    return result;
  } finally {
    await api.close();
    await running.close();
    await stopVirtualLab(dataDir);
  }
}

function orderOf(blocks: number | undefined) {
  const order = trialOrder();
  return blocks === undefined ? order : { ...order, blocks: order.blocks.slice(0, blocks) };
}

async function untilFinished(
  running: RunningLab,
  batch: string,
  onProgress: TrialOptions["onProgress"],
): Promise<void> {
  for (;;) {
    const found = findBatch(running.base, batch);
    const total = blocksOf(running.base, batch);
    onProgress(listBlockRecords(running.base, batch).length, total, found?.state ?? "");
    if (found?.state === "finished") return;
    if (found?.state === "stopped")
      throw new TrialHalted(
        `batch ${batch} was stopped; \`hardlab resume ${batch}\` takes it up while \`hardlab serve\` runs on the same --data.`,
      );
    const [stopped] = Object.entries(running.stopped);
    if (stopped !== undefined) throw new TrialHalted(`line ${stopped[0]} stopped: ${stopped[1]}`);
    const [question] = running.ledger.questions();
    if (question !== undefined) throw new TrialHalted(asked(question));
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function blocksOf(base: InfoBase, batch: string): number {
  const order = findBatch(base, batch)?.order;
  return typeof order === "object" && order !== null && "blocks" in order && Array.isArray(order.blocks)
    ? order.blocks.length
    : 0;
}

function asked({ key, question, choices }: OpenQuestion): string {
  const offered = choices.map(({ choice, consequence }) => `  ${choice}: ${consequence}`).join("\n");
  return `the lab needs a person (${key}): ${question}\n${offered}\nAnswer it on the page of \`hardlab serve\` with the same --data, then run the trial again.`;
}
