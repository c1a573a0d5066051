/**
 * The words of the wire contract: what every device says about itself and what it is told.
 * The written form for strangers is docs/wire-contract.md; both carry the same version.
 */

/** Version of the contract; a device shows it and a controller refuses another major. */
export const CONTRACT_VERSION = 1;

/** Number of float32 parameters, float32 results, uint16 sensor words and float32 readings in a frame. */
export const PARAM_COUNT = 8;
export const RESULT_COUNT = 8;
export const SENSOR_COUNT = 8;
export const READING_COUNT = 4;
/** Longest text in a frame, in bytes of UTF-8. */
export const TEXT_BYTES = 64;

export const JOB_STATES = ["idle", "accepted", "running", "succeeded", "failed", "aborted"] as const;
export type JobState = (typeof JOB_STATES)[number];

export const MODES = ["auto", "manual", "emergencyStop"] as const;
export type DeviceMode = (typeof MODES)[number];

/** Health in the five words of NAMUR NE 107. */
export const HEALTHS = ["normal", "failure", "check", "outOfSpecification", "maintenance"] as const;
export type DeviceHealth = (typeof HEALTHS)[number];

export const CONTROLS = ["none", "abort", "reset", "hold", "resume"] as const;
export type ControlWord = Exclude<(typeof CONTROLS)[number], "none">;

/**
 * Why a device did not accept a job or control frame. A refused frame leaves the job on show untouched and its
 * number unused; everything else that can go wrong is an accepted job that fails with a fault code.
 */
export const REFUSALS = [
  "none",
  "checksum",
  "otherBoot",
  "olderNumber",
  "busy",
  "otherController",
  "sameNumberOtherContent",
  "controllerTableFull",
  "noSuchJob",
] as const;
export type RefusalReason = (typeof REFUSALS)[number];

/** Fault codes every kind of device shares; 100 and above belong to the kind (see commands.ts). */
export const COMMON_FAULTS = {
  unknownCommand: 1,
  badParameter: 2,
  notInAuto: 3,
  emergencyStop: 4,
  interlock: 5,
  notReady: 6,
  abortedByRequest: 7,
  timeOut: 8,
  internal: 9,
} as const;

/** The word with a number; throws a RangeError that names both when there is none. */
export function wordAt<T>(what: string, words: readonly T[], index: number): T {
  const found = words[index];
  if (found === undefined) throw new RangeError(`${what} ${index} is not one of 0 to ${words.length - 1}`);
  return found;
}

/** A job as it is sent: one frame, committed by its checksum (Modbus) or one method call (OPC UA). */
export interface JobFrame {
  /** uint32, never 0: random per ledger. */
  controllerId: number;
  /** uint32, never 0: see serial-number.ts for comparing. */
  jobNumber: number;
  /** uint32: the boot the job is meant for; a device under another boot refuses it. */
  bootId: number;
  /** uint16 command code of the kind, see commands.ts. */
  command: number;
  /** Up to PARAM_COUNT numbers, carried as float32. */
  params: readonly number[];
  /** Up to TEXT_BYTES bytes of UTF-8. */
  text: string;
}

/** A word about a job in hand: abort, hold, resume name that job; reset names none (0, 0). */
export interface ControlFrame {
  controllerId: number;
  jobNumber: number;
  control: ControlWord;
}

/** What a device did not accept last, so that its sender learns why. */
export interface Refusal {
  controllerId: number;
  jobNumber: number;
  reason: RefusalReason;
}

/** All a device shows, read in one piece. */
export interface DeviceStatus {
  contractVersion: number;
  kindCode: number;
  /** uint32, new and never 0 at every power-up. */
  bootId: number;
  /** Echo of the last accepted job; all zero after power-up. */
  controllerId: number;
  jobNumber: number;
  command: number;
  jobState: JobState;
  /** True while the job in hand is on hold. */
  held: boolean;
  /** 0 unless jobState is failed or aborted. */
  faultCode: number;
  faultText: string;
  result: readonly number[];
  resultText: string;
  refusal: Refusal;
  /** uint16 counter, one more every 250 ms of real time at least. */
  heartbeat: number;
  mode: DeviceMode;
  health: DeviceHealth;
  /** uint16 words whose meaning is the kind's. */
  sensors: readonly number[];
  /** float32 live readings whose meaning is the kind's. */
  readings: readonly number[];
}

/** A job that is over keeps its outcome on show until the next one is accepted or the device powers down. */
export function isFinished(state: JobState): boolean {
  return state === "succeeded" || state === "failed" || state === "aborted";
}

export function isUnderWay(state: JobState): boolean {
  return state === "accepted" || state === "running";
}
