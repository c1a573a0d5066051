/** Runs one order from start to sorted, or leaves everything as it was: nothing is queued before every device has answered. */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { DeviceAddress, Lab } from "../../devices/index.ts";
import type { TrayOrder } from "../../workflows/index.ts";
import { findVirtualLab, lookAtDevicePort } from "../doctor/index.ts";
import { type InfoBase, makeDataFolder, openInfoBaseForReading } from "../infobase/index.ts";
import { batchOver } from "../lab/batch-over.ts";
import { type RunningLab, startLab } from "../lab/start-lab.ts";
import { readTruth, stopVirtualLab } from "../lab/virtual-lab.ts";
import { hostApi } from "../server/index.ts";
import { compareTruth, type TruthComparison } from "../trial/index.ts";
import { liveBatchesHolding } from "./live-batches.ts";
import { OrderRefused, storeRefusal } from "./order-refused.ts";
import { type RunReport, runReport } from "./run-report.ts";
import { reasonsOf, unreachable } from "./unreachable.ts";

export interface RunOptions {
  readonly lab: Lab;
  readonly order: TrayOrder;
  /** Absolute. */
  readonly dataDir: string;
  readonly speed: number;
  readonly seed: number;
  /** What truly lies on a virtual lab's tray, as a physical file, absolute; without it, blocks that match the order. */
  readonly physical?: string;
  /** Faults a virtual lab is to have, as a scenario file, absolute. */
  readonly scenario?: string;
  readonly log: (line: object) => void;
  readonly onProgress: (done: number, total: number, step: string) => void;
  /** Longest wait for a device before the order is refused, ms of real time. */
  readonly reachMs?: number;
  /** Aborted, the order is left where it stands: jobs in hand are finished, nothing new is begun. */
  readonly signal?: AbortSignal;
}

export type RunEnd = { readonly report: RunReport; readonly wallS: number } & (
  | { readonly kind: "done"; readonly truth: TruthComparison | undefined }
  | { readonly kind: "stopped"; readonly truth: TruthComparison | undefined }
  /** A person is needed: a question waits or a line stopped. */
  | { readonly kind: "halted"; readonly why: string }
  /** By `signal`; the batch goes on at the next start. */
  | { readonly kind: "interrupted" }
);

const REACH_MS = 10_000;

/**
 * Throws an OrderRefused when the order was not begun; then no batch was queued, and a data folder that was not there is not
 * there afterwards. Once queued, a batch stays: another start on the same data takes it up.
 */
export async function runOrder(options: RunOptions): Promise<RunEnd> {
  const { dataDir, order } = options;
  const startedMs = performance.now();
  if (existsSync(join(dataDir, "hardlab.sqlite"))) refuseBesideLiveBatches(dataDir, order);
  const found = options.lab.virtual === undefined ? undefined : findVirtualLab(dataDir);
  const foundAlive = found?.alive === true;
  if (found !== undefined && !foundAlive) await refuseTakenPorts(options.lab, found.addresses, dataDir);
  const made = makeFolder(dataDir);
  const reasons = reasonsOf(options.log);
  let running: RunningLab | undefined;
  let batch: string | undefined;
  let api: Awaited<ReturnType<typeof hostApi>> | undefined;
  try {
    const matching = options.physical === undefined ? { physicalOrder: order } : {};
    const labOptions = { ...options, ...matching, log: reasons.log };
    running = await startLab(labOptions);
    refuseLiveBatches(running.base, order, dataDir);
    const problems = await unreachable(running, reasons.whys, options.reachMs ?? REACH_MS);
    if (problems.length > 0) throw new OrderRefused(unreachableText(problems));
    if (options.signal?.aborted === true)
      throw new OrderRefused("interrupted before the tray was queued; nothing was begun");
    batch = running.queue(order);
    api = await hostApi(running, dataDir, options.log);
    const end = await batchOver(running, batch, order.blocks.length, options.onProgress, options.signal);
    const report = runReport(running.base, batch);
    const wallS = Math.round((performance.now() - startedMs) / 100) / 10;
    if (end.kind === "halted" || end.kind === "interrupted") return { ...end, report, wallS };
    const truth =
      options.lab.virtual === undefined
        ? undefined
        : compareTruth(running.base, running.ledger.controllerId, readTruth(dataDir));
    return { ...end, report, wallS, truth };
  } catch (error) {
    throw (batch === undefined ? storeRefusal(error, dataDir) : undefined) ?? error;
  } finally {
    await api?.close();
    await running?.close();
    // One that lived before and is not this run's to use belongs to the controller that has the data folder.
    if (options.lab.virtual !== undefined && (running !== undefined || !foundAlive))
      await stopVirtualLab(dataDir);
    if (batch === undefined && made !== undefined) rmSync(made, { recursive: true, force: true });
  }
}

/**
 * Ports on which this data folder's virtual lab served before, as controllers know, and which another program has now. A port that
 * the lab file gives is none of them: whoever serves there is the device itself, elsewhere.
 */
async function refuseTakenPorts(
  { devices, file }: Lab,
  earlier: Readonly<Record<string, DeviceAddress>>,
  dataDir: string,
): Promise<void> {
  const looks = Object.entries(devices).flatMap(([name, { port }]) => {
    const served = port === "auto" ? earlier[name] : undefined;
    return served === undefined ? [] : [lookAtDevicePort(name, served.host, served.port)];
  });
  const taken = (await Promise.all(looks)).filter(({ state }) => state === "wrong");
  if (taken.length === 0) return;
  throw new OrderRefused(
    `the virtual lab of ${file} cannot start; nothing was queued:\n` +
      `${taken.map(({ subject, found }) => `  - ${subject}: ${found}`).join("\n")}\n` +
      `End that program, or remove ${join(dataDir, "virtual", "lab.json")}: the virtual lab then takes other ports.`,
  );
}

/** The topmost folder that had to be made, or undefined when the data folder was there. */
function makeFolder(dataDir: string): string | undefined {
  try {
    return makeDataFolder(dataDir);
  } catch (error) {
    throw storeRefusal(error, dataDir) ?? error;
  }
}

function refuseBesideLiveBatches(dataDir: string, order: TrayOrder): void {
  const base = openInfoBaseForReading(dataDir);
  try {
    refuseLiveBatches(base, order, dataDir);
  } catch (error) {
    throw storeRefusal(error, dataDir) ?? error;
  } finally {
    base.close();
  }
}

function refuseLiveBatches(base: InfoBase, order: TrayOrder, dataDir: string): void {
  const serials = order.blocks.map(({ serial }) => serial);
  const [live] = liveBatchesHolding(base, serials);
  if (live === undefined) return;
  const several = live.shared.length > 1;
  throw new OrderRefused(
    `batch ${live.batch} is ${live.state} and holds block${several ? "s" : ""} ${live.shared.join(", ")} of this order too; nothing was queued.\n` +
      `A block lies on one tray at a time: let that batch end (\`hardlab serve --data ${dataDir}\` goes on with it) or stop it, then run this order.`,
  );
}

function unreachableText(problems: readonly string[]): string {
  const one = problems.length === 1;
  return (
    `${one ? "a device does" : `${problems.length} devices do`} not answer as the lab file says; nothing was queued:\n` +
    `${problems.map((problem) => `  - ${problem}`).join("\n")}\n` +
    "Switch them on and see to network and addresses; `hardlab doctor` looks at each more closely."
  );
}
