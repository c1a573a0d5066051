/**
 * Spreads positions evenly over a surface by the minimax distance design: the largest distance from a point of the surface
 * to its nearest position shall be small (Johnson, Moore and Ylvisaker, J. Stat. Plan. Inference 26, 1990).
 * The search walks a smooth stand-in of it, the eighth power mean of those distances, by steps that halve.
 */
import type { Point } from "../requests.ts";
import { seeded } from "./seeded.ts";

export interface SpreadOptions {
  /** Evenly over the surface to be sampled. */
  readonly surface: readonly Point[];
  /** May a position lie here, whatever the others do? */
  readonly isFree: (xMm: number, yMm: number) => boolean;
  readonly spacingMm: number;
  /** Free places to jump to. */
  readonly places: readonly Point[];
}

/** The best of what the given starts lead to. Every start must keep the distances; so does the answer. */
export function spread(starts: readonly (readonly Point[])[], options: SpreadOptions): Point[] {
  const rough = starts
    .map((start) => walk(start, options, FIRST_STEP_MM, ROUGH_STEP_MM))
    .sort((a, b) => a.cost - b.cost);
  let best: Point[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (const { points } of rough.slice(0, FINISHED)) {
    const walked = walk(points, options, ROUGH_STEP_MM / 2, LAST_STEP_MM);
    if (walked.cost >= least) continue;
    least = walked.cost;
    best = walked.points;
  }
  return best;
}

/** Largest distance from a point of the surface to its nearest position, mm. */
export function coveringRadiusMm(positions: readonly Point[], surface: readonly Point[]): number {
  let worst = 0;
  for (const s of surface) {
    let nearest = Number.POSITIVE_INFINITY;
    for (const p of positions) nearest = Math.min(nearest, (s.xMm - p.xMm) ** 2 + (s.yMm - p.yMm) ** 2);
    worst = Math.max(worst, nearest);
  }
  return Math.sqrt(worst);
}

const FIRST_STEP_MM = 4;
/** All starts are walked down to this step, the best of them to the last. */
const ROUGH_STEP_MM = 1;
const FINISHED = 2;
const LAST_STEP_MM = 0.1;
const JUMPS = 24;
const DIRECTIONS = Array.from({ length: 8 }, (_, i) => [
  Math.cos((i * Math.PI) / 4),
  Math.sin((i * Math.PI) / 4),
]);

function walk(
  start: readonly Point[],
  options: SpreadOptions,
  firstStepMm: number,
  lastStepMm: number,
): { points: Point[]; cost: number } {
  const { surface, isFree, spacingMm, places } = options;
  const random = seeded(0x5e7d);
  const points = start.map((p) => ({ ...p }));
  const sx = Float64Array.from(surface, (s) => s.xMm);
  const sy = Float64Array.from(surface, (s) => s.yMm);
  const others = new Float64Array(sx.length);
  const limit = spacingMm * spacingMm;

  const withoutPoint = (at: number): void => {
    others.fill(Number.POSITIVE_INFINITY);
    points.forEach((p, i) => {
      if (i === at) return;
      for (let k = 0; k < others.length; k++) {
        const d = ((sx[k] ?? 0) - p.xMm) ** 2 + ((sy[k] ?? 0) - p.yMm) ** 2;
        if (d < (others[k] ?? 0)) others[k] = d;
      }
    });
  };
  const costWith = (xMm: number, yMm: number): number => {
    let sum = 0;
    for (let k = 0; k < others.length; k++) {
      const d = Math.min(others[k] ?? 0, ((sx[k] ?? 0) - xMm) ** 2 + ((sy[k] ?? 0) - yMm) ** 2);
      sum += d * d * d * d;
    }
    return sum;
  };
  const mayLie = (at: number, xMm: number, yMm: number): boolean =>
    isFree(xMm, yMm) && points.every((p, i) => i === at || (p.xMm - xMm) ** 2 + (p.yMm - yMm) ** 2 >= limit);

  let cost = Number.POSITIVE_INFINITY;
  const tryAt = (at: number, xMm: number, yMm: number): boolean => {
    if (!mayLie(at, xMm, yMm)) return false;
    const there = costWith(xMm, yMm);
    if (there >= cost * (1 - 1e-9)) return false;
    cost = there;
    points[at] = { xMm, yMm };
    return true;
  };

  for (let stepMm = firstStepMm; stepMm >= lastStepMm; ) {
    let moved = false;
    for (let at = 0; at < points.length; at++) {
      withoutPoint(at);
      const here = points[at] ?? { xMm: 0, yMm: 0 };
      cost = costWith(here.xMm, here.yMm);
      for (const [dx = 0, dy = 0] of DIRECTIONS) {
        const p = points[at] ?? here;
        if (tryAt(at, p.xMm + dx * stepMm, p.yMm + dy * stepMm)) moved = true;
      }
      if (stepMm >= 1)
        for (let jump = 0; jump < JUMPS; jump++) {
          const place = places[Math.floor(random() * places.length)];
          if (place !== undefined && tryAt(at, place.xMm, place.yMm)) moved = true;
        }
    }
    if (!moved) stepMm /= 2;
  }
  return { points, cost };
}
