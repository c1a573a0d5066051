/** Hardness readings as decimals: 61.3 − 61.1 is 0.2, and 61.23 that came over the wire as a float32 is 61.23 again. */
import { Decimal } from "decimal.js";

export type { Decimal } from "decimal.js";

/** An own arithmetic, so that nobody else's setting of the precision reaches a verdict. */
const Exact = Decimal.clone({
  precision: 40,
  rounding: Decimal.ROUND_HALF_EVEN,
  toExpNeg: -30,
  toExpPos: 30,
});

/** How far a float32 on the wire may stand from the value the device meant, HR (values to 130). */
const WIRE_TOLERANCE_HR = 1e-5;

/** The decimal a number or text shows: `decimal(0.1)` is one tenth. Throws decimal.js's error for what is no number. */
export function decimal(value: Decimal.Value): Decimal {
  return new Exact(value);
}

/**
 * The reading in HR as its device meant it: the multiple of the device's resolution next to the value. Undefined when the
 * value is no finite number or is finer than the resolution, so that a lab file with a wrong resolution changes no reading.
 */
export function readingAtResolution(value: Decimal.Value, resolutionHr: Decimal.Value): Decimal | undefined {
  const read = parse(value);
  if (read === undefined) return undefined;
  const step = decimal(resolutionHr);
  const reading = read.div(step).toDecimalPlaces(0).times(step);
  return reading.minus(read).abs().lte(WIRE_TOLERANCE_HR) ? reading : undefined;
}

/**
 * Mean and range (max − min) of readings in HR; both exact up to 40 digits. Throws a RangeError for no readings.
 */
export function meanAndRange(readings: readonly Decimal.Value[]): {
  mean: Decimal;
  range: Decimal;
} {
  if (readings.length === 0) throw new RangeError("there is no mean of no readings");
  const values = readings.map(decimal);
  const sum = Exact.sum(...values);
  return {
    mean: sum.div(values.length),
    range: Exact.max(...values).minus(Exact.min(...values)),
  };
}

function parse(value: Decimal.Value): Decimal | undefined {
  if (typeof value === "string" && !/^[+-]?\d+(\.\d+)?$/.test(value)) return undefined;
  const read = decimal(value);
  return read.isFinite() ? read : undefined;
}
