/** Where each direction sees the rim, between the steps of its strip. */

import type { Edges } from "./edges.ts";
import type { RimPoint } from "./fit.ts";
import { type RimFrame, radiusOf } from "./frame.ts";
import type { Strip } from "./strip.ts";

export interface TracedPoint extends RimPoint {
  readonly direction: number;
  /** Outward change of grey across it, in one smoothing width. */
  readonly change: number;
  /** Its change against that of the surface. */
  readonly strength: number;
}

/**
 * In each direction the edge that is strong and near ρ = 1: strength falls to half at `near`, and one point a direction is given, its
 * place by the parabola through the steepest step and its neighbours. Directions without an edge give none.
 */
export function traceRim(frame: RimFrame, strip: Strip, edges: Edges, near: number): TracedPoint[] {
  const { directions, steps, from, step } = strip;
  const { change, strength } = edges;
  const points: TracedPoint[] = [];
  const wish = Float64Array.from({ length: steps }, (_, n) => 1 / (1 + ((from + n * step - 1) / near) ** 2));
  for (let d = 0; d < directions; d++) {
    const row = d * steps;
    let best = -1;
    let most = LEAST_STRENGTH;
    for (let n = 1; n < steps - 1; n++) {
      const size = strength[row + n] ?? 0;
      const score = size * (wish[n] ?? 0);
      if (score <= most || size < (strength[row + n - 1] ?? 0) || size < (strength[row + n + 1] ?? 0))
        continue;
      most = score;
      best = n;
    }
    if (best < 0) continue;
    const here = Math.abs(change[row + best] ?? 0);
    const before = Math.abs(change[row + best - 1] ?? 0);
    const after = Math.abs(change[row + best + 1] ?? 0);
    const bend = before - 2 * here + after;
    const shift = bend < 0 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend))) : 0;
    if (!Number.isFinite(shift)) continue;
    const rho = from + (best + shift) * step;
    const theta = (2 * Math.PI * d) / directions;
    const [cos, sin] = [Math.cos(theta), Math.sin(theta)];
    points.push({
      direction: d,
      xPx: frame.xPx + rho * (frame.xx * cos + frame.xy * sin),
      yPx: frame.yPx + rho * (frame.yx * cos + frame.yy * sin),
      weight: strength[row + best] ?? 0,
      strength: strength[row + best] ?? 0,
      change: change[row + best] ?? 0,
    });
  }
  return points;
}

const LEAST_STRENGTH = 0.08;

/** Directions that a strip about this frame needs: cells of about a pixel, but not more than `most`. */
export function directionsFor(frame: RimFrame, most: number): number {
  return Math.max(32, Math.min(most, 4 * Math.round((Math.PI * radiusOf(frame)) / 2)));
}
