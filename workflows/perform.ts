/** What workflows await: jobs of the ledger, named by a stable key, ending in an outcome that is a value. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A device carries out one command. */
export interface ActionRequest {
  readonly kind: "action";
  readonly device: string;
  readonly command: string;
  readonly params?: Readonly<Record<string, number>>;
  readonly text?: string;
  /** Key of the move that brought the work into position: when its device has been powered down since, the action is not sent and fails with `positionLost`. */
  readonly positionedBy?: string;
  /** Brings things home or settles what happened: sent even when the batch was stopped or the block skipped. */
  readonly cleanUp?: true;
  /** What the record needs to know beside the command (block, position, purpose). */
  readonly about?: Json;
}

/** What a device's sensors say, read once and kept. */
export interface SenseRequest {
  readonly kind: "sense";
  readonly device: string;
}

/** The controller works something out: looks at an image, judges a block, writes a record. Repeating it does no harm. */
export interface ComputationRequest {
  readonly kind: "computation";
  readonly name: string;
  readonly input: Json;
}

/** A person decides between choices whose consequences are stated. */
export interface DecisionRequest {
  readonly kind: "decision";
  readonly question: string;
  readonly choices: readonly {
    readonly choice: string;
    readonly consequence: string;
  }[];
}

/** Sole use of a device until the matching release. */
export interface HoldRequest {
  readonly kind: "hold";
  readonly device: string;
}

export interface ReleaseRequest {
  readonly kind: "release";
  /** Key of the hold that ends. */
  readonly hold: string;
}

/** The next batch of a line; its outcome is `{ batch, order }`. */
export interface TakeBatchRequest {
  readonly kind: "takeBatch";
  readonly line: string;
}

export type JobRequest =
  | ActionRequest
  | SenseRequest
  | ComputationRequest
  | DecisionRequest
  | HoldRequest
  | ReleaseRequest
  | TakeBatchRequest;

export interface Success {
  readonly ok: true;
  readonly value: Json;
}

/** Failures are values: a rejected promise means a bug, never a device's fault. */
export interface Failure {
  readonly ok: false;
  /** Name of the fault: the device's (`gripMissed`), or the ledger's (`inDoubt`, `timedOut`, `positionLost`, `badResult`). */
  readonly fault: string;
  /** For the person who must act. */
  readonly text: string;
}

export type Outcome = Success | Failure;

/**
 * Looks the key up first: a finished job answers at once with what was recorded, one that was sent is attached to, an unknown
 * one is begun. The same key with another request is a bug in the workflow and rejects.
 */
export type Perform = (key: string, request: JobRequest) => Promise<Outcome>;
