/** Where batches, blocks and devices stand, read from the jobs and block records as they are written. */
import type { Json, Outcome } from "../../workflows/index.ts";
import type { BatchState, BlockOutcome } from "./block-row.ts";
import type { InfoBase } from "./info-base.ts";

/** A number that goes up with every row this controller changes; unchanged, nothing was written in between. */
export function changeCount(base: InfoBase): number {
  return base.prepare<[], { changes: number }>("SELECT total_changes() AS changes").get()?.changes ?? 0;
}

export interface JobGlimpse {
  readonly key: string;
  readonly kind: string;
  readonly device: string | null;
  /** The device's number for it; null when nothing was sent. */
  readonly number: number | null;
  readonly request: Json;
  readonly state: "open" | "sent" | "finished";
  readonly outcome: Outcome | null;
  readonly openedAt: string;
  readonly finishedAt: string | null;
}

type GlimpseRow = Omit<JobGlimpse, "request" | "outcome"> & { request: string; outcome: string | null };

const COLUMNS =
  "key, kind, device, number, request, state, outcome, opened_at AS openedAt, finished_at AS finishedAt";

const asGlimpse = (row: GlimpseRow): JobGlimpse => ({
  ...row,
  request: JSON.parse(row.request),
  outcome: row.outcome === null ? null : JSON.parse(row.outcome),
});

/** The job a batch stands at: its latest unfinished one, or else the one entered last. */
export function currentJob(base: InfoBase, batch: string): JobGlimpse | undefined {
  const unfinished = base
    .prepare<[string], GlimpseRow>(
      // Few jobs are ever unfinished; a batch has a thousand.
      `SELECT ${COLUMNS} FROM job INDEXED BY job_unfinished
       WHERE state <> 'finished' AND batch = ? ORDER BY sequence DESC LIMIT 1`,
    )
    .get(batch);
  const row =
    unfinished ??
    base
      .prepare<[string], GlimpseRow>(
        `SELECT ${COLUMNS} FROM job WHERE batch = ? ORDER BY sequence DESC LIMIT 1`,
      )
      .get(batch);
  return row === undefined ? undefined : asGlimpse(row);
}

/** The last job a device was given a number for. */
export function lastJobOfDevice(base: InfoBase, device: string): JobGlimpse | undefined {
  const row = base
    .prepare<[string], GlimpseRow>(
      `SELECT ${COLUMNS} FROM job JOIN device_counter USING (device)
       WHERE device = ? AND number = last_number ORDER BY sequence DESC LIMIT 1`,
    )
    .get(device);
  return row === undefined ? undefined : asGlimpse(row);
}

/** All jobs whose key begins so, in the order they were entered. `start` ends in `/`. */
export function jobsUnder(base: InfoBase, start: `${string}/`): JobGlimpse[] {
  const afterwards = `${start.slice(0, -1)}0`; // "0" follows "/"
  return base
    .prepare<[string, string], GlimpseRow>(
      `SELECT ${COLUMNS} FROM job WHERE key >= ? AND key < ? ORDER BY sequence`,
    )
    .all(start, afterwards)
    .map(asGlimpse);
}

/** A job by its key; undefined when it has no row. */
export function findJob(base: InfoBase, key: string): JobGlimpse | undefined {
  const row = base.prepare<[string], GlimpseRow>(`SELECT ${COLUMNS} FROM job WHERE key = ?`).get(key);
  return row === undefined ? undefined : asGlimpse(row);
}

/** A question by its key, answered or not; undefined when none such was ever asked. */
export function findDecision(base: InfoBase, key: string): JobGlimpse | undefined {
  const row = base
    .prepare<[string], GlimpseRow>(`SELECT ${COLUMNS} FROM job WHERE kind = 'decision' AND key = ?`)
    .get(key);
  return row === undefined ? undefined : asGlimpse(row);
}

/** Questions that wait for a person, oldest first. */
export function openDecisions(base: InfoBase): JobGlimpse[] {
  return base
    .prepare<[], GlimpseRow>(
      `SELECT ${COLUMNS} FROM job INDEXED BY job_unfinished
       WHERE state <> 'finished' AND kind = 'decision' ORDER BY sequence`,
    )
    .all()
    .map(asGlimpse);
}

export interface BatchGlimpse {
  readonly id: string;
  readonly line: string;
  readonly state: BatchState;
  readonly tray: string;
  readonly order: string;
  readonly item: string;
  readonly total: number;
  /** The stopped batch it goes on with. */
  readonly continues: string | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

/** The newest batches, newest first, without their blocks. */
export function glimpseBatches(base: InfoBase, most: number): BatchGlimpse[] {
  return base
    .prepare<[number], BatchGlimpse>(
      `SELECT id, line, state, batch_order ->> '$.tray' AS tray, batch_order ->> '$.order' AS "order",
         batch_order ->> '$.item' AS item, batch_order ->> '$.continues.batch' AS continues, json_array_length(batch_order, '$.blocks') AS total,
         created_at AS createdAt, ended_at AS endedAt
       FROM batch ORDER BY created_at DESC, id DESC LIMIT ?`,
    )
    .all(most);
}

/** The batch that took up a stopped one, if any. */
export function continuationOf(base: InfoBase, batch: string): string | undefined {
  return base
    .prepare<[string], { id: string }>(
      "SELECT id FROM batch WHERE batch_order ->> '$.continues.batch' = ? ORDER BY created_at, id LIMIT 1",
    )
    .get(batch)?.id;
}

export interface LineLoad {
  /** The batch on the line, if any. */
  readonly running: string | undefined;
  readonly queued: number;
}

/** What a line has in hand and before it. */
export function lineLoad(base: InfoBase, line: string): LineLoad {
  const rows = base
    .prepare<[string], { id: string; state: BatchState }>(
      "SELECT id, state FROM batch WHERE line = ? AND state IN ('running', 'queued') ORDER BY created_at, id",
    )
    .all(line);
  return {
    running: rows.find(({ state }) => state === "running")?.id,
    queued: rows.filter(({ state }) => state === "queued").length,
  };
}

export type BlockCounts = Readonly<Record<BlockOutcome, number>>;

/** Recorded blocks by batch, each by its last attempt; a batch without any is not in the map. */
export function countBlocks(base: InfoBase): ReadonlyMap<string, BlockCounts> {
  const rows = base
    .prepare<[], BlockCounts & { batch: string }>(
      `SELECT batch, sum(outcome = 'passed') AS passed, sum(outcome = 'rejected') AS rejected,
         sum(outcome = 'incomplete') AS incomplete, sum(outcome = 'skipped') AS skipped
       FROM block_record AS last
       WHERE attempt = (SELECT max(attempt) FROM block_record WHERE batch = last.batch AND serial = last.serial)
       GROUP BY batch`,
    )
    .all();
  return new Map(rows.map(({ batch, ...counts }) => [batch, counts]));
}

/** When the blocks of a batch were recorded: the last time by serial, and each attempt by `serial@attempt`. */
export function recordTimes(base: InfoBase, batch: string): ReadonlyMap<string, string> {
  const rows = base
    .prepare<[string], { serial: string; attempt: number; recordedAt: string }>(
      "SELECT serial, attempt, recorded_at AS recordedAt FROM block_record WHERE batch = ? ORDER BY rowid",
    )
    .all(batch);
  return new Map(
    rows.flatMap(({ serial, attempt, recordedAt }) => [
      [serial, recordedAt] as const,
      [`${serial}@${attempt}`, recordedAt] as const,
    ]),
  );
}
