/** Daily verifications of a line's tester by scale, and the blocks a failed one makes suspect. */
import type { Json } from "../../workflows/index.ts";
import type { InfoBase } from "./open.ts";

export interface Verification {
  readonly batch: string;
  readonly line: string;
  readonly scale: string;
  /** Serial of the reference block. */
  readonly reference: string;
  /** Local date, YYYY-MM-DD. */
  readonly day: string;
  readonly passed: boolean;
  readonly record: Json;
}

/** True when the line's latest verification on that scale and day passed. */
export function isVerified(base: InfoBase, line: string, scale: string, day: string): boolean {
  const latest = base
    .prepare<[string, string], { day: string; passed: number }>(
      "SELECT day, passed FROM verification WHERE line = ? AND scale = ? ORDER BY id DESC LIMIT 1",
    )
    .get(line, scale);
  return latest?.day === day && latest.passed === 1;
}

/**
 * Enters a verification. A failed one makes every block suspect that this line judged on the scale since the last one that
 * passed. A write for a computation's commit.
 */
export function writeVerification(base: InfoBase, { record, passed, ...row }: Verification): void {
  const at = new Date().toISOString();
  const lastGood = base
    .prepare<[string, string], { recorded_at: string }>(
      "SELECT recorded_at FROM verification WHERE line = ? AND scale = ? AND passed = 1 ORDER BY id DESC LIMIT 1",
    )
    .get(row.line, row.scale);
  const { lastInsertRowid } = base
    .prepare(
      `INSERT INTO verification (batch, line, scale, reference, day, passed, record, recorded_at)
       VALUES (@batch, @line, @scale, @reference, @day, @passed, @record, @at)`,
    )
    .run({ ...row, passed: passed ? 1 : 0, record: JSON.stringify(record), at });
  if (passed) return;
  base
    .prepare(
      `INSERT INTO suspicion (verification, batch, serial, attempt)
       SELECT ?, block_record.batch, serial, attempt
       FROM block_record JOIN batch ON batch.id = block_record.batch
       WHERE line = ? AND json_extract(record, '$.block.scale') = ? AND outcome IN ('passed', 'rejected')
         AND recorded_at > ?`,
    )
    .run(lastInsertRowid, row.line, row.scale, lastGood?.recorded_at ?? "");
}

export interface Suspicion {
  readonly batch: string;
  readonly serial: string;
  readonly attempt: number;
  /** Of the verification that failed: its day, its scale, the reference block's serial, and the batch it was made in. */
  readonly day: string;
  readonly scale: string;
  readonly reference: string;
  readonly verifiedIn: string;
  /** Why it failed, in words; empty when its record does not say. */
  readonly why: string;
}

/** Blocks in whose values a later failed verification raised doubt; one that two of them doubt stands there twice. */
export function listSuspicions(base: InfoBase): Suspicion[] {
  return base
    .prepare<[], Suspicion>(
      `SELECT suspicion.batch, serial, attempt, day, scale, reference, verification.batch AS verifiedIn,
         coalesce(record ->> '$.verdict.decisive', record ->> '$.reason', '') AS why
       FROM suspicion
       JOIN verification ON verification.id = suspicion.verification ORDER BY verification.id, suspicion.rowid`,
    )
    .all();
}

/** Verifications of a batch, oldest first. */
export function listVerifications(base: InfoBase, batch: string): Verification[] {
  return base
    .prepare<[string], Omit<Verification, "record" | "passed"> & { record: string; passed: number }>(
      "SELECT batch, line, scale, reference, day, passed, record FROM verification WHERE batch = ? ORDER BY id",
    )
    .all(batch)
    .map((row) => ({ ...row, passed: row.passed === 1, record: JSON.parse(row.record) }));
}
