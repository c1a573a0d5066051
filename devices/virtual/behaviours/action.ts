/** What the behaviours of all kinds share: a job in hand with its clock, the surroundings it acts in, and how it may end. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Lab, LabDevice } from "../../lab-file.ts";
import type { Exposure, WorldFile } from "../world/index.ts";
import type { JobName } from "../world/truth.ts";
import type { Interlocks } from "./interlocks.ts";
import type { DeviceTrouble, JobTrouble, PictureFlaw } from "./trouble.ts";

/** A picture to be taken of what `expose` froze; resolves when it can be fetched under the returned path. */
export type Photograph = (request: PhotographRequest) => Promise<string>;

export interface PhotographRequest {
  readonly camera: string;
  readonly exposureMs: number;
  readonly exposure: Exposure;
  readonly flaw?: PictureFlaw | undefined;
}

/** Where a device stands: the lab, the world it acts on, and the seed of the world's chance. */
export interface Surroundings {
  readonly lab: Lab;
  readonly world: WorldFile;
  readonly seed: number;
  /** Nominal times are divided by it. */
  readonly speed: number;
  readonly interlocks: Interlocks;
  readonly photograph: Photograph;
  /** What is arranged to go wrong with a device. */
  readonly troubleOf: (device: string) => DeviceTrouble;
}

export interface Station extends Surroundings {
  /** The device's name in the lab file. */
  readonly name: string;
  readonly device: LabDevice;
}

/** A job in hand. */
export interface JobInHand {
  readonly name: JobName;
  readonly params: Readonly<Record<string, number>>;
  readonly text: string;
  /**
   * Waits until this part (0 to 1) of the command's nominal time has gone since its start, and for the end of a hold; rejects
   * when the job is aborted.
   */
  until(part: number): Promise<void>;
  /** What is arranged to go wrong with this job. */
  readonly trouble: JobTrouble;
}

export interface Result {
  readonly numbers?: Record<string, number>;
  readonly text?: string;
}

/** One kind of device: what each command does, and what its sensors and readings show at this moment. */
export interface Actions {
  readonly commands: Readonly<Record<string, (job: JobInHand) => Promise<Result>>>;
  sensors(): number[];
  readings(): number[];
}

export interface JobClock {
  readonly durationS: number;
  readonly speed: number;
  readonly signal: AbortSignal;
  readonly unlessHeld: () => Promise<void>;
}

/** The clock of one job, running from now on. */
export function jobClock(clock: JobClock): JobInHand["until"] {
  const start = performance.now();
  return async (part) => {
    const dueMs = start + (part * clock.durationS * 1000) / clock.speed;
    await sleep(Math.max(0, dueMs - performance.now()), undefined, { signal: clock.signal });
    await Promise.race([clock.unlessHeld(), aborted(clock.signal)]);
    clock.signal.throwIfAborted();
  };
}

/** Resolves when the signal aborts: a held job can be broken off too. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** A number every command of the table carries; its absence is a fault of the shell, not of the sender. */
export function parameter(job: JobInHand, name: string): number {
  const value = job.params[name];
  if (value === undefined) throw new Error(`the job carries no parameter "${name}"`);
  return value;
}

/** Keeps what `compute` derived from the world until the world changes: sensors are read hundreds of times a second. */
export function whileUnchanged<T>(world: WorldFile, compute: () => T): () => T {
  let known: { version: number; value: T } | undefined;
  return () => {
    if (known === undefined || known.version !== world.version)
      known = { version: world.version, value: compute() };
    return known.value;
  };
}
