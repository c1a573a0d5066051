/** Uncertainty (不确定度) of a block's mean hardness, as ISO 6508-3 builds it up. */
import type { Decimal } from "decimal.js";
import { decimal } from "./readings.ts";

/**
 * t for n readings (n − 1 degrees of freedom) at two-sided 68.27 %, to two decimals: the factor by which the standard
 * deviation of a few readings is enlarged. Computed from Student's distribution; 1.14 for n = 5 is the figure of ISO 6508-3.
 */
const T_FACTORS: Readonly<Record<number, number>> = {
  2: 1.84,
  3: 1.32,
  4: 1.2,
  5: 1.14,
  6: 1.11,
  7: 1.09,
  8: 1.08,
  9: 1.07,
  10: 1.06,
  11: 1.05,
  12: 1.05,
  13: 1.04,
  14: 1.04,
  15: 1.04,
  16: 1.03,
  17: 1.03,
  18: 1.03,
  19: 1.03,
  20: 1.03,
  21: 1.03,
  22: 1.02,
  23: 1.02,
  24: 1.02,
  25: 1.02,
};

export interface MeanUncertainty {
  /** The factor t that was used. */
  readonly tFactor: number;
  /** Standard deviation s of the readings, HR. */
  readonly deviationHr: number;
  /** u_x = t·s/√n, HR: the block's non-uniformity has its share here and no other term. */
  readonly meanHr: number;
  /** u_resolution = δ/(2√3), HR. */
  readonly resolutionHr: number;
  /** u_machine from the tester's calibration, HR; null when not given. */
  readonly machineHr: number | null;
  /** u_drift, HR; null when not given. */
  readonly driftHr: number | null;
  /** u = √(u_machine² + u_x² + u_drift² + u_resolution²), HR; null without u_machine, a drift not given counting as 0. */
  readonly combinedHr: number | null;
  /** U = 2u, HR; null without u_machine: half a sum is no statement. */
  readonly expandedHr: number | null;
}

/** t for n ≥ 2 readings; beyond 25 it is that for 25, a little too large. Throws a RangeError for fewer than two. */
export function tFactor(count: number): number {
  const factor = T_FACTORS[Math.min(count, 25)];
  if (factor === undefined)
    throw new RangeError(`there is no t factor for ${count} readings: expected 2 or more`);
  return factor;
}

/** Uncertainty of the mean of two readings or more in HR taken with a resolution of `resolutionHr`. */
export function meanUncertainty(
  readings: readonly Decimal.Value[],
  resolutionHr: number,
  contributions: {
    readonly machineHr?: number;
    readonly driftHr?: number;
  } = {},
): MeanUncertainty {
  const factor = tFactor(readings.length);
  const values = readings.map(decimal);
  const mean = values.reduce((sum, value) => sum.plus(value), decimal(0)).div(values.length);
  const squares = values.reduce((sum, value) => sum.plus(value.minus(mean).pow(2)), decimal(0));
  const deviationHr = squares
    .div(values.length - 1)
    .sqrt()
    .toNumber();
  const meanHr = (factor * deviationHr) / Math.sqrt(values.length);
  const resolution = resolutionHr / (2 * Math.sqrt(3));
  const { machineHr, driftHr } = contributions;
  const combinedHr = machineHr === undefined ? null : Math.hypot(machineHr, meanHr, driftHr ?? 0, resolution);
  return {
    tFactor: factor,
    deviationHr,
    meanHr,
    resolutionHr: resolution,
    machineHr: machineHr ?? null,
    driftHr: driftHr ?? null,
    combinedHr,
    expandedHr: combinedHr === null ? null : 2 * combinedHr,
  };
}
