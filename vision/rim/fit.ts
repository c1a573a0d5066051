/**
 * The ellipse through points near a rim, by geometric least squares in the rim's frame (Gauss–Newton on five harmonics, as orthogonal
 * distance fitting does: Ahn, Rauh, Warnecke, Pattern Recognition 34 (2001) 2283), outliers weighted down by Tukey's biweight.
 * Unlike an algebraic fit it has no bias towards small ellipses and cannot return a hyperbola.
 */
import { quantile, solve } from "../image/statistics.ts";
import { changed, placeIn, type RimFrame, radiusOf } from "./frame.ts";

export interface RimPoint {
  readonly xPx: number;
  readonly yPx: number;
  /** 0 to 1. */
  readonly weight: number;
}

export interface RimFitting {
  readonly frame: RimFrame;
  /** Of each point: outwards from the ellipse, as a part of the radius; and the weight that it was left with. */
  readonly residual: Float64Array;
  readonly weight: Float64Array;
  /** Robust standard deviation of the residuals, px. */
  readonly spreadPx: number;
}

const LEAST_POINTS = 8;
const ROUNDS = 6;
const CUT = 4.5;
/** No rim is placed better than this, px. */
const LEAST_SPREAD_PX = 0.03;
/**
 * How far the rough ellipse may be off and how oval a rim may be, standard deviations as parts of the radius: decides only where edges
 * are few, faint, or on one side. Neighbouring edges err alike, so this many of them count as one.
 */
const PRIOR = { size: 0.12, shift: 0.12, stretch: 0.025 } as const;
const ALIKE = 5;

export function fitRim(start: RimFrame, points: readonly RimPoint[]): RimFitting | undefined {
  if (points.filter(({ weight }) => weight > 0).length < LEAST_POINTS) return undefined;
  let frame = start;
  const residual = new Float64Array(points.length);
  const theta = new Float64Array(points.length);
  const weight = new Float64Array(points.length);
  let spread = Number.POSITIVE_INFINITY;
  const gone = [0, 0, 0, 0, 0];
  for (let round = 0; round <= ROUNDS; round++) {
    points.forEach((point, n) => {
      const place = placeIn(frame, point.xPx, point.yPx);
      residual[n] = place.rho - 1;
      theta[n] = place.theta;
    });
    const sizes: number[] = [];
    points.forEach((point, n) => {
      if (point.weight > 0.05) sizes.push(Math.abs(residual[n] ?? 0));
    });
    const floor = LEAST_SPREAD_PX / radiusOf(frame);
    // The first rounds begin at a rough ellipse, from which all points are far.
    spread = Math.max(floor, 1.4826 * quantile(sizes, 0.5));
    points.forEach((point, n) => {
      const t = (residual[n] ?? 0) / (CUT * spread);
      weight[n] = t * t < 1 ? point.weight * (1 - t * t) ** 2 : 0;
    });
    if (round === ROUNDS) break;
    const change = leastSquares(theta, residual, weight, gone, ALIKE * spread * spread);
    if (change === undefined) return undefined;
    const [s = 0, u = 0, v = 0, e = 0, f = 0] = change;
    change.forEach((part, n) => {
      gone[n] = (gone[n] ?? 0) + part;
    });
    frame = changed(frame, { s, u, v, e, f });
    if (!(radiusOf(frame) > 0.5)) return undefined;
  }
  return { frame, residual, weight, spreadPx: spread * radiusOf(frame) };
}

function leastSquares(
  theta: Float64Array,
  residual: Float64Array,
  weight: Float64Array,
  gone: readonly number[],
  variance: number,
): number[] | undefined {
  const priors = [PRIOR.size, PRIOR.shift, PRIOR.shift, PRIOR.stretch, PRIOR.stretch];
  const matrix = priors.map((_, i) => priors.map((own, j) => (i === j ? variance / (own * own) : 0)));
  const right = priors.map((own, i) => (-variance * (gone[i] ?? 0)) / (own * own));
  for (let n = 0; n < theta.length; n++) {
    const w = weight[n] ?? 0;
    if (w === 0) continue;
    const t = theta[n] ?? 0;
    const [cos, sin] = [Math.cos(t), Math.sin(t)];
    const row = [1, cos, sin, cos * cos - sin * sin, 2 * cos * sin];
    for (let i = 0; i < 5; i++) {
      const wi = w * (row[i] ?? 0);
      right[i] = (right[i] ?? 0) + wi * (residual[n] ?? 0);
      const line = matrix[i];
      if (line !== undefined) for (let j = 0; j < 5; j++) line[j] = (line[j] ?? 0) + wi * (row[j] ?? 0);
    }
  }
  return solve(matrix, right);
}
