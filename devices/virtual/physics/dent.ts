/**
 * How large an indentation becomes. The geometry is the trade's (cone of 120° with a 0.2 mm tip, or ball); a real dent is taken
 * as 1.4 times as wide, because h leaves out the depth reached under the preliminary force. A dent in a scale that is not the
 * block's follows from equal mean pressure under both indenters: near conversion tables for hard steel (HRC 60 gives HRA 80.4,
 * tables 81.2), several HR low for soft (HRC 20 gives HRA 55, tables 60.5); good enough for sizes and for a wrong scale.
 */
import type { Indenter, RockwellScale } from "./scales.ts";

/** Real dents are this much wider than the geometry of h alone. */
const REAL_TO_GEOMETRY = 1.4;
/** Where the cone's tip (R 0.2 mm) passes into its flank: depth and radius there, mm. */
const TIP_DEPTH_MM = 0.0268;
const TIP_RADIUS_MM = 0.1;
const TIP_SPHERE_MM = 0.4;
const FLANK_SLOPE = Math.tan(Math.PI / 3);
/** A ball never sinks in so far that its dent is wider than this part of it. */
const WIDEST_OF_BALL = 0.9;
const SHALLOWEST_MM = 1e-4;

export interface DentSize {
  /** Diameter of the rim, mm. */
  readonly diameterMm: number;
  /** Bottom below the surface, mm. */
  readonly depthMm: number;
}

function diameterAtDepth(indenter: Indenter, depthMm: number): number {
  if (indenter.kind === "ball") {
    const depth = Math.min(depthMm, indenter.ballMm / 2);
    return 2 * Math.sqrt(indenter.ballMm * depth - depth * depth);
  }
  if (depthMm > TIP_DEPTH_MM) return 2 * (TIP_RADIUS_MM + (depthMm - TIP_DEPTH_MM) * FLANK_SLOPE);
  return 2 * Math.sqrt(TIP_SPHERE_MM * depthMm - depthMm * depthMm);
}

function depthAtDiameter(indenter: Indenter, diameterMm: number): number {
  const radius = diameterMm / 2;
  if (indenter.kind === "ball")
    return indenter.ballMm / 2 - Math.sqrt(Math.max(0, (indenter.ballMm / 2) ** 2 - radius * radius));
  if (radius > TIP_RADIUS_MM) return TIP_DEPTH_MM + (radius - TIP_RADIUS_MM) / FLANK_SLOPE;
  return TIP_SPHERE_MM / 2 - Math.sqrt((TIP_SPHERE_MM / 2) ** 2 - radius * radius);
}

/** Mean pressure under the indenter of the block's own scale, N/mm². */
function pressure(scale: RockwellScale, hardnessHr: number): number {
  const depth = Math.max((scale.n - hardnessHr) * scale.sMm, SHALLOWEST_MM);
  const diameter = REAL_TO_GEOMETRY * diameterAtDepth(scale.indenter, depth);
  return (4 * scale.totalForceN) / (Math.PI * diameter * diameter);
}

function realDiameter(own: RockwellScale, hardnessHr: number, scale: RockwellScale): number {
  return Math.sqrt((4 * scale.totalForceN) / (Math.PI * pressure(own, hardnessHr)));
}

/** Size of the dent that `scale` leaves where the block has `hardnessHr` of its `own` scale. */
export function dentSize(own: RockwellScale, hardnessHr: number, scale: RockwellScale): DentSize {
  const { indenter } = scale;
  const widest = indenter.kind === "ball" ? WIDEST_OF_BALL * indenter.ballMm : Number.POSITIVE_INFINITY;
  const diameterMm = Math.min(realDiameter(own, hardnessHr, scale), widest);
  return { diameterMm, depthMm: depthAtDiameter(indenter, diameterMm) };
}

/** What a faultless tester reads in `scale` where the block has `hardnessHr` of its `own` scale, HR of `scale`. */
export function readingInScale(own: RockwellScale, hardnessHr: number, scale: RockwellScale): number {
  if (own.name === scale.name) return hardnessHr;
  const diameter = realDiameter(own, hardnessHr, scale) / REAL_TO_GEOMETRY;
  return scale.n - depthAtDiameter(scale.indenter, diameter) / scale.sMm;
}
