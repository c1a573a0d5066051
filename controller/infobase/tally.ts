/** Counts over the whole record, for metrics. */
import type { BatchState, BlockOutcome } from "./block-row.ts";
import type { InfoBase } from "./open.ts";

export interface BatchTally {
  readonly line: string;
  readonly state: BatchState;
  readonly count: number;
}

export function tallyBatches(base: InfoBase): BatchTally[] {
  return base
    .prepare<[], BatchTally>("SELECT line, state, count(*) AS count FROM batch GROUP BY line, state")
    .all();
}

/** Every attempt counts. */
export function tallyBlockRecords(base: InfoBase): { outcome: BlockOutcome; count: number }[] {
  return base
    .prepare<[], { outcome: BlockOutcome; count: number }>(
      "SELECT outcome, count(*) AS count FROM block_record GROUP BY outcome",
    )
    .all();
}

/** Finished actions and computations alike. */
export interface JobTally {
  /** Null for a computation. */
  readonly device: string | null;
  /** Command of a device or name of a computation. */
  readonly what: string;
  /** Null when it was done. */
  readonly fault: string | null;
  readonly count: number;
}

/** Rows counted in one go; between two goes the controller does its other work. */
const AT_ONCE = 5_000;

/**
 * Counts finished jobs over the whole record. A finished job never changes, so each is read once: a count after the first
 * one only looks at what came since the oldest job that was unfinished then.
 */
export function jobTally(base: InfoBase): () => Promise<JobTally[]> {
  const settled = new Map<string, JobTally>();
  let upTo = 0;
  const between = base.prepare<[number, number], JobTally>(
    `SELECT device, coalesce(request ->> '$.command', request ->> '$.name') AS what, outcome ->> '$.fault' AS fault,
       count(*) AS count
     FROM job WHERE sequence > ? AND sequence <= ? AND state = 'finished' AND kind IN ('action', 'computation')
     GROUP BY 1, 2, 3`,
  );
  const oldestUnfinished = base
    .prepare<[], number | null>(
      "SELECT min(sequence) FROM job INDEXED BY job_unfinished WHERE state <> 'finished'",
    )
    .pluck();
  const newest = base.prepare<[], number | null>("SELECT max(sequence) FROM job").pluck();

  const count = async (): Promise<JobTally[]> => {
    const end = newest.get() ?? 0;
    const settledEnd = (oldestUnfinished.get() ?? end + 1) - 1;
    while (upTo < settledEnd) {
      const to = Math.min(upTo + AT_ONCE, settledEnd);
      add(settled, between.all(upTo, to));
      upTo = to;
      await new Promise((resolve) => setImmediate(resolve));
    }
    const all = new Map(settled);
    add(all, between.all(upTo, end));
    return [...all.values()];
  };
  let counting: Promise<unknown> = Promise.resolve();
  return () => {
    const counted = counting.then(count);
    counting = counted.catch(() => undefined);
    return counted;
  };
}

function add(tallies: Map<string, JobTally>, more: readonly JobTally[]): void {
  for (const tally of more) {
    const name = JSON.stringify([tally.device, tally.what, tally.fault]);
    tallies.set(name, { ...tally, count: (tallies.get(name)?.count ?? 0) + tally.count });
  }
}
