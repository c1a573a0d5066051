/** Starts, finds and stops the virtual-lab process; the process itself is main.ts. */
import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import type { Lab } from "../lab-file.ts";
import { FaultError, type FaultRequest, readScenario } from "./faults/index.ts";
import {
  isOurs,
  type LabProcess,
  labDigest,
  logFile,
  readLabProcess,
  scenarioDigest,
  virtualFolder,
} from "./lab-process.ts";
import { type PhysicalContent, PhysicalFileError, readPhysicalFile } from "./physics/index.ts";
import { truthFile } from "./world/index.ts";

export interface VirtualLabOptions {
  readonly lab: Lab;
  /** Data folder; the virtual lab keeps its part under `virtual/`. */
  readonly dataDir: string;
  /** Time factor, above 0. */
  readonly speed: number;
  /** Seed of the world's chance when it is made; for an existing world its own, or left out. */
  readonly seed?: number;
  /**
   * What the world's blocks truly are, instead of what the lab file names: the path of a physical file or its content. Used when the
   * world is made; a world that is there keeps its blocks.
   */
  readonly physical?: string | PhysicalContent;
  /**
   * Faults to be arranged at each start of the process: the path of a scenario file or its content. A living lab that began with
   * another one is started anew; without one it is taken as it is.
   */
  readonly scenario?: string | readonly FaultRequest[];
}

export interface VirtualLabHandle {
  readonly pid: number;
  /** True when a living process was found, false when one was started. */
  readonly attached: boolean;
  readonly speed: number;
  readonly seed: number;
  readonly addresses: Readonly<Record<string, { host: string; port: number }>>;
  /** Where each camera's image paths are fetched from. */
  readonly imageUrls: Readonly<Record<string, string>>;
  /** The control channel (faults and trays), for people and tests: no controller uses it. */
  readonly controlUrl: string;
}

/** The virtual lab could not be started, found or stopped; carries the end of its log where there is one. */
export class VirtualLabError extends Error {
  override readonly name = "VirtualLabError";
}

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));
const POLL_MS = 20;
/** How long a start may take: certificates are made the first time, on a machine that may be busy. */
const START_MS = 90_000;
const STOP_MS = 5_000;
const LOG_TAIL_LINES = 15;

/**
 * Attaches to the living virtual lab of this data folder, or starts it, detached, from its truth and waits until it is ready.
 * A living one with another lab file (or another speed) is stopped first and started anew: for its devices a power cycle.
 * @throws VirtualLabError when it dies or is not ready in time, when the living world has another seed, or when the physical file or
 * the scenario cannot be used.
 */
export async function startVirtualLab(options: VirtualLabOptions): Promise<VirtualLabHandle> {
  const files = writeFiles(options);
  checkFiles(options, files);
  const living = livingProcess(options.dataDir);
  if (living !== undefined) {
    if (options.seed !== undefined && living.seed !== options.seed)
      throw new VirtualLabError(
        `the virtual lab of ${options.dataDir} runs a world of seed ${living.seed}, not ${options.seed}; ` +
          "leave the seed out or take another data folder",
      );
    if (isSameLab(living, options, files.scenario)) return handleOf(living, true);
    await stopVirtualLab(options.dataDir);
  }
  const { ready, own } = await start(options, files);
  return handleOf(ready, !own);
}

/** Ends the virtual lab of this data folder (SIGTERM, after 5 s SIGKILL) and waits until it is gone; none is no error. */
export async function stopVirtualLab(dataDir: string): Promise<void> {
  const living = livingProcess(dataDir);
  if (living === undefined) return;
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    kill(living.pid, signal);
    if (await isGone(living.pid, dataDir)) return;
  }
  throw new VirtualLabError(`the virtual lab of ${dataDir} (process ${living.pid}) does not end`);
}

/** True when a virtual lab of this data folder is ready and alive. */
export function isVirtualLabAlive(dataDir: string): boolean {
  return livingProcess(dataDir) !== undefined;
}

function livingProcess(dataDir: string): LabProcess | undefined {
  const left = readLabProcess(dataDir);
  return left !== undefined && isOurs(left.pid, dataDir) ? left : undefined;
}

interface ExtraFiles {
  readonly physical: string | undefined;
  readonly scenario: string | undefined;
}

