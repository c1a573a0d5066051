/** Rounding of numerical values (数值修约). */
import { Decimal } from "decimal.js";
import { decimal } from "./readings.ts";

/**
 * Rounds to so many decimals, an exact half to the even digit (四舍六入五成双), as GB/T 8170-2008 has it (the
 * standard itself unread). A number counts as the decimal it shows: 2.675 to two decimals is 2.68.
 */
export function roundHalfEven(value: Decimal.Value, decimals: number): Decimal {
  return decimal(value).toDecimalPlaces(decimals, Decimal.ROUND_HALF_EVEN);
}
