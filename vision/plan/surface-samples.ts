/** The usable surface (inside edge and reach) as points, and how evenly positions lie over it. */
import type { Point } from "../requests.ts";
import { gridPoints, isOnSurface, type Region } from "./region.ts";
import { coveringRadiusMm } from "./spread.ts";

/**
 * The surface is what positions stand for, so places that old indentations or marks keep from being used belong to it too: the
 * block's hardness there is vouched for as well. What edge and reach keep from being used does not.
 */
export interface SampledSurface {
  readonly areaMm2: number;
  /** For the search. */
  readonly coarse: readonly Point[];
  /** For the figure that is reported. */
  readonly fine: readonly Point[];
}

const COARSE = 260;
const FINE = 3_200;
const FINEST_PART = 0.2;

export function sampleSurface(region: Region): SampledSurface {
  const { outline } = region;
  const usable = (xMm: number, yMm: number): boolean => isOnSurface(region, xMm, yMm);
  const boxMm2 = outline.kind === "round" ? outline.diameterMm ** 2 : outline.lengthMm * outline.widthMm;
  let stepMm = Math.sqrt(boxMm2 / FINE);
  let fine = gridPoints(outline, stepMm, usable);
  // Reach and edge may leave a small part of the block: the steps are measured by that part, as far as it is worth the time.
  if (fine.length < FINE / 2) {
    stepMm *= Math.max(FINEST_PART, Math.sqrt(fine.length / FINE));
    fine = gridPoints(outline, stepMm, usable);
  }
  const areaMm2 = fine.length * stepMm ** 2;
  const coarseMm = Math.max(stepMm, Math.sqrt(areaMm2 / COARSE));
  return { areaMm2, coarse: gridPoints(outline, coarseMm, usable), fine };
}

/**
 * Radius of the circle of area A/n over the covering radius, 0 to 1. Source: see `spread`. A surface so small that the sampling
 * sees one point or none of it is as evenly used as can be.
 */
export function evennessOf(counted: readonly Point[], { areaMm2, fine }: SampledSurface): number {
  const radiusMm = coveringRadiusMm(counted, fine);
  if (radiusMm === 0) return 1;
  return Math.min(1, Math.sqrt(areaMm2 / (Math.PI * counted.length)) / radiusMm);
}
