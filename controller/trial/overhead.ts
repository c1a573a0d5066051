/** What the controller costs: from the end of a block's job on a device to the start of its next one, by the devices' own log. */
import type { InfoBase } from "../infobase/index.ts";
import { listBatchJobs } from "../infobase/index.ts";
import type { Truth } from "../lab/virtual-lab.ts";

export interface Spread {
  readonly median: number;
  readonly p99: number;
}

/** Median and 99th percentile (nearest rank) of a sample; NaN when it is empty. */
export function spreadOf(sample: readonly number[]): Spread {
  const sorted = [...sample].sort((a, b) => a - b);
  const at = (part: number): number => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
  return {
    median: Math.round(at(0.5) * 100) / 100,
    p99: Math.round(at(0.99) * 100) / 100,
  };
}

/** Gaps of every block of these batches; the time of computations that stand between two jobs is taken off. */
export function overheads(
  base: InfoBase,
  truth: Truth,
  batches: readonly string[],
): { spread: Spread; jobs: number } {
  const rows = batches.flatMap((batch) => listBatchJobs(base, batch));
  const keys = new Map(
    rows.flatMap((row) => (row.number === null ? [] : [[`${row.device}/${row.number}`, row.key]])),
  );
  const computing = rows
    .filter(({ kind }) => kind === "computation")
    .map(({ openedAt, finishedAt }) => ({
      from: Date.parse(openedAt),
      to: Date.parse(finishedAt ?? openedAt),
    }));
  const lastEnd = new Map<string, number>();
  const gaps: number[] = [];
  let jobs = 0;
  for (const job of truth.jobs) {
    const block = /\/block\/([^/]+)\//.exec(keys.get(`${job.device}/${job.jobNumber}`) ?? "")?.[1];
    jobs++;
    if (block === undefined || job.endMs === undefined) continue;
    const from = lastEnd.get(block);
    if (from !== undefined) {
      const computed = computing
        .filter((span) => span.from >= from - 2 && span.to <= job.startMs + 2)
        .reduce((sum, span) => sum + span.to - span.from, 0);
      gaps.push(Math.max(0, job.startMs - from - computed));
    }
    lastEnd.set(block, job.endMs);
  }
  return { spread: spreadOf(gaps), jobs };
}
