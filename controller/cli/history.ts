import { resolve } from "node:path";
import {
  blockHistory,
  InfoBaseError,
  openInfoBaseForReading,
  type VerificationOnRecord,
} from "../infobase/index.ts";
import { line } from "./search.ts";

interface HistoryCommand {
  readonly data: string;
  readonly json?: boolean;
}

/** Shows a block's verifications, oldest first. */
export async function history(serial: string, options: HistoryCommand): Promise<void> {
  const base = openInfoBaseForReading(resolve(options.data));
  try {
    const found = blockHistory(base, serial);
    if (found === undefined) throw new InfoBaseError(`no block ${serial} is on record`);
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify(found)}\n`
        : `${found.verifications.map(inWords).join("\n")}\n`,
    );
  } finally {
    base.close();
  }
}

function inWords(verification: VerificationOnRecord): string {
  const { stability, suspectSince, corrections } = verification;
  const notes = [
    ...(stability === null
      ? []
      : [
          `mean ${stability.difference >= 0 ? "+" : "−"}${Math.abs(stability.difference).toFixed(2)} since ${stability.since.slice(0, 10)}${stability.uncertainty === null ? ", uncertainty not stated" : `, ${stability.agrees ? "within" : "beyond"} ${stability.uncertainty.toFixed(2)}`}`,
        ]),
    ...suspectSince.map((day) => `suspect by the failed daily verification of ${day}`),
    ...corrections.map(
      ({ corrected, reason, by, at }) =>
        `corrected by ${by} on ${at.slice(0, 10)}: ${JSON.stringify(corrected)} (${reason})`,
    ),
  ];
  return [line(verification), ...notes.map((note) => `    ${note}`)].join("\n");
}
