import { resolve } from "node:path";
import { exportedVerdicts, writeExport } from "../export/index.ts";
import { openInfoBaseForReading } from "../infobase/index.ts";
import { type WantedOptions, wantedBy } from "./wanted.ts";

/** Writes what is found into one file. */
export async function exportFound({
  out,
  ...options
}: WantedOptions & { readonly out: string }): Promise<void> {
  const file = resolve(out);
  const base = openInfoBaseForReading(resolve(options.data));
  try {
    const verdicts = [...exportedVerdicts(base, wantedBy(options))];
    await writeExport(file, verdicts);
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify({ ok: true, file, lines: verdicts.length })}\n`
        : `${file}: ${verdicts.length} lines\n`,
    );
  } finally {
    base.close();
  }
}
