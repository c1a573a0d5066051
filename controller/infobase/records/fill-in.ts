/** Block records older than the tables by columns get their rows, once. */
import { z } from "zod";
import type { BlockRecordRow } from "../block-row.ts";
import type { InfoBase } from "../info-base.ts";
import { enterBlock } from "./enter-block.ts";

interface OldRow extends Omit<BlockRecordRow, "record"> {
  /** JSON. */
  readonly record: string;
  readonly recordedAt: string;
}

const judgedSchema = z.object({ input: z.object({ resolutionHr: z.number().positive() }) });

/** One commit. What a device's resolution was then stands in the requests of the judgements. */
export function fillInRecords(base: InfoBase): void {
  const rows = base
    .prepare<[], OldRow>(
      `SELECT batch, serial, attempt, slot, outcome, place, record, recorded_at AS recordedAt FROM block_record
       WHERE NOT EXISTS (SELECT 1 FROM verdict WHERE verdict.batch = block_record.batch
         AND verdict.serial = block_record.serial AND verdict.attempt = block_record.attempt) ORDER BY rowid`,
    )
    .all();
  base
    .transaction(() => {
      for (const row of rows) {
        const resolution = resolutionThen(base, row);
        enterBlock(base, { ...row, record: JSON.parse(row.record) }, () => resolution);
      }
    })
    .immediate();
}

function resolutionThen(base: InfoBase, { batch, serial, attempt }: OldRow): number | undefined {
  const block = `batch/${batch}/block/${serial}${attempt === 1 ? "" : `@${attempt}`}/`;
  const row = base
    .prepare<[string, string], { request: string }>(
      `SELECT request FROM job WHERE key >= ? AND key < ? AND kind = 'computation'
         AND request ->> '$.name' = 'judge' ORDER BY sequence DESC LIMIT 1`,
    )
    .get(block, `${block.slice(0, -1)}0`);
  const judged = judgedSchema.safeParse(row === undefined ? null : JSON.parse(row.request));
  return judged.success ? judged.data.input.resolutionHr : undefined;
}
