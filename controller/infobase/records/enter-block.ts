/** Enters what became of a block by columns: its verdict, indentations and readings. Part of the commit of its record. */
import { z } from "zod";
import type { BlockRecordRow } from "../block-row.ts";
import type { InfoBase } from "../info-base.ts";
import { findJob, type JobGlimpse } from "../progress.ts";
import { type BlockRecord, oldIndentations, recordSchema } from "./block-record.ts";
import { enterEnvironment } from "./enter-environment.ts";
import { insertRow } from "./insert.ts";
import { build, rowOf } from "./tables.ts";

export interface RecordedBlock extends BlockRecordRow {
  /** ISO 8601, UTC. */
  readonly recordedAt: string;
}

/** Smallest step of a device's readings in the unit of the scale; undefined when nobody knows. */
export type ResolutionOf = (device: string) => number | undefined;

/** Unit of a scale's values: HBW blocks are told by their scale's name. */
export const unitOf = (scale: string): string => (scale.startsWith("HBW") ? "HBW" : "HR");

/** Enters the rows of a block that was just recorded; returns the verdict's id. */
export function enterBlock(base: InfoBase, row: RecordedBlock, resolutionOf: ResolutionOf): number {
  const record = recordSchema.parse(row.record);
  const { block, verdict } = record;
  const id = insertRow(base, "verdict", {
    batch: row.batch,
    serial: row.serial,
    attempt: row.attempt,
    block: enterBlockState(base, row, record),
    line: record.line,
    scale: block.scale,
    nominal_value: block.nominalHr,
    outcome: row.outcome,
    reason: record.reason,
    place: row.place,
    client: block.client,
    maker: block.maker,
    mean_value: verdict?.meanHr ?? null,
    uniformity: verdict?.uniformityHr ?? null,
    limit_value: verdict?.limitHr ?? null,
    expanded_uncertainty: verdict?.uncertainty.expandedHr ?? null,
    provisional: verdict?.provisional == null ? null : Number(verdict.provisional),
    limit_table: limitTableId(base, verdict?.table ?? null),
    decided_at: row.recordedAt,
  });
  enterIndentations(base, id, record, resolutionOf);
  enterEnvironment(base, row.batch);
  return id;
}

/** The block as the order describes it: a new row only when something differs from what was known. */
function enterBlockState(base: InfoBase, { serial, recordedAt }: RecordedBlock, record: BlockRecord): number {
  const { shape, diameterMm, lengthMm, widthMm, thicknessMm, maker, client } = record.block;
  const known = rowOf(
    base,
    build
      .selectFrom("block")
      .selectAll()
      .where("serial", "=", serial)
      .orderBy("id", "desc")
      .limit(1)
      .compile(),
  );
  const now = {
    serial,
    shape,
    diameter_mm: diameterMm,
    length_mm: lengthMm,
    width_mm: widthMm,
    thickness_mm: thicknessMm,
    maker,
    client,
  };
  const { id, known_at: _at, ...before } = known ?? { id: 0, known_at: "" };
  if (JSON.stringify(before) === JSON.stringify(now)) return id;
  return insertRow(base, "block", { ...now, known_at: recordedAt });
}

function limitTableId(base: InfoBase, table: { id: string; revision: number } | null): number | null {
  if (table === null) return null;
  const row = rowOf(
    base,
    build
      .selectFrom("limit_table")
      .select("id")
      .where("name", "=", table.id)
      .where("revision", "=", table.revision)
      .orderBy("id", "desc")
      .limit(1)
      .compile(),
  );
  return row?.id ?? null;
}

function enterIndentations(
  base: InfoBase,
  verdict: number,
  { look, indentations, block }: BlockRecord,
  resolutionOf: ResolutionOf,
): void {
  const old = oldIndentations(look === null ? null : lastLook(base, look));
  let position = 0;
  for (const { xMm, yMm, diameterMm } of old)
    insertRow(base, "indentation", {
      verdict,
      position: ++position,
      kind: "old",
      made: "yes",
      x_mm: xMm,
      y_mm: yMm,
      diameter_mm: diameterMm,
      value: null,
      set_aside: "",
      job: null,
    });
  for (const { key, purpose, xMm, yMm, readingHr, made, setAside } of indentations) {
    insertRow(base, "indentation", {
      verdict,
      position: ++position,
      kind: purpose,
      made,
      x_mm: xMm,
      y_mm: yMm,
      diameter_mm: null,
      value: readingHr,
      set_aside: setAside,
      job: key,
    });
    enterReading(base, { verdict, position, unit: unitOf(block.scale) }, findJob(base, key), resolutionOf);
  }
}

const hardnessSchema = z.object({ numbers: z.object({ hardness: z.number() }) });

/** The raw value as the device gave it; none when its job gave none. */
function enterReading(
  base: InfoBase,
  place: { verdict: number; position: number; unit: string },
  job: JobGlimpse | undefined,
  resolutionOf: ResolutionOf,
): void {
  if (job?.outcome?.ok !== true || job.device === null || job.number === null || job.finishedAt === null)
    return;
  const read = hardnessSchema.safeParse(job.outcome.value);
  if (!read.success) return;
  insertRow(base, "reading", {
    ...place,
    quantity: "hardness",
    value: read.data.numbers.hardness,
    resolution: resolutionOf(job.device) ?? null,
    device: job.device,
    job: job.key,
    job_number: job.number,
    raw: JSON.stringify(job.outcome.value),
    read_at: job.finishedAt,
  });
}

/** Outcome of the last look at a block that succeeded; null when none did. */
function lastLook(base: InfoBase, key: string): unknown {
  const row = base
    .prepare<[string, string], { outcome: string }>(
      `SELECT outcome FROM job WHERE key > ? || '#' AND key < ? || '$' AND key LIKE '%/look'
         AND kind = 'computation' AND outcome ->> '$.ok' = 1 ORDER BY sequence DESC LIMIT 1`,
    )
    .get(key, key);
  return row === undefined ? null : JSON.parse(row.outcome).value;
}
