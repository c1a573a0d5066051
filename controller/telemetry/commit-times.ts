/** How long durable commits take, as counts by upper bound: all that is kept of any number of them. */

export interface CommitTimes {
  /** Upper bounds in s with how many took no longer, ascending. */
  readonly buckets: () => readonly (readonly [number, number])[];
  readonly count: () => number;
  readonly sumS: () => number;
  add(seconds: number): void;
}

/** A commit waits for the disk: 1 ms on a good one, 10 ms on a spinning one, more on one in trouble. */
const BOUNDS_S = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2] as const;

export function commitTimes(): CommitTimes {
  const within = BOUNDS_S.map(() => 0);
  let count = 0;
  let sumS = 0;
  return {
    buckets: () => BOUNDS_S.map((bound, index) => [bound, within[index] ?? 0] as const),
    count: () => count,
    sumS: () => sumS,
    add(seconds) {
      count++;
      sumS += seconds;
      for (const [index, bound] of BOUNDS_S.entries())
        if (seconds <= bound) within[index] = (within[index] ?? 0) + 1;
    },
  };
}
