/** What must be in order before a batch starts: each refusal says why, and who can mend it. */
import { z } from "zod";
import type { Lab } from "../../devices/index.ts";
import type { Computation } from "../ledger/index.ts";
import { approvalFor, type LimitTable } from "../metrology/index.ts";
import type { ComputationParts } from "./parts.ts";

const inputSchema = z.object({
  line: z.string(),
  environment: z
    .object({ numbers: z.object({ temperatureC: z.number(), humidityPercent: z.number() }) })
    .nullable(),
  scales: z.array(z.string()),
});
type PreflightInput = z.infer<typeof inputSchema>;

/** An unapproved limit table is no refusal: the batch runs, its verdicts are provisional, and the record says so from the start. */
export function preflightComputation({ lab, table, nowMs }: ComputationParts): Computation {
  return async (input) => ({
    outcome: {
      ok: true,
      value: {
        refusals: refusals(lab, table, localDay(nowMs()), inputSchema.parse(input)),
        table: standing(lab, table),
      },
    },
  });
}

/** What a table is to a lab: by name, and why verdicts by it are provisional; null when it is approved. */
function standing({ lab }: Lab, table: LimitTable) {
  const { id, revision, status } = table;
  const approval = approvalFor(table, lab);
  return { id, revision, status, provisional: approval.kind === "provisional" ? approval.why : null };
}

/** Date of the lab's clock, YYYY-MM-DD in local time. */
export function localDay(nowMs: number): string {
  const date = new Date(nowMs);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Everything that keeps the batch from starting, in words; empty when nothing does. */
export function refusals(
  lab: Lab,
  table: LimitTable,
  day: string,
  { line, environment, scales }: PreflightInput,
): string[] {
  return [
    ...environmentRefusals(table, environment),
    ...calibrationRefusals(lab, line, day),
    ...scaleRefusals(lab, line, scales),
  ];
}

function environmentRefusals(
  { temperatureC, id }: LimitTable,
  environment: PreflightInput["environment"],
): string[] {
  if (environment === null)
    return ["The environment was not read. Whoever looks after the sensor can mend it."];
  const is = environment.numbers.temperatureC;
  if (is >= temperatureC.min && is <= temperatureC.max) return [];
  return [
    `It is ${is.toFixed(1)} °C; ${id} wants ${temperatureC.min} to ${temperatureC.max} °C. Whoever runs the air conditioning can mend it.`,
  ];
}

function calibrationRefusals(lab: Lab, line: string, day: string): string[] {
  const parts = lab.lines[line];
  if (parts === undefined) return [`The lab file has no line ${line}.`];
  return [parts.tester, parts.stage, parts.camera].flatMap((name) => {
    const calibration = lab.devices[name]?.calibration;
    if (calibration === undefined || calibration.validUntil >= day) return [];
    return [
      `The calibration of ${name} (${calibration.certificate}) ended on ${calibration.validUntil}. The calibration officer can renew it and enter the new date in the lab file.`,
    ];
  });
}

function scaleRefusals(lab: Lab, line: string, scales: readonly string[]): string[] {
  const served = lab.lines[line]?.scales ?? [];
  return scales
    .filter((scale) => !served.includes(scale))
    .map(
      (scale) =>
        `Line ${line} does not serve ${scale} but ${served.join(", ")}. Whoever ordered it can order another line.`,
    );
}
