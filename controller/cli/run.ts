import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { readLabFile } from "../../devices/index.ts";
import { provisionalNotice } from "../lab/limit-tables.ts";
import { OrderRefused, type RunEnd, readManifest, runOrder } from "../orders/index.ts";
import { commandLine, INTERRUPTED, onInterrupt } from "./interrupt.ts";
import { createLog } from "./log.ts";
import { progressBar } from "./progress.ts";
import { blockTable, trayMap, truthLine } from "./trial-tables.ts";

interface RunCommand {
  readonly line: string;
  readonly lab: string;
  readonly data: string;
  readonly speed?: number;
  readonly seed: number;
  readonly physical?: string;
  readonly scenario?: string;
  readonly json?: boolean;
}

const STATUS = { done: 0, error: 1, notTrue: 2, personNeeded: 3, interrupted: INTERRUPTED } as const;

/** Exit status 0 done, 1 error or stopped, 2 record and truth differ, 3 a person is needed, 130 interrupted. */
export async function run(manifest: string, options: RunCommand): Promise<void> {
  const lab = readLabFile(options.lab);
  if (lab.lines[options.line] === undefined)
    throw new OrderRefused(
      `the lab file ${lab.file} has no line "${options.line}"; it has ${Object.keys(lab.lines).join(", ")}`,
    );
  for (const [option, value] of Object.entries({ physical: options.physical, scenario: options.scenario }))
    if (value !== undefined && lab.virtual === undefined)
      throw new OrderRefused(`--${option} is for a virtual lab; ${lab.file} names real devices`);
  const { order } = readManifest(readInput("the manifest", manifest), {
    line: options.line,
    lab,
    fileName: manifest,
  });
  const bar = progressBar(process.stderr);
  const dataDir = resolve(options.data);
  const serve = commandLine(["serve"], { lab: lab.file, data: dataDir });
  const provisional = provisionalNotice(lab);
  if (provisional !== undefined) process.stderr.write(`${provisional}\n`);
  const interrupt = onInterrupt(serve);
  const end = await runOrder({
    lab,
    order,
    dataDir,
    speed: options.speed ?? lab.speed,
    seed: options.seed,
    log: createLog("warn"),
    onProgress: bar.show,
    signal: interrupt.signal,
    ...(options.physical === undefined ? {} : { physical: present("the physical file", options.physical) }),
    ...(options.scenario === undefined ? {} : { scenario: present("the scenario file", options.scenario) }),
  }).finally(() => {
    bar.end();
    interrupt.release();
  });
  process.exitCode = statusOf(end);
  if (options.json === true) {
    const { report, ...rest } = end;
    const { table: _, ...counts } = report;
    process.stdout.write(
      `${JSON.stringify({ ok: process.exitCode === 0, ...counts, ...rest, provisional: provisional ?? null })}\n`,
    );
  } else process.stdout.write(`${inWords(end, lab.tray, provisional)}\n`);
  const next = whatNext(end, serve, dataDir);
  if (next !== "") process.stderr.write(`hardlab: ${next}\n`);
}

/** What to do with a batch that did not reach its end, with the command to do it. */
function whatNext({ kind, report: { batch }, ...end }: RunEnd, serve: string, dataDir: string): string {
  if (kind === "interrupted") return `interrupted; batch ${batch} goes on where it stands with:\n  ${serve}`;
  if (kind === "halted")
    return `${"why" in end ? end.why : ""}\nBatch ${batch} waits. \`${serve}\` goes on with it; questions are answered on its page.`;
  const resume = commandLine(["resume", batch], { data: dataDir, by: "NAME" });
  return kind === "stopped"
    ? `batch ${batch} was stopped. What was left is done by \`${resume}\` while this runs:\n  ${serve}`
    : "";
}

function statusOf(end: RunEnd): number {
  if (end.kind === "halted") return STATUS.personNeeded;
  if (end.kind === "interrupted") return STATUS.interrupted;
  if (end.truth !== undefined && !isClean(end.truth)) return STATUS.notTrue;
  return end.kind === "done" ? STATUS.done : STATUS.error;
}

const isClean = ({ missing, doubled, misattributed, misplaced, invented }: NonNullable<Truth>): boolean =>
  [missing, doubled, misattributed, misplaced, invented].every((list) => list.length === 0);
type Truth = Extract<RunEnd, { kind: "done" }>["truth"];

function inWords(end: RunEnd, tray: Parameters<typeof trayMap>[1], provisional: string | undefined): string {
  const { batch, table, blocks, passed, rejected, left, indentations } = end.report;
  return [
    `Batch ${batch}, tray as it stands (serial where a block is):`,
    ...trayMap(table, tray),
    "",
    ...blockTable(table),
    "",
    `${blocks} blocks, ${passed} back in their slots, ${rejected.length} rejected, ${left.length} left out or incomplete; ${indentations} counted indentations; ${end.wallS} s in all.`,
    ...(provisional === undefined ? [] : [`Verdicts are ${provisional}`]),
    ...(end.kind === "stopped" ? ["The batch was stopped before its end."] : []),
    ...("truth" in end && end.truth !== undefined ? [truthLine(end.truth)] : []),
  ].join("\n");
}

function readInput(what: string, file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new OrderRefused(
      `${what} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}

function present(what: string, file: string): string {
  readInput(what, file);
  return resolve(file);
}
