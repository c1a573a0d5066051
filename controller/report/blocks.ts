/** Every block of a batch with all its attempts, as recorded. */
import { z } from "zod";
import { type Batch, type InfoBase, listBlockRecords, recordTimes } from "../infobase/index.ts";

const indentationSchema = z.object({
  key: z.string(),
  purpose: z.enum(["preliminary", "counted"]),
  /** In the gripper's frame, mm. */
  xMm: z.number(),
  yMm: z.number(),
  /** HR; null when its value was lost or it was not made. */
  readingHr: z.number().nullable(),
  made: z.enum(["yes", "no", "unknown"]),
  /** Why its value does not count; empty when it does. */
  setAside: z.string(),
});
export type ReportedIndentation = z.infer<typeof indentationSchema>;

const verdictSchema = z.object({
  passed: z.boolean(),
  provisional: z.boolean(),
  meanHr: z.number(),
  uniformityHr: z.number(),
  limitHr: z.number(),
  reportedMean: z.string(),
  reportedUniformity: z.string(),
  decisive: z.string(),
  table: z.object({ id: z.string(), revision: z.number(), status: z.string() }),
});

const recordSchema = z.object({
  reason: z.string().default(""),
  measured: z.object({ numbers: z.record(z.string(), z.number()) }).nullish(),
  verdict: verdictSchema.nullish(),
  indentations: z.array(indentationSchema).default([]),
});

const orderSchema = z.object({
  blocks: z.array(
    z.object({
      slot: z.number(),
      serial: z.string(),
      scale: z.string(),
      nominalHr: z.number(),
      client: z.string().default(""),
      maker: z.string().default(""),
    }),
  ),
});

export interface BlockAttempt {
  readonly attempt: number;
  readonly outcome: string;
  readonly place: string;
  /** Why it did not pass; empty otherwise. */
  readonly reason: string;
  readonly recordedAt: string;
  /** What the stage measured, by name, mm; null when it was not measured. */
  readonly measured: Readonly<Record<string, number>> | null;
  readonly verdict: z.infer<typeof verdictSchema> | null;
  /** In the order made. */
  readonly indentations: readonly ReportedIndentation[];
}

export interface BlockReport {
  readonly slot: number;
  readonly serial: string;
  readonly scale: string;
  readonly nominalHr: number;
  readonly client: string;
  readonly maker: string;
  /** The first one first; none while the block waits. */
  readonly attempts: readonly BlockAttempt[];
}

/** In the order of the tray. */
export function blockReports(base: InfoBase, batch: Batch): BlockReport[] {
  const records = listBlockRecords(base, batch.id);
  const times = recordTimes(base, batch.id);
  return orderSchema.parse(batch.order).blocks.map((block) => ({
    ...block,
    attempts: records
      .filter(({ serial }) => serial === block.serial)
      .map(({ attempt, outcome, place, record }): BlockAttempt => {
        const { reason, measured, verdict, indentations } = recordSchema.parse(record);
        return {
          attempt,
          outcome,
          place,
          reason,
          recordedAt: times.get(`${block.serial}@${attempt}`) ?? "",
          measured: measured?.numbers ?? null,
          verdict: verdict ?? null,
          indentations,
        };
      }),
  }));
}
