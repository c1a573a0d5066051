/** Readings that cannot be the block's: outside of the scale, or far from all others. They stay on record and do not count. */
import { z } from "zod";
import type { Computation } from "../ledger/index.ts";
import { isScaleName, SCALES } from "../metrology/index.ts";

const inputSchema = z.object({
  scale: z.string(),
  outlierHr: z.number(),
  readings: z.array(z.object({ key: z.string(), readingHr: z.number() })),
  /** How many of this block were set aside before. */
  setAside: z.number(),
});

/** A block may have so many readings replaced; what still lies apart then is the block's own. */
const MOST_SET_ASIDE = 1;

export const screenComputation: Computation = async (input) => {
  const { scale, outlierHr, readings, setAside } = inputSchema.parse(input);
  const found = setAside >= MOST_SET_ASIDE ? [] : suspects(scale, outlierHr, readings);
  return {
    outcome: { ok: true, value: { setAside: found.slice(0, MOST_SET_ASIDE - setAside) } },
  };
};

/** The suspects with the reason, farthest from the median first. HR. */
export function suspects(
  scale: string,
  outlierHr: number,
  readings: readonly { readonly key: string; readonly readingHr: number }[],
): { key: string; reason: string }[] {
  const range = isScaleName(scale) ? SCALES[scale].rangeHr : undefined;
  const sorted = readings.map(({ readingHr }) => readingHr).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return readings
    .map(({ key, readingHr }) => {
      const offHr = Math.abs(readingHr - median);
      const outside = range !== undefined && (readingHr < range.min || readingHr > range.max);
      const reason = outside
        ? `${readingHr} is outside of ${scale} (${range.min} to ${range.max})`
        : offHr > outlierHr
          ? `${readingHr} lies ${offHr.toFixed(2)} HR from the median ${median}, more than ${outlierHr}`
          : "";
      return { key, reason, offHr };
    })
    .filter(({ reason }) => reason !== "")
    .sort((a, b) => b.offHr - a.offHr)
    .map(({ key, reason }) => ({ key, reason }));
}
