/** Rockwell geometry (洛氏): hardness from depth, and how wide a dent is, for planning only. */
import { type Scale, scaleNamed } from "./scales.ts";

/**
 * How much wider a real dent is taken to be than the geometry says: h leaves out the depth reached under the preliminary
 * force, and pressure estimates make real dents about a third larger. A measured dent needs no such factor.
 */
export const DENT_ENLARGEMENT = 1.4;

/** Depth from which the cone's flanks, not its rounded tip, set the dent's width, mm. */
const TIP_DEPTH_MM = 0.0268;
const TIP_HALF_WIDTH_MM = 0.1;
const TAN_HALF_ANGLE = Math.tan((60 * Math.PI) / 180);

/** HR = N − h/S for the permanent depth h in mm. */
export function hardnessFromDepth(scale: string, depth: number): number {
  const { fullScaleHr, unitDepthMm } = scaleNamed(scale);
  return fullScaleHr - depth / unitDepthMm;
}

/**
 * Permanent depth h in mm of a hardness in HR; also outside the scale's range, which is a rule for readings and not for
 * planning. Throws a RangeError for a hardness of N or more, where no dent is left.
 */
export function depthMm(scale: string, hardnessHr: number): number {
  const { fullScaleHr, unitDepthMm } = scaleNamed(scale);
  if (!(hardnessHr < fullScaleHr && hardnessHr >= 0))
    throw new RangeError(
      `${hardnessHr} ${scale} leaves no dent to reckon with: expected 0 to below ${fullScaleHr} HR`,
    );
  return (fullScaleHr - hardnessHr) * unitDepthMm;
}

/**
 * Width in mm at the surface of an indenter that has gone in by h: for a ball 2√(Dh − h²); for the cone 2√(0.4h − h²) on its
 * tip and 2[0.1 + (h − 0.0268)·tan 60°] beyond it. Real dents are wider, see `dentDiameterMm`.
 */
export function geometricDentDiameterMm(scale: string, hardnessHr: number): number {
  return widthAtDepth(scaleNamed(scale), depthMm(scale, hardnessHr));
}

/** Diameter in mm to plan with for a dent that nobody has measured: the geometric one times `DENT_ENLARGEMENT`. */
export function dentDiameterMm(scale: string, hardnessHr: number): number {
  return DENT_ENLARGEMENT * geometricDentDiameterMm(scale, hardnessHr);
}

function widthAtDepth({ indenter }: Scale, depth: number): number {
  if (indenter.kind === "ball") return 2 * Math.sqrt(indenter.diameterMm * depth - depth ** 2);
  if (depth > TIP_DEPTH_MM) return 2 * (TIP_HALF_WIDTH_MM + (depth - TIP_DEPTH_MM) * TAN_HALF_ANGLE);
  return 2 * Math.sqrt(0.4 * depth - depth ** 2);
}
