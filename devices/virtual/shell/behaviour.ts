/** What a device does when the shell has accepted a job: the part a behaviour fills in. */
import type { DeviceKind } from "../../wire/index.ts";

export interface BehaviourRun {
  readonly command: string;
  /** By the names of the command table; within its ranges. */
  readonly params: Readonly<Record<string, number>>;
  readonly text: string;
  readonly controllerId: number;
  readonly jobNumber: number;
  readonly bootId: number;
  /** Aborts on an abort or reset from a controller and on a power cycle. */
  readonly signal: AbortSignal;
  /** Resolves at once, or when a hold has been lifted. */
  readonly unlessHeld: () => Promise<void>;
}

export type BehaviourOutcome =
  | { readonly numbers?: Readonly<Record<string, number>>; readonly text?: string }
  | { readonly fault: number; readonly text: string };

export interface DeviceBehaviour {
  readonly kind: DeviceKind;
  /**
   * Does the job and resolves with its outcome. On an aborted signal it ends early and rejects, or resolves with what it did
   * after all; any other rejection is shown as the fault `internal`.
   */
  run(job: BehaviourRun): Promise<BehaviourOutcome>;
  /** uint16 words by the kind's sensor table. */
  sensors(): number[];
  /** Numbers by the kind's readings. */
  readings(): number[];
}
