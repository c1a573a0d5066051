import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { readLabFile } from "../../devices/index.ts";
import { runTrial } from "../trial/index.ts";
import { createLog } from "./log.ts";
import { progressBar } from "./progress.ts";
import { printTrial } from "./trial-tables.ts";

interface TrialCommand {
  readonly lab: string;
  readonly speed?: number;
  readonly seed: number;
  readonly data?: string;
  readonly blocks?: number;
  readonly json?: boolean;
}

/** Exit status 0 when every block stands where it should and the record agrees with the truth. */
export async function trial(options: TrialCommand): Promise<void> {
  const lab = readLabFile(options.lab);
  if (lab.virtual === undefined)
    throw new Error(`${lab.file} names real devices; the trial runs on a virtual lab only`);
  const temporary = options.data === undefined;
  const dataDir =
    options.data === undefined ? mkdtempSync(join(tmpdir(), "hardlab-trial-")) : resolve(options.data);
  const bar = progressBar(process.stderr);
  const { report, truth } = await runTrial({
    lab,
    dataDir,
    speed: options.speed ?? lab.speed,
    seed: options.seed,
    log: createLog("warn"),
    onProgress: bar.show,
    ...(options.blocks === undefined ? {} : { blocks: options.blocks }),
  });
  bar.end();
  if (temporary) rmSync(dataDir, { recursive: true, force: true });
  const clean = [truth.missing, truth.doubled, truth.misattributed, truth.misplaced, truth.invented].every(
    (list) => list.length === 0,
  );
  const ok = report.ok && clean;
  const { table, ...rest } = report;
  if (options.json === true) process.stdout.write(`${JSON.stringify({ ...rest, ok, truth })}\n`);
  else process.stdout.write(`${printTrial({ ...rest, table }, truth, lab.tray)}\n`);
  process.exitCode = ok ? 0 : 2;
}
