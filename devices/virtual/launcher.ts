/** Starts, finds and stops the virtual-lab process; the process itself is main.ts. */
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Lab } from "../lab-file.ts";
import { isOurs, type LabProcess, labDigest, logFile, readLabProcess, virtualFolder } from "./lab-process.ts";

export interface VirtualLabOptions {
  readonly lab: Lab;
  /** Data folder; the virtual lab keeps its part under `virtual/`. */
  readonly dataDir: string;
  /** Time factor, above 0. */
  readonly speed: number;
  /** Seed of the world's chance when it is made; for an existing world its own, or left out. */
  readonly seed?: number;
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
 * @throws VirtualLabError when it dies or is not ready in time, or when the living world has another seed.
 */
export async function startVirtualLab(options: VirtualLabOptions): Promise<VirtualLabHandle> {
  const living = livingProcess(options.dataDir);
  if (living !== undefined) {
    if (options.seed !== undefined && living.seed !== options.seed)
      throw new VirtualLabError(
        `the virtual lab of ${options.dataDir} runs a world of seed ${living.seed}, not ${options.seed}; ` +
          "leave the seed out or take another data folder",
      );
    if (isSameLab(living, options)) return handleOf(living, true);
    await stopVirtualLab(options.dataDir);
  }
  const { ready, own } = await start(options);
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

function isSameLab(living: LabProcess, { lab, speed }: VirtualLabOptions): boolean {
  return living.labFile === lab.file && living.labDigest === labDigest(lab) && living.speed === speed;
}

function handleOf(
  { pid, speed, seed, addresses, imageUrls }: LabProcess,
  attached: boolean,
): VirtualLabHandle {
  return { pid, attached, speed, seed, addresses, imageUrls };
}

async function start({
  lab,
  dataDir,
  speed,
  seed,
}: VirtualLabOptions): Promise<{ ready: LabProcess; own: boolean }> {
  mkdirSync(virtualFolder(dataDir), { recursive: true });
  const log = openSync(logFile(dataDir), "a");
  const seedWords = seed === undefined ? [] : ["--seed", String(seed)];
  const child = spawn(
    process.execPath,
    [MAIN, "--lab", lab.file, "--data", resolve(dataDir), "--speed", String(speed), ...seedWords],
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
