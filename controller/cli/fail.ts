/** How a verb ends when it cannot go on: one clear message, an exit status, no stack for what a person can mend. */
import { LabFileError } from "../../devices/index.ts";
import { InfoBaseError } from "../infobase/index.ts";
import { LimitTableError } from "../metrology/index.ts";

/** Errors whose message says all there is to say. */
const PLAIN: readonly string[] = [
  LabFileError.name,
  InfoBaseError.name,
  LimitTableError.name,
  "TrialHalted",
  "TrialRefused",
  "VirtualLabError",
  "TruthFileError",
  "ServerError",
  "ControllerError",
  "ReportError",
  "OrderRefused",
  "RenderFolderError",
  "SteeringError",
  "ManifestError",
  "ExportError",
  "PlanCommandError",
];

/** Exit status 3 when a person is needed, 1 otherwise. */
export function failWith(error: unknown): never {
  const named = error instanceof Error;
  const text = named
    ? PLAIN.includes(error.name)
      ? error.message
      : (error.stack ?? error.message)
    : String(error);
  process.stderr.write(`hardlab: ${text}\n`);
  process.exit(named && error.name === "TrialHalted" ? 3 : 1);
}
