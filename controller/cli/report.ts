import { join, resolve } from "node:path";
import { openInfoBaseForReading } from "../infobase/index.ts";
import { readBatchReport, writeReport } from "../report/index.ts";

interface ReportCommand {
  readonly data: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** Writes the report of a batch, also while a controller works on it. */
export async function report(batch: string, options: ReportCommand): Promise<void> {
  const dataDir = resolve(options.data);
  const base = openInfoBaseForReading(dataDir);
  try {
    const read = readBatchReport(base, batch, new Date());
    const written = writeReport(
      read,
      options.out === undefined ? join(dataDir, "reports") : resolve(options.out),
    );
    const { state, blocks, faults, questions, limitTable } = read;
    const suspect = [...new Set(read.suspect.map(({ serial }) => serial))];
    const provisional = limitTable?.provisional ?? null;
    const warnings = [
      ...(provisional === null ? [] : [`Verdicts are provisional: ${provisional}.`]),
      ...(suspect.length === 0
        ? []
        : [`Suspect, for a later daily verification failed: ${suspect.join(", ")}.`]),
    ];
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify({ batch, state, provisional, suspect, ...written })}\n`
        : `Batch ${batch} (${state}): ${blocks.length} blocks, ${faults.length} faults, ${questions.length} questions.\n${[...warnings, ...Object.values(written)].join("\n")}\n`,
    );
  } finally {
    base.close();
  }
}
