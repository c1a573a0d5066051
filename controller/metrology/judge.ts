/** The verdict on a Rockwell or superficial block: mean, uniformity (均匀度) and whether the limit table allows it. */
import {
  type Approval,
  approvalFor,
  type LimitTable,
  type LinearRow,
  type TableApproval,
} from "./limit-table.ts";
import { type Decimal, decimal, meanAndRange, readingAtResolution } from "./readings.ts";
import { roundHalfEven } from "./rounding.ts";
import { isScaleName, SCALES } from "./scales.ts";
import { type MeanUncertainty, meanUncertainty } from "./uncertainty.ts";

export interface JudgeOptions {
  /** Whose verdict it is: the lab file's id. */
  readonly labId: string;
  /** Smallest step of the tester's readings, HR. */
  readonly resolutionHr: number;
  /** Approvals recorded outside the table's file. */
  readonly approvals?: readonly Approval[];
  /** Standard uncertainty of the tester from its calibration, HR. */
  readonly machineHr?: number;
  /** Standard uncertainty from drift since then, HR. */
  readonly driftHr?: number;
}

export interface Verdict {
  readonly passed: boolean;
  /** True while the table is not approved for this lab: no certificate may be released. */
  readonly provisional: boolean;
  /** Why it is provisional; null when it is not. */
  readonly provisionalWhy: string | null;
  readonly scale: string;
  /** As many as were counted. */
  readonly readings: number;
  /** Mean and max − min of the unrounded readings, HR. */
  readonly meanHr: number;
  readonly uniformityHr: number;
  /** As they stand in reports, to 0.1 HR, half to even. */
  readonly reportedMean: string;
  readonly reportedUniformity: string;
  /** The greater of formula and floor at the unrounded mean, HR. */
  readonly limitHr: number;
  readonly limitBy: "formula" | "floor";
  readonly compared: "full" | "rounded";
  /** Limit less uniformity as compared, HR: negative when the block failed. */
  readonly marginHr: number;
  /** The comparison that decided, in words for people. */
  readonly decisive: string;
  readonly table: {
    readonly id: string;
    readonly revision: number;
    readonly status: LimitTable["status"];
  };
  readonly uncertainty: MeanUncertainty;
}

export type Unjudgeable = "tooFewReadings" | "noReading" | "outsideRange" | "unknownScale" | "noLimit";

export type Judgement =
  | { readonly kind: "verdict"; readonly verdict: Verdict }
  /** No verdict could be reached; the text says which reading, what was expected and what to do. */
  | {
      readonly kind: "unjudgeable";
      readonly reason: Unjudgeable;
      readonly text: string;
    };

/**
 * Judges a block by its counted readings in HR, preliminary ones left out. Readings are brought to the tester's resolution
 * first (a float32 from the wire is no decimal), then nothing is rounded unless the table's row asks for it.
 */
export function judge(
  table: LimitTable,
  scale: string,
  readings: readonly Decimal.Value[],
  options: JudgeOptions,
): Judgement {
  const refuse = (reason: Unjudgeable, text: string): Judgement => ({
    kind: "unjudgeable",
    reason,
    text,
  });
  if (!isScaleName(scale)) return refuse("unknownScale", `there is no scale "${scale}" to judge by`);
  const row = table.rows.find(
    (candidate): candidate is LinearRow => candidate.rule === "linear" && candidate.scales.includes(scale),
  );
  if (row === undefined)
    return refuse("noLimit", `limit table ${table.id} has no limit for ${scale}: choose the table that has`);
  const fewest = table.indentations.atLeast;
  if (readings.length < fewest)
    return refuse(
      "tooFewReadings",
      `${readings.length} readings are too few for a verdict: ${table.id} wants at least ${fewest}`,
    );
  const { min, max } = SCALES[scale].rangeHr;
  const values: Decimal[] = [];
  for (const [index, reading] of readings.entries()) {
    const value = readingAtResolution(reading, options.resolutionHr);
    const which = `reading ${index + 1} of ${readings.length}, ${reading}`;
    if (value === undefined)
      return refuse("noReading", `${which}, is no ${scale} value in steps of ${options.resolutionHr} HR`);
    if (value.lt(min) || value.gt(max))
      return refuse("outsideRange", `${which} ${scale}, is outside the scale's range of ${min} to ${max} HR`);
    values.push(value);
  }
  const approval = approvalFor(table, options.labId, options.approvals);
  return {
    kind: "verdict",
    verdict: reach(table, row, scale, values, approval, options),
  };
}

function reach(
  table: LimitTable,
  row: LinearRow,
  scale: string,
  values: readonly Decimal[],
  approval: TableApproval,
  options: JudgeOptions,
): Verdict {
  const { mean, range } = meanAndRange(values);
  const formula = decimal(row.reference).minus(mean).times(row.coefficient);
  const limitBy = formula.gt(row.floor) ? "formula" : "floor";
  const limit = limitBy === "formula" ? formula : decimal(row.floor);
  const inTable = (value: Decimal) =>
    row.comparison === "rounded" ? roundHalfEven(value, row.decimals) : value;
  const passed = inTable(range).lte(inTable(limit));
  return {
    passed,
    provisional: approval.kind === "provisional",
    provisionalWhy: approval.kind === "provisional" ? approval.why : null,
    scale,
    readings: values.length,
    meanHr: mean.toNumber(),
    uniformityHr: range.toNumber(),
    reportedMean: roundHalfEven(mean, 1).toFixed(1),
    reportedUniformity: roundHalfEven(range, 1).toFixed(1),
    limitHr: limit.toNumber(),
    limitBy,
    compared: row.comparison,
    marginHr: inTable(limit).minus(inTable(range)).toNumber(),
    decisive: decisiveText(row, scale, { range, limit, mean, limitBy, passed }, inTable),
    table: { id: table.id, revision: table.revision, status: table.status },
    uncertainty: meanUncertainty(values, options.resolutionHr, options),
  };
}

function decisiveText(
  row: LinearRow,
  scale: string,
  {
    range,
    limit,
    mean,
    limitBy,
    passed,
  }: {
    range: Decimal;
    limit: Decimal;
    mean: Decimal;
    limitBy: Verdict["limitBy"];
    passed: boolean;
  },
  inTable: (value: Decimal) => Decimal,
): string {
  const source =
    limitBy === "formula"
      ? `${row.coefficient} × (${row.reference} − ${mean})`
      : `the least limit of the scale`;
  const how =
    row.comparison === "rounded"
      ? `, rounded to ${row.decimals} decimals from ${range} and ${limit}`
      : ", compared in full";
  return `uniformity ${inTable(range)} ${passed ? "≤" : ">"} ${inTable(limit)} ${scale} = ${source}${how}`;
}
