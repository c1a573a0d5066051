import { resolve } from "node:path";
import { type FoundVerdict, openInfoBaseForReading, searchVerdicts } from "../infobase/index.ts";
import { type WantedOptions, wantedBy } from "./wanted.ts";

/** Finds verdicts, newest first. */
export async function search({ most, ...options }: WantedOptions & { readonly most: number }): Promise<void> {
  const base = openInfoBaseForReading(resolve(options.data));
  try {
    const found = searchVerdicts(base, wantedBy(options), most);
    if (options.json === true) {
      process.stdout.write(`${JSON.stringify(found)}\n`);
      return;
    }
    const lines = found.verdicts.map(line).join("\n");
    const end = found.next === null ? "" : "\nThere are more; narrow the search or raise --most.";
    process.stdout.write(found.verdicts.length === 0 ? "Nothing is found.\n" : `${lines}${end}\n`);
  } finally {
    base.close();
  }
}

export function line(verdict: FoundVerdict): string {
  const { decidedAt, batch, serial, attempt, scale, meanValue, uniformity, outcome, client } = verdict;
  const value = meanValue === null ? "no mean" : `${meanValue.toFixed(2)} ${scale}`;
  const range = uniformity === null ? "" : `range ${uniformity.toFixed(2)}`;
  const name = attempt === 1 ? serial : `${serial}@${attempt}`;
  return `${decidedAt.slice(0, 19)}  ${batch.padEnd(8)} ${name.padEnd(16)} ${value.padEnd(14)} ${range.padEnd(12)} ${outcome.padEnd(10)} ${client}`.trimEnd();
}
