/**
 * What may be arranged to go wrong with a device, as its behaviour meets it step by step. The behaviours only ask; who arranges
 * it stands outside of them.
 */
import type { BehaviourOutcome } from "../shell/index.ts";

/** How a picture is spoilt: `blurred` by so many px (standard deviation), `frozen` on the camera's picture before. */
export type PictureFlaw =
  | { readonly kind: "black" | "frozen" | "gone" }
  | { readonly kind: "blurred"; readonly sigmaPx: number };

/** Moments of a job: before anything, just before it has its effect on the world, just after. */
export type Moment = "start" | "beforeEffect" | "afterEffect";

export type Succeeded = Exclude<BehaviourOutcome, { readonly fault: number }>;

export interface JobTrouble {
  /** Aborts with a Forbidden as its reason when the job is broken off from outside, by a guard or an emergency stop. */
  readonly breakOff: AbortSignal;
  /** Passes a moment of the job: rejects with a Forbidden when it fails there; may cut the power or wait until `signal` aborts. */
  reach(moment: Moment, signal: AbortSignal): Promise<void>;
  /** What the tester shows instead of its reading, HR; undefined: no value. */
  readonly shown: (readingHr: number | undefined) => number | undefined;
  readonly flaw: PictureFlaw | undefined;
  /** What the job tells instead of its result. */
  result(result: Succeeded): Succeeded;
}

export interface MetJob {
  readonly command: string;
  readonly params: Readonly<Record<string, number>>;
  readonly text: string;
}

export interface DeviceTrouble {
  /** Called once at the start of each job. */
  meet(job: MetJob): JobTrouble;
  /** What the sensors show instead of these words. */
  sensors(words: number[]): number[];
}

const NEVER = new AbortController().signal;

const NO_JOB_TROUBLE: JobTrouble = {
  breakOff: NEVER,
  reach: async () => undefined,
  shown: (readingHr) => readingHr,
  flaw: undefined,
  result: (result) => result,
};

/** A device with which nothing goes wrong but what the world forbids. */
export const NO_TROUBLE: DeviceTrouble = { meet: () => NO_JOB_TROUBLE, sensors: (words) => words };