/** The absolute paths of what was given beside the lab file; content is written into the data folder. */
function writeFiles({ dataDir, physical, scenario }: VirtualLabOptions): ExtraFiles {
  const folder = virtualFolder(dataDir);
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: object): string => {
    const file = join(folder, name);
    writeFileSync(`${file}.new`, stringify(content));
    renameSync(`${file}.new`, file);
    return file;
  };
  return {
    physical: typeof physical === "object" ? write("physical.yaml", physical) : physical && resolve(physical),
    scenario: typeof scenario === "object" ? write("scenario.yaml", scenario) : scenario && resolve(scenario),
  };
}

/** Finds what is wrong in them before anything is stopped or started. */
function checkFiles({ lab, dataDir }: VirtualLabOptions, { physical, scenario }: ExtraFiles): void {
  try {
    if (physical !== undefined && !existsSync(truthFile(resolve(dataDir)))) readPhysicalFile(physical);
    if (scenario !== undefined) readScenario(scenario, lab);
  } catch (error) {
    if (!(error instanceof PhysicalFileError || error instanceof FaultError)) throw error;
    throw new VirtualLabError(error.message, { cause: error });
  }
}

function isSameLab(
  living: LabProcess,
  { lab, speed }: VirtualLabOptions,
  scenario: string | undefined,
): boolean {
  return (
    living.labFile === lab.file &&
    living.labDigest === labDigest(lab) &&
    living.speed === speed &&
    (scenario === undefined || living.scenarioDigest === scenarioDigest(scenario))
  );
}

function handleOf(living: LabProcess, attached: boolean): VirtualLabHandle {
  const { pid, speed, seed, addresses, imageUrls, controlUrl } = living;
  return { pid, attached, speed, seed, addresses, imageUrls, controlUrl };
}

async function start(
  { lab, dataDir, speed, seed }: VirtualLabOptions,
  { physical, scenario }: ExtraFiles,
): Promise<{ ready: LabProcess; own: boolean }> {
  const log = openSync(logFile(dataDir), "a");
  const more = Object.entries({ seed, physical, scenario }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
  const child = spawn(
    process.execPath,
    [MAIN, "--lab", lab.file, "--data", resolve(dataDir), "--speed", String(speed), ...more],
    { detached: true, stdio: ["ignore", log, log], cwd: "/" },
  );
  closeSync(log);
  child.unref();
  const ended = new Promise<string>((done) => {
    child.once("error", (error) => done(`could not be started: ${error.message}`));
    child.once("exit", (code, signal) => done(`ended before it was ready (${signal ?? `status ${code}`})`));
  });
  const watching = new AbortController();
  const outcome = await Promise.race([ended, untilReady(dataDir, watching.signal)]);
  watching.abort();
  child.removeAllListeners();
  const own = typeof outcome !== "string" && outcome.pid === child.pid;
  if (!own && child.pid !== undefined && isOurs(child.pid, dataDir)) kill(child.pid, "SIGKILL");
  if (typeof outcome !== "string") return { ready: outcome, own };
  throw new VirtualLabError(`the virtual lab ${outcome}\n${logTail(dataDir)}`);
}

/** The process that became ready, which may be another start's that was quicker; a text when none did in time. */
async function untilReady(dataDir: string, signal: AbortSignal): Promise<LabProcess | string> {
  const latest = performance.now() + START_MS;
  while (performance.now() < latest && !signal.aborted) {
    const living = livingProcess(dataDir);
    if (living !== undefined) return living;
    await sleep(POLL_MS);
  }
  return `was not ready after ${START_MS / 1000} s`;
}

async function isGone(pid: number, dataDir: string): Promise<boolean> {
  const latest = performance.now() + STOP_MS;
  while (performance.now() < latest) {
    if (!isOurs(pid, dataDir)) return true;
    await sleep(POLL_MS);
  }
  return false;
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

function logTail(dataDir: string): string {
  const lines = readFileSync(logFile(dataDir), "utf8").trimEnd().split("\n");
  return `the end of ${logFile(dataDir)}:\n${lines
    .slice(-LOG_TAIL_LINES)
    .map((line) => `  ${line}`)
    .join("\n")}`;
}
