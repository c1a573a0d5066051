/** Whether this computer's clock can be right: certificates, records and calibration dates depend on it. */
import { statSync } from "node:fs";
import { type Finding, fine, wrong } from "./finding.ts";

/** No hardlab is older than this, and none lives to see the other. */
const YEARS = { first: 2025, last: 2099 };
/** File systems and computers may differ by so much. */
const TOLERANCE_MS = 120_000;

const REMEDY = "set the clock and let it be kept by NTP (`timedatectl set-ntp true`)";

/** `files` are known to have been written in the past, `recorded` is when the newest row was. */
export function lookAtClock(now: Date, files: readonly string[], recorded: Date | undefined): Finding[] {
  const shown = now.toISOString();
  const year = now.getUTCFullYear();
  if (year < YEARS.first || year > YEARS.last)
    return [wrong("clock", `it shows ${shown}, a year that cannot be`, REMEDY)];
  const ahead = [
    ...files.map((file) => ({ what: file, at: statSync(file, { throwIfNoEntry: false })?.mtime })),
    { what: "the newest record", at: recorded },
  ].flatMap(({ what, at }) =>
    at !== undefined && at.getTime() > now.getTime() + TOLERANCE_MS
      ? [`${what} is of ${at.toISOString()}`]
      : [],
  );
  if (ahead.length > 0) return [wrong("clock", `it shows ${shown}, but ${ahead.join(", ")}`, REMEDY)];
  return [fine("clock", shown)];
}
