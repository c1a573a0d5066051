/** What a trial shows: the sorted tray, the record against the physical truth, the published values, and how fast it went. */
import { z } from "zod";
import { type BlockRecordRow, findBatch, type InfoBase, listBlockRecords } from "../infobase/index.ts";
import type { Truth } from "../lab/virtual-lab.ts";
import { blockRecordSchema } from "./compare-truth.ts";
import { overheads, type Spread } from "./overhead.ts";
import { publishedBlocks } from "./published.ts";

export interface TrialBlock {
  readonly slot: number;
  readonly block: string;
  readonly place: string;
  readonly passed: boolean;
  readonly reason: string;
  readonly readings: readonly number[];
  readonly meanHr: number | null;
  readonly uniformityHr: number | null;
  readonly limitHr: number | null;
  /** Record less physical field at the dents actually made, HR. */
  readonly meanDeviation: number | null;
  readonly uniformityDeviation: number | null;
}

export interface TrialReport {
  readonly ok: boolean;
  readonly blocks: number;
  readonly passed: number;
  readonly rejected: readonly {
    readonly block: string;
    readonly slot: string;
    readonly reason: string;
  }[];
  /** Counted indentations. */
  readonly indentations: number;
  readonly maxMeanDeviation: number;
  readonly maxUniformityDeviation: number;
  readonly published: readonly {
    readonly block: string;
    readonly mean: number;
    readonly publishedMean: number;
    readonly meanDeviation: number;
    readonly uniformity: number;
    readonly publishedUniformity: number;
    readonly uniformityDeviation: number;
  }[];
  readonly jobs: number;
  readonly overheadMs: Spread;
  readonly wallS: number;
  readonly table: readonly TrialBlock[];
}

const recordSchema = blockRecordSchema.extend({
  reason: z.string(),
  verdict: z
    .object({
      meanHr: z.number(),
      uniformityHr: z.number(),
      limitHr: z.number(),
    })
    .nullable(),
});

/**
 * Reads a finished trial from the record and holds it against the truth. `batches`: the trial's own, then those that took it up after
 * a stop; a block's last record counts.
 */
export function trialReport(
  base: InfoBase,
  truth: Truth,
  batches: readonly string[],
  wallS: number,
): TrialReport {
  const latest = new Map<string, BlockRecordRow>();
  for (const row of batches.flatMap((batch) => listBlockRecords(base, batch))) {
    // Entered anew, a block that was worked again stands where its last record was made.
    latest.delete(row.serial);
    latest.set(row.serial, row);
  }
  const rows = [...latest.values()];
  const table = rows.map((row) => trialBlock(row, truth));
  const rejected = table
    .filter(({ passed }) => !passed)
    .map(({ block, place, reason }) => ({ block, slot: place, reason }));
  const home = table.filter(({ passed, place, slot }) => passed && place === `slot:${slot}`).length;
  const inOrder = rejected.every(({ slot }, index) => slot === `reject:${index + 1}`);
  const physical = truth.blocks.every(
    ({ id, home: own, place }) => (table.find(({ block }) => block === id)?.place ?? own) === place,
  );
  const { spread, jobs } = overheads(base, truth, batches);
  return {
    ok:
      rows.length === orderedBlocks(base, batches[0] ?? "").length &&
      home + rejected.length === rows.length &&
      inOrder &&
      physical,
    blocks: rows.length,
    passed: home,
    rejected,
    indentations: table.reduce((sum, { readings }) => sum + readings.length, 0),
    maxMeanDeviation: largest(table.map(({ meanDeviation }) => meanDeviation)),
    maxUniformityDeviation: largest(table.map(({ uniformityDeviation }) => uniformityDeviation)),
    published: publishedBlocks().flatMap(({ block, manualMean, manualUniformity }) => {
      const found = table.find((row) => row.block === block);
      if (found?.meanHr == null || found.uniformityHr === null) return [];
      return [
        {
          block,
          mean: found.meanHr,
          publishedMean: manualMean,
          meanDeviation: rounded(found.meanHr - manualMean),
          uniformity: found.uniformityHr,
          publishedUniformity: manualUniformity,
          uniformityDeviation: rounded(found.uniformityHr - manualUniformity),
        },
      ];
    }),
    jobs,
    overheadMs: spread,
    wallS: Math.round(wallS * 10) / 10,
    table,
  };
}

/** Blocks the batch's order names. */
export function orderedBlocks(base: InfoBase, batch: string): readonly unknown[] {
  return z.object({ blocks: z.array(z.unknown()) }).parse(findBatch(base, batch)?.order).blocks;
}

function trialBlock(row: BlockRecordRow, truth: Truth): TrialBlock {
  const { verdict, reason, indentations } = recordSchema.parse(row.record);
  const counted = indentations.filter(
    ({ purpose, readingHr, setAside }) => purpose === "counted" && readingHr !== null && setAside === "",
  );
  const fields = counted.map((indentation) => fieldAt(row.serial, indentation, truth));
  const fieldMean = fields.reduce((sum, value) => sum + value, 0) / fields.length;
  const fieldRange = Math.max(...fields) - Math.min(...fields);
  return {
    slot: row.slot,
    block: row.serial,
    place: row.place,
    passed: row.outcome === "passed",
    reason,
    readings: counted.flatMap(({ readingHr }) => (readingHr === null ? [] : [readingHr])),
    meanHr: verdict?.meanHr ?? null,
    uniformityHr: verdict?.uniformityHr ?? null,
    limitHr: verdict?.limitHr ?? null,
    meanDeviation: verdict === null ? null : rounded(verdict.meanHr - fieldMean),
    uniformityDeviation: verdict === null ? null : rounded(verdict.uniformityHr - fieldRange),
  };
}

/** Noise-free hardness at the dent that stands nearest to where the record has one. */
function fieldAt(serial: string, at: { xMm: number; yMm: number }, truth: Truth): number {
  let nearest = { offMm: Number.POSITIVE_INFINITY, fieldHr: Number.NaN };
  for (const { block, gripperXMm, gripperYMm, fieldHr } of truth.dents) {
    if (block !== serial || gripperXMm === undefined || gripperYMm === undefined) continue;
    const offMm = Math.hypot(gripperXMm - at.xMm, gripperYMm - at.yMm);
    if (offMm < nearest.offMm) nearest = { offMm, fieldHr };
  }
  return nearest.fieldHr;
}

function largest(deviations: readonly (number | null)[]): number {
  return Math.max(0, ...deviations.map((deviation) => Math.abs(deviation ?? 0)));
}

/** Takes the binary crumbs off a difference of decimals. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
