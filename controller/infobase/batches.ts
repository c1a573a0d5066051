/** Batches, their block records, and who this controller is. */
import { randomInt } from "node:crypto";
import type { Json } from "../../workflows/index.ts";
import type { BatchState, BlockRecordRow } from "./block-row.ts";
import type { InfoBase } from "./info-base.ts";
import { prepared } from "./prepared.ts";
import { enterBlock, type ResolutionOf } from "./records/enter-block.ts";

/** The uint32 that names this ledger to devices; drawn once, at the first call on a new information base. */
export function controllerIdentity(base: InfoBase): number {
  const read = base.prepare<[], { controller_id: number }>("SELECT controller_id FROM identity");
  const known = read.get();
  if (known !== undefined) return known.controller_id;
  const drawn = randomInt(1, 2 ** 32);
  base
    .prepare("INSERT INTO identity (id, controller_id, created_at) VALUES (1, ?, ?)")
    .run(drawn, new Date().toISOString());
  return drawn;
}

export interface Batch {
  readonly id: string;
  readonly line: string;
  readonly state: BatchState;
  readonly workflowVersion: number;
  readonly order: Json;
  readonly result: Json;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

interface BatchRow {
  id: string;
  line: string;
  state: BatchState;
  workflow_version: number;
  batch_order: string;
  result: string | null;
  created_at: string;
  ended_at: string | null;
}

const asBatch = (row: BatchRow): Batch => ({
  id: row.id,
  line: row.line,
  state: row.state,
  workflowVersion: row.workflow_version,
  order: JSON.parse(row.batch_order),
  result: row.result === null ? null : JSON.parse(row.result),
  createdAt: row.created_at,
  endedAt: row.ended_at,
});

/** Queues a batch under the next free number (`B-0001` …) and returns its id. */
export function queueBatch(
  base: InfoBase,
  batch: { line: string; order: Json; workflowVersion: number },
  createdAt = new Date().toISOString(),
): string {
  const insert = base.transaction((): string => {
    const { count } = base.prepare<[], { count: number }>("SELECT count(*) AS count FROM batch").get() ?? {
      count: 0,
    };
    const id = `B-${String(count + 1).padStart(4, "0")}`;
    base
      .prepare(
        "INSERT INTO batch (id, line, state, workflow_version, batch_order, created_at) VALUES (?, ?, 'queued', ?, ?, ?)",
      )
      .run(id, batch.line, batch.workflowVersion, JSON.stringify(batch.order), createdAt);
    return id;
  });
  return insert.immediate();
}

/** All batches, oldest first. */
export function listBatches(base: InfoBase): Batch[] {
  return base.prepare<[], BatchRow>("SELECT * FROM batch ORDER BY created_at, id").all().map(asBatch);
}

export function findBatch(base: InfoBase, id: string): Batch | undefined {
  const row = base.prepare<[string], BatchRow>("SELECT * FROM batch WHERE id = ?").get(id);
  return row === undefined ? undefined : asBatch(row);
}

/** Marks a batch as ended, with its result. A write for a computation's commit. */
export function endBatch(base: InfoBase, id: string, state: "finished" | "stopped", result: Json): void {
  base
    .prepare("UPDATE batch SET state = ?, result = ?, ended_at = ? WHERE id = ?")
    .run(state, JSON.stringify(result), new Date().toISOString(), id);
}

export interface RecordOptions {
  readonly resolutionOf?: ResolutionOf;
  /** ISO 8601, UTC; now when not given. */
  readonly recordedAt?: string;
}

/**
 * Writes a block's record, and its verdict, indentations and readings by columns; once written they stay. A write for a
 * computation's commit.
 */
export function writeBlockRecord(
  base: InfoBase,
  row: BlockRecordRow,
  { resolutionOf = () => undefined, recordedAt = new Date().toISOString() }: RecordOptions = {},
): void {
  prepared(
    base,
    `INSERT INTO block_record (batch, serial, attempt, slot, outcome, place, record, recorded_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    row.batch,
    row.serial,
    row.attempt,
    row.slot,
    row.outcome,
    row.place,
    JSON.stringify(row.record),
    recordedAt,
  );
  enterBlock(base, { ...row, recordedAt }, resolutionOf);
}

/** The records of a batch in the order they were made. */
export function listBlockRecords(base: InfoBase, batch: string): BlockRecordRow[] {
  return base
    .prepare<[string], Omit<BlockRecordRow, "record"> & { record: string }>(
      "SELECT batch, serial, attempt, slot, outcome, place, record FROM block_record WHERE batch = ? ORDER BY rowid",
    )
    .all(batch)
    .map((row) => ({ ...row, record: JSON.parse(row.record) }));
}

/** Running batches that began with another version of the workflows: their keys may not be asked for in this one's order. */
export function foreignBatches(base: InfoBase, workflowVersion: number): Batch[] {
  return listBatches(base).filter(
    (batch) => batch.state === "running" && batch.workflowVersion !== workflowVersion,
  );
}

/** The number of the line's latest turn whose batch is still open, or the next one. */
export function firstTurn(base: InfoBase, line: string): number {
  const turns = base
    .prepare<[string], { key: string; state: BatchState | null }>(
      `SELECT job.key AS key, batch.state AS state
       FROM job LEFT JOIN batch ON batch.id = json_extract(job.outcome, '$.value.batch')
       WHERE job.kind = 'takeBatch' AND job.key GLOB 'line/' || ? || '/turn/*' ORDER BY job.sequence`,
    )
    .all(line);
  const open = turns.find((turn) => turn.state === "running");
  return open === undefined ? turns.length + 1 : Number(open.key.split("/").at(-1));
}

export interface IndentationJob {
  readonly key: string;
  readonly device: string;
  readonly number: number | null;
  readonly request: Json;
  readonly outcome: Json;
}

/** Every indentation ever told to a device, with its outcome; in the order told. */
export function listJobsOfCommand(base: InfoBase, command: string): IndentationJob[] {
  return base
    .prepare<
      [string],
      {
        key: string;
        device: string;
        number: number | null;
        request: string;
        outcome: string | null;
      }
    >(
      `SELECT key, device, number, request, outcome FROM job
       WHERE kind = 'action' AND json_extract(request, '$.command') = ? ORDER BY sequence`,
    )
    .all(command)
    .map((row) => ({
      ...row,
      request: JSON.parse(row.request),
      outcome: row.outcome === null ? null : JSON.parse(row.outcome),
    }));
}

export interface BatchJob {
  readonly key: string;
  readonly kind: string;
  readonly device: string | null;
  readonly number: number | null;
  readonly openedAt: string;
  readonly finishedAt: string | null;
}

/** Every job of a batch in the order they were entered. */
export function listBatchJobs(base: InfoBase, batch: string): BatchJob[] {
  return base
    .prepare<[string], BatchJob>(
      `SELECT key, kind, device, number, opened_at AS openedAt, finished_at AS finishedAt
       FROM job WHERE batch = ? ORDER BY sequence`,
    )
    .all(batch);
}
