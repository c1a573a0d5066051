/** The page of docs/recovery.md, written from the recovery table itself. */
import {
  COMMON_FAULTS,
  commandsOf,
  DEVICE_KIND_NAMES,
  DEVICE_KINDS,
  type KindSpec,
} from "../../devices/index.ts";
import { RECOVERY, RESPONSES, type RecoveryRow } from "../../workflows/index.ts";

/** Faults that the ledger gives a device's job. */
export const LEDGER_FAULTS = {
  inDoubt: "the device has forgotten the job, or did not end it in time: it may or may not have been done",
  positionLost: "the device that brought the work into position was powered down since; the job was not sent",
  badResult: "the job ended, but its result cannot be read or is no finite number",
  timedOut: "a job that may be repeated did not end by its deadline and was aborted",
  outOfLimits: "a parameter is outside of what the device takes; the job was not sent",
  refused: "the device did not take the job; nothing was done",
} as const;

/** Steps that are the controller's own, with the faults they end in. */
export const COMPUTATION_FAULTS = {
  look: ["imageGone", "imageFrozen", "visionFailed", "unreadable"],
  compare: ["imageGone", "imageFrozen", "visionFailed", "unreadable"],
} as const;

export function recoveryPage(): string {
  return `${[
    "# What is done when something fails",
    "故障处置表. Written from the table the lab runs by (`workflows/recovery.ts`) with `node tests/docs/write-recovery.ts`; a test",
    "keeps the two alike.",
    "",
    "A step that fails is met by the first row that names its step (or any) and its fault. Every new attempt is a job of its own; the",
    "first outcome stays on record. After so many times, and for a code that no row names, the line holds and asks a person: a",
    "question with choices and what each leads to, on the page, by `hardlab questions` and `hardlab answer`, recorded with who and when.",
    "",
    "## The table",
    "",
    table(["step", "fault", "response", "times", "advice to whoever is asked"], RECOVERY.map(rowCells)),
    "",
    "## The responses",
    "",
    table(
      ["response", "what is done"],
      Object.entries(RESPONSES).map(([name, words]) => [name, words]),
    ),
    "",
    "## Faults that the controller itself gives a job",
    "",
    "Beside those a device reports (docs/wire-contract.md has them all).",
    "",
    table(
      ["fault", "what it says"],
      Object.entries(LEDGER_FAULTS).map(([name, words]) => [name, words]),
    ),
    "",
    "## By device: every fault of every command",
    "",
    "As the table answers them; `again 3×, ask` is three more attempts, then a question.",
    ...DEVICE_KIND_NAMES.flatMap((kind) => ["", `### ${kind}`, "", kindTable(kind)]),
    "",
    "## The controller's own steps",
    "",
    ...Object.entries(COMPUTATION_FAULTS).map(
      ([step, faults]) =>
        `- **${step}**: ${faults.map((fault) => `${fault} → ${answerTo(step, fault)}`).join("; ")}`,
    ),
    "",
    "## Stop, skip, pause",
    "",
    "An order from a person is no fault. What was not sent yet is not sent, and its outcome says by whose reason; what is under way goes",
    "on to its end; what brings the block home or settles whether a dent is there is done all the same.",
  ].join("\n")}\n`;
}

const rowCells = ({ step, fault, response, times, advice }: RecoveryRow): string[] => [
  step,
  fault,
  response,
  response === "ask" ? "–" : times === undefined ? "any" : String(times),
  advice ?? "–",
];

/** The row that speaks for a fault of a step. */
export const rowFor = (step: string, fault: string): RecoveryRow | undefined =>
  RECOVERY.find((row) => (row.step === "any" || row.step === step) && row.fault === fault);

function answerTo(step: string, fault: string): string {
  const row = rowFor(step, fault);
  if (row === undefined || row.response === "ask") return "ask";
  return row.times === undefined ? row.response : `${row.response} ${row.times}×, ask`;
}

function kindTable(kind: (typeof DEVICE_KIND_NAMES)[number]): string {
  const spec: KindSpec = DEVICE_KINDS[kind];
  const commands = Object.keys(commandsOf(kind));
  const faults = [...Object.keys(spec.faults), ...Object.keys(COMMON_FAULTS), ...Object.keys(LEDGER_FAULTS)];
  return table(
    ["fault", ...commands],
    faults.map((fault) => [fault, ...commands.map((command) => answerTo(command, fault))]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), `|${head.map(() => " --- |").join("")}`, ...rows.map(line)].join("\n");
}
