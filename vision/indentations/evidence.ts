/** How sure it is that a rim is an indentation's: a few measured features, weighed by a small trained net. */
import { type GreyImage, greyAt } from "../image/grey-image.ts";
import { HIDDEN, INPUTS, OUTPUT, type Scaling } from "./evidence-weights.ts";
import type { Rim } from "./rim.ts";

export interface Evidence {
  /** Rise of brightness at the rim in its weak directions, as part of the surface's brightness. */
  readonly weakRisePart: number;
  /** Surroundings against inside at the worst direction, as part of the surface's brightness. */
  readonly contrastPart: number;
  /** Part of the directions whose edge lies on the rim. */
  readonly coverage: number;
  /** Spread of the edges about the rim, as part of the radius. */
  readonly raggedness: number;
  /** Distance within which four fifths of the edges lie, as part of the radius. */
  readonly looseness: number;
  readonly radiusPx: number;
}

const AXES = 12;
const RINGS_INSIDE = [0.3, 0.55, 0.8];
const RINGS_OUTSIDE = [1.4, 1.65, 1.9];

/** `surfaceGrey` is the typical grey of the bare surface. */
export function gatherEvidence(image: GreyImage, rim: Rim, surfaceGrey: number): Evidence {
  let inside = 0;
  let worst = Number.POSITIVE_INFINITY;
  for (let axis = 0; axis < AXES; axis++) {
    const angle = (Math.PI * axis) / AXES;
    const ends = [1, -1].map((side) => {
      const dx = side * Math.cos(angle) * rim.radiusPx;
      const dy = side * Math.sin(angle) * rim.radiusPx;
      for (const ring of RINGS_INSIDE) inside += ring * greyAt(image, rim.x + ring * dx, rim.y + ring * dy);
      return RINGS_OUTSIDE.reduce(
        (sum, ring) => sum + greyAt(image, rim.x + ring * dx, rim.y + ring * dy),
        0,
      );
    });
    worst = Math.min(worst, Math.max(...ends) / RINGS_OUTSIDE.length);
  }
  const weight = 2 * AXES * RINGS_INSIDE.reduce((sum, ring) => sum + ring, 0);
  return {
    weakRisePart: rim.weakRise / surfaceGrey,
    contrastPart: (worst - inside / weight) / surfaceGrey,
    coverage: rim.coverage,
    raggedness: rim.spreadPx / rim.radiusPx,
    looseness: rim.loosePx / rim.radiusPx,
    radiusPx: rim.radiusPx,
  };
}

const scaled = (value: number, { least, most, middle, spread }: Scaling): number =>
  (Math.max(least, Math.min(most, value)) - middle) / spread;

/** Logit from which on it is called an indentation: a miss costs more than an invention, so it lies below 0. */
const THRESHOLD = -0.5;
/** A large dent has steep walls: one of this radius or more whose weak rise is below this part is none. */
const LARGE = { radiusPx: 8, leastRisePart: 0.08 };

/** The evidence as the net takes it. */
export function evidenceInputs(evidence: Evidence): number[] {
  return [
    scaled(evidence.weakRisePart, INPUTS.weakRisePart),
    scaled(evidence.contrastPart, INPUTS.contrastPart),
    scaled(evidence.coverage, INPUTS.coverage),
    scaled(evidence.raggedness, INPUTS.raggedness),
    scaled(evidence.looseness, INPUTS.looseness),
    scaled(Math.log(evidence.radiusPx), INPUTS.logRadius),
  ];
}

/** 0 to 1; from one half on it is called an indentation. */
export function confidenceOf(evidence: Evidence): number {
  if (evidence.radiusPx >= LARGE.radiusPx && evidence.weakRisePart < LARGE.leastRisePart) return 0;
  const inputs = evidenceInputs(evidence);
  const units = HIDDEN.map((weights) => Math.tanh(weightedSum(weights, inputs)));
  return 1 / (1 + Math.exp(THRESHOLD - weightedSum(OUTPUT, units)));
}

/** Products with the weights; the last weight is a constant. */
function weightedSum(weights: readonly number[], values: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * (values[i] ?? 1), 0);
}
