/** Corrections (更正): the wrong row stays, a new one says what should stand there, who says so, when and why. */
import type { Json } from "../../../workflows/index.ts";
import { canonicalJson } from "../audit/hashes.ts";
import { InfoBaseError } from "../info-base-error.ts";
import { type InfoBase, MIGRATIONS } from "../open.ts";
import { insertRow } from "./insert.ts";
import { build, rowsOf } from "./tables.ts";

export interface Correction {
  /** Table of the row that is wrong. */
  readonly subject: string;
  /** Its key as the audit trail writes it: `17`, or `["B-0001","2007-101",1]` for more than one column. */
  readonly key: string;
  /** What should stand there, by column. */
  readonly corrected: Readonly<Record<string, Json>>;
  readonly reason: string;
  readonly by: string;
}

export interface CorrectionRow extends Correction {
  readonly at: string;
}

/** Enters a correction; throws an InfoBaseError when the row or a column is not there. `at`: ISO 8601, UTC. */
export function enterCorrection(base: InfoBase, correction: Correction, at: string): void {
  const { subject, key, corrected, reason, by } = correction;
  const covers = MIGRATIONS.flatMap(({ covers = [] }) => covers).filter(({ table }) => table === subject);
  const columns = covers.flatMap((cover) => cover.columns);
  const unknown = Object.keys(corrected).filter((column) => !columns.includes(column));
  if (columns.length === 0) throw new InfoBaseError(`there are no records called ${subject} to correct`);
  if (unknown.length > 0) throw new InfoBaseError(`${subject} has no ${unknown.join(", ")} to correct`);
  const entered = base
    .prepare<[string, string], unknown>("SELECT 1 FROM audit WHERE subject = ? AND key = ? LIMIT 1")
    .get(subject, key);
  if (entered === undefined) throw new InfoBaseError(`there is no ${subject} ${key} to correct`);
  if (reason.trim() === "" || by.trim() === "") throw new InfoBaseError("say why, and who corrects it");
  insertRow(base, "correction", {
    subject,
    key,
    corrected: canonicalJson(corrected),
    reason,
    corrected_by: by,
    corrected_at: at,
  });
}

/** The corrections of a row, oldest first. */
export function correctionsOf(base: InfoBase, subject: string, key: string): CorrectionRow[] {
  return rowsOf(
    base,
    build
      .selectFrom("correction")
      .selectAll()
      .where("subject", "=", subject)
      .where("key", "=", key)
      .orderBy("id")
      .compile(),
  ).map((row) => ({
    subject,
    key,
    corrected: JSON.parse(row.corrected),
    reason: row.reason,
    by: row.corrected_by,
    at: row.corrected_at,
  }));
}
