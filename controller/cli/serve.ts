import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { readLabFile } from "../../devices/index.ts";
import { listBatches, lockDataFolder } from "../infobase/index.ts";
import { provisionalNotice } from "../lab/limit-tables.ts";
import { startLab } from "../lab/start-lab.ts";
import { stopVirtualLab } from "../lab/virtual-lab.ts";
import { hostApi, requireFreePort, requireLoopback } from "../server/index.ts";
import { trialOrder } from "../trial/index.ts";
import { createLog } from "./log.ts";

interface ServeCommand {
  readonly lab: string;
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly json?: boolean;
}

/** Runs until SIGINT or SIGTERM; jobs on devices go on and are taken up at the next start. */
export async function serve(options: ServeCommand): Promise<void> {
  const lab = readLabFile(options.lab);
  const log = createLog(options.json === true ? "info" : "warn");
  const say = (text: string) => process.stdout.write(`${text}\n`);
  const dataDir = resolve(options.data);
  requireLoopback(options.host);
  // Another controller of these data is told first: the port that is taken is then most likely its own.
  if (existsSync(join(dataDir, "controller.lock"))) lockDataFolder(dataDir).release();
  await requireFreePort(options.host, options.port);
  const running = await startLab({
    lab,
    dataDir,
    speed: lab.speed,
    log,
  });
  const server = await hostApi(running, dataDir, log, options);
  say(`hardlab: ${lab.title}, ${lab.speed} times real speed. Page: ${server.url}`);
  const provisional = provisionalNotice(lab);
  if (provisional !== undefined) say(provisional);
  running.onLineStopped((line, reason) => say(`Line ${line} has stopped: ${reason}`));
  if (lab.virtual !== undefined && listBatches(running.base).length === 0)
    say(`First start: the trial tray of 33 blocks runs as batch ${running.queue(trialOrder())}.`);
  const reporter = reportBatches(running.base, say);
  const end = async (signal: NodeJS.Signals) => {
    say(`${signal}: what is under way on a device is finished, nothing new begun. Once more ends at once.`);
    clearInterval(reporter);
    process.once(signal, () => process.exit(130));
    if (!(await running.ledger.drain(DRAIN_MS)))
      say("A device is still at work; its job is taken up at the next start.");
    await server.close();
    await running.close();
    if (lab.virtual !== undefined) await stopVirtualLab(dataDir);
    process.exit(0);
  };
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
}

/** Longest wait for jobs in hand when the lab is left, ms of real time. */
const DRAIN_MS = 60_000;
const REPORT_MS = 2_000;

/** Says when a batch changes its state, and how it ended. */
function reportBatches(base: Parameters<typeof listBatches>[0], say: (text: string) => void): NodeJS.Timeout {
  const told = new Map<string, string>();
  return setInterval(() => {
    for (const { id, state } of listBatches(base)) {
      if (told.get(id) === state) continue;
      told.set(id, state);
      say(`Batch ${id}: ${state}.`);
    }
  }, REPORT_MS);
}
