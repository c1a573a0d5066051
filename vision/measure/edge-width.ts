/** How soft the rim of a dent is in the picture, whatever softens it: lens, motion, or the rounding of the rim itself. */
import type { GreyImage } from "../image/grey-image.ts";
import { quantile } from "../image/statistics.ts";
import type { RimFrame } from "../rim/frame.ts";
import type { Strip } from "../rim/strip.ts";
import { bandAlong } from "./band.ts";

const BAND = { directions: 64, reach: 0.5, step: 0.01, leastStepPx: 0.5 };
/** Standard deviations of the two smoothings compared, and how far from the rim its steepest place is sought, parts of the radius. */
const LIGHT = 0.02;
const HEAVY = 0.07;
const SEARCH = 0.04;
const LEAST_CHANGE_GREY = 1;

/**
 * Standard deviation of the grey step across the rim, as a part of the radius, from how much of it each of two smoothings takes: a
 * step softened by s keeps σ/√(σ² + s²) under a Gaussian's slope of σ. Infinity where no step is seen, or one too soft to tell.
 */
export function edgeWidth(image: GreyImage, frame: RimFrame): number {
  const { strip, middle } = bandAlong(image, frame, BAND);
  const { step } = strip;
  const ratios: number[] = [];
  for (let d = 0; d < BAND.directions; d++) {
    const sharp = steepest(strip, d, middle, LIGHT / step);
    const soft = steepest(strip, d, middle, HEAVY / step);
    if (soft > LEAST_CHANGE_GREY) ratios.push(sharp / soft);
  }
  if (ratios.length < BAND.directions / 4) return Number.POSITIVE_INFINITY;
  const square = ((HEAVY / LIGHT) * quantile(ratios, 0.5)) ** 2;
  if (square <= 1.0001) return Number.POSITIVE_INFINITY;
  return Math.sqrt(Math.max(0, (HEAVY ** 2 - square * LIGHT ** 2) / (square - 1)));
}

/** Greatest change near the rim under a Gaussian's slope of that many steps, which gives a sharp step its height. */
function steepest({ grey, steps, step }: Strip, direction: number, middle: number, sigma: number): number {
  const near = Math.max(1, Math.round(SEARCH / step));
  const reach = Math.min(middle - near, Math.max(1, Math.ceil(2.5 * sigma)));
  let most = 0;
  for (let at = direction * steps + middle - near; at <= direction * steps + middle + near; at++) {
    let sum = 0;
    let weights = 0;
    for (let k = 1; k <= reach; k++) {
      const weight = k * Math.exp(-(k * k) / (2 * sigma * sigma));
      sum += weight * ((grey[at + k] ?? 0) - (grey[at - k] ?? 0));
      weights += weight;
    }
    most = Math.max(most, Math.abs(sum / weights) || 0);
  }
  return most;
}
