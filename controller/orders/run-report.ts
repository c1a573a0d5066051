/** What became of an order's blocks, read from the record. */
import { z } from "zod";
import { type BlockRecordRow, type InfoBase, listBlockRecords } from "../infobase/index.ts";

export interface ReportedBlock {
  readonly slot: number;
  readonly block: string;
  /** Where it stands now: `slot:7` or `reject:1`. */
  readonly place: string;
  readonly passed: boolean;
  readonly outcome: BlockRecordRow["outcome"];
  readonly reason: string;
  /** Counted readings, HR, in the order made. */
  readonly readings: readonly number[];
  readonly meanHr: number | null;
  readonly uniformityHr: number | null;
  readonly limitHr: number | null;
}

export interface RunReport {
  readonly batch: string;
  /** Blocks with a record. */
  readonly blocks: number;
  /** Back in their slots. */
  readonly passed: number;
  readonly rejected: readonly { readonly block: string; readonly slot: string; readonly reason: string }[];
  /** Neither passed nor rejected: skipped, or not finished. */
  readonly left: readonly { readonly block: string; readonly outcome: string; readonly reason: string }[];
  /** Counted indentations. */
  readonly indentations: number;
  readonly table: readonly ReportedBlock[];
}

const recordSchema = z.object({
  reason: z.string().default(""),
  verdict: z.object({ meanHr: z.number(), uniformityHr: z.number(), limitHr: z.number() }).nullish(),
  indentations: z.array(z.object({ purpose: z.string(), readingHr: z.number().nullable() })).default([]),
});

/** The latest record of each block of a batch, by slot. */
export function runReport(base: InfoBase, batch: string): RunReport {
  const latest = new Map(listBlockRecords(base, batch).map((row) => [row.serial, row]));
  const table = [...latest.values()].map(reported).sort((a, b) => a.slot - b.slot);
  return {
    batch,
    blocks: table.length,
    passed: table.filter(({ passed }) => passed).length,
    rejected: table
      .filter(({ outcome }) => outcome === "rejected")
      .map(({ block, place, reason }) => ({ block, slot: place, reason })),
    left: table
      .filter(({ outcome }) => outcome !== "passed" && outcome !== "rejected")
      .map(({ block, outcome, reason }) => ({ block, outcome, reason })),
    indentations: table.reduce((sum, { readings }) => sum + readings.length, 0),
    table,
  };
}

function reported({ serial, slot, place, outcome, record }: BlockRecordRow): ReportedBlock {
  const { reason, verdict, indentations } = recordSchema.parse(record);
  return {
    slot,
    block: serial,
    place,
    passed: outcome === "passed",
    outcome,
    reason,
    readings: indentations.flatMap(({ purpose, readingHr }) =>
      purpose === "counted" && readingHr !== null ? [readingHr] : [],
    ),
    meanHr: verdict?.meanHr ?? null,
    uniformityHr: verdict?.uniformityHr ?? null,
    limitHr: verdict?.limitHr ?? null,
  };
}
