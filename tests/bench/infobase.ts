/**
 * `node tests/bench/infobase.ts [--blocks 1000000] [--json]`: what the information base does with many years of blocks: written
 * through its own doors, searched, one block's history, a backup while somebody writes. On disk, triggers and audit trail and all.
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openInfoBase, openInfoBaseForReading } from "../../controller/infobase/index.ts";
import { measureBackup } from "./infobase-backup.ts";
import { ingest } from "./infobase-ingest.ts";
import { measureHistory, measureSearch } from "./infobase-search.ts";

const { values } = parseArgs({
  options: {
    blocks: { type: "string", default: "1000000" },
    json: { type: "boolean", default: false },
    folder: { type: "string", default: tmpdir() },
  },
});
const blocks = Number(values.blocks);
if (!Number.isInteger(blocks) || blocks < 1_000)
  throw new Error("--blocks: give a whole number from 1000 on");

const folder = mkdtempSync(join(values.folder, "hardlab-infobase-bench-"));
try {
  const base = openInfoBase(folder);
  const ingestPerS = ingest(base, blocks);
  base.pragma("wal_checkpoint(TRUNCATE)");
  base.close();
  const fileGb = statSync(join(folder, "hardlab.sqlite")).size / 1e9;
  const reading = openInfoBaseForReading(folder);
  const searchMs = measureSearch(reading, blocks);
  const historyMs = measureHistory(reading, blocks);
  reading.close();
  const { backupS, overheadRatioDuringBackup } = await measureBackup(folder);
  const result = {
    blocks,
    indentations: blocks * 5,
    ingestPerS,
    searchMs,
    historyMs,
    fileGb: Number(fileGb.toFixed(3)),
    backupS,
    overheadRatioDuringBackup,
  };
  console.log(
    `${blocks} blocks: ${ingestPerS} blocks/s written; search ${searchMs.median} ms median, ${searchMs.p95} ms at 95 %; history ${historyMs.median} and ${historyMs.p95} ms; ${result.fileGb} GB; backup ${backupS} s, a commit meanwhile takes ${overheadRatioDuringBackup} times as long`,
  );
  if (values.json) console.log(JSON.stringify(result));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
