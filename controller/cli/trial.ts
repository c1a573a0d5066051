import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { readLabFile } from "../../devices/index.ts";
import { provisionalNotice } from "../lab/limit-tables.ts";
import { runTrial, TrialHalted } from "../trial/index.ts";
import { commandLine, INTERRUPTED, onInterrupt } from "./interrupt.ts";
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

const PERSON_NEEDED = 3;

/**
 * Exit status 0 when every block stands where it should and the record agrees with the truth, 2 when not, 3 when a person is needed,
 * 130 when interrupted.
 */
export async function trial(options: TrialCommand): Promise<void> {
  const lab = readLabFile(options.lab);
  if (lab.virtual === undefined)
    throw new Error(`${lab.file} names real devices; the trial runs on a virtual lab only`);
  const temporary = options.data === undefined;
  const dataDir =
    options.data === undefined ? mkdtempSync(join(tmpdir(), "hardlab-trial-")) : resolve(options.data);
  const { seed, speed = lab.speed } = options;
  const again = commandLine(["trial"], { lab: lab.file, data: dataDir, seed, speed });
  const bar = progressBar(process.stderr);
  const interrupt = onInterrupt(again);
  const provisional = provisionalNotice(lab);
  if (provisional !== undefined) process.stderr.write(`${provisional}\n`);
  const ended = await runTrial({
    lab,
    dataDir,
    speed,
    seed,
    log: createLog("warn"),
    onProgress: bar.show,
    signal: interrupt.signal,
    ...(options.blocks === undefined ? {} : { blocks: options.blocks }),
  })
    .catch((error: unknown) => {
      if (error instanceof TrialHalted) return error;
      if (temporary) rmSync(dataDir, { recursive: true, force: true });
      throw error;
    })
    .finally(() => {
      bar.end();
      interrupt.release();
    });
  if (ended instanceof TrialHalted) {
    process.stderr.write(`hardlab: ${ended.message}\nThe trial is run again with:\n  ${again}\n`);
    process.exitCode = interrupt.signal.aborted ? INTERRUPTED : PERSON_NEEDED;
    return;
  }
  const { report, truth } = ended;
  if (temporary) rmSync(dataDir, { recursive: true, force: true });
  const clean = [truth.missing, truth.doubled, truth.misattributed, truth.misplaced, truth.invented].every(
    (list) => list.length === 0,
  );
  const ok = report.ok && clean;
  const { table, ...rest } = report;
  if (options.json === true)
    process.stdout.write(`${JSON.stringify({ ...rest, ok, truth, provisional: provisional ?? null })}\n`);
  else process.stdout.write(`${printTrial({ ...rest, table }, truth, lab.tray)}\n`);
  process.exitCode = ok ? 0 : 2;
}
