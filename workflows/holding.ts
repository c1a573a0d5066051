/** Sole use of a device for a stretch of work: the two jobs that begin and end it, under the work's key. */
import type { JobInput } from "./job.ts";
import type { Perform } from "./perform.ts";

interface Work {
  readonly perform: Perform;
  readonly key: string;
}

export function holdOf({ perform, key }: Work, device: string): JobInput {
  return { perform, key: `${key}/hold`, request: { kind: "hold", device } };
}

/** Ends the hold; does no harm when it was never granted. */
export function releaseOf({ perform, key }: Work): JobInput {
  return { perform, key: `${key}/hold/over`, request: { kind: "release", hold: `${key}/hold` } };
}
