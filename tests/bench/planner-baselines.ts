/** Plainer ways to place positions, beside which the planner is measured, and a long search for layouts it may have missed. */
import type { Point } from "../../vision/index.ts";
import type { PlannerLayout, Random } from "./planner-layouts.ts";
import { away, brokenAlone, depthMm } from "./planner-rules.ts";

/** Points of a square grid over the block that pass a test. */
export function gridOver({ outline }: PlannerLayout, stepMm: number, test: (p: Point) => boolean): Point[] {
  const half =
    outline.kind === "round" ? outline.diameterMm / 2 : Math.hypot(outline.lengthMm, outline.widthMm) / 2;
  const points: Point[] = [];
  for (let y = -half; y <= half; y += stepMm)
    for (let x = -half; x <= half; x += stepMm) {
      const p = { xMm: outline.xMm + x, yMm: outline.yMm + y };
      if (test(p)) points.push(p);
    }
  return points;
}

export function surfaceOf(layout: PlannerLayout, stepMm: number): Point[] {
  const { request, outline } = layout;
  return gridOver(
    layout,
    stepMm,
    (p) =>
      Math.hypot(p.xMm, p.yMm) <= request.reachMm &&
      depthMm(outline, p) >= request.edgeMm + request.toleranceMm,
  );
}

/** Largest distance from the surface to the nearest position, mm; stops early once it exceeds `enoughMm`. */
export function covering(
  surface: readonly Point[],
  positions: readonly Point[],
  enoughMm = Number.POSITIVE_INFINITY,
): number {
  const limit = enoughMm * enoughMm;
  let worst = 0;
  for (const s of surface) {
    let nearest = Number.POSITIVE_INFINITY;
    for (const p of positions) {
      const d = (s.xMm - p.xMm) ** 2 + (s.yMm - p.yMm) ** 2;
      if (d < nearest) nearest = d;
    }
    if (nearest > worst) worst = nearest;
    if (worst > limit) break;
  }
  return Math.sqrt(worst);
}

const apart = ({ request }: PlannerLayout): number => request.spacingMm + request.toleranceMm;

/** The most even of so many random layouts that keep every distance; undefined when none is drawn. */
export function bestOfRandom(
  layout: PlannerLayout,
  free: readonly Point[],
  surface: readonly Point[],
  random: Random,
  layouts = 10_000,
): Point[] | undefined {
  let best: Point[] | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let drawn = 0, tries = 0; drawn < layouts && tries < 20 * layouts; tries++) {
    const points: Point[] = [];
    while (points.length < layout.request.count) {
      const p = free[Math.floor(random() * free.length)];
      if (p === undefined || points.some((q) => away(p, q) < apart(layout))) break;
      points.push(p);
    }
    if (points.length < layout.request.count) continue;
    drawn++;
    const radius = covering(surface, points, least);
    if (radius < least) {
      least = radius;
      best = points;
    }
  }
  return best;
}

/** From the place nearest to the block's middle, again and again the place farthest from all. */
export function greedyFarthest(layout: PlannerLayout, free: readonly Point[]): Point[] | undefined {
  const points: Point[] = [];
  while (points.length < layout.request.count) {
    const worth = (p: Point): number =>
      points.length === 0 ? -away(p, layout.outline) : Math.min(...points.map((q) => away(p, q)));
    let best: Point | undefined;
    let most = Number.NEGATIVE_INFINITY;
    for (const p of free) {
      const w = worth(p);
      if (w > most) {
        most = w;
        best = p;
      }
    }
    if (best === undefined || (points.length > 0 && most < apart(layout))) return undefined;
    points.push(best);
  }
  return points;
}

const FINE_STEP_MM = 0.12;
const SHUFFLES = 300;
const DESCENTS = 150;
const STEPS = 250;

/**
 * Another kind of search than the planner's, and longer: shuffled first-fit on a fine grid, then positions that push each other
 * apart from random places (min-conflicts). Answers a layout of preliminary ones first, or undefined.
 */
export function longSearch(layout: PlannerLayout, random: Random): Point[] | undefined {
  const { count, preliminary } = layout.request;
  const wide = gridOver(layout, FINE_STEP_MM, (p) => brokenAlone(layout, p, preliminary > 0).length === 0);
  const full = wide.filter((p) => brokenAlone(layout, p, false).length === 0);
  if (full.length === 0) return undefined;
  const needed = count + preliminary;
  for (let walk = 0; walk < SHUFFLES; walk++) {
    const points: Point[] = [];
    const fill = (from: readonly Point[], until: number): void => {
      for (let misses = 0; misses < 400 && points.length < until; misses++) {
        const p = from[Math.floor(random() * from.length)];
        if (p !== undefined && points.every((q) => away(p, q) >= apart(layout))) points.push(p);
      }
    };
    fill(wide, preliminary);
    fill(full, needed);
    if (points.length === needed) return points;
  }
  for (let descent = 0; descent < DESCENTS; descent++) {
    const points = pushedApart(layout, wide, full, random);
    if (points !== undefined) return points;
  }
  return undefined;
}

function pushedApart(
  layout: PlannerLayout,
  wide: readonly Point[],
  full: readonly Point[],
  random: Random,
): Point[] | undefined {
  const { count, preliminary } = layout.request;
  const draw = (at: number): Point => {
    const from = at < preliminary ? wide : full;
    return from[Math.floor(random() * from.length)] ?? { xMm: 0, yMm: 0 };
  };
  const points = Array.from({ length: count + preliminary }, (_, i) => draw(i));
  const overlap = (p: Point, at: number): number => {
    let sum = 0;
    points.forEach((q, i) => {
      if (i !== at) sum += Math.max(0, apart(layout) - away(p, q));
    });
    return sum;
  };
  for (let step = 0; step < STEPS; step++) {
    const bad = points.flatMap((p, i) => (overlap(p, i) > 0 ? [i] : []));
    if (bad.length === 0) return points;
    const at = bad[Math.floor(random() * bad.length)] ?? 0;
    const here = points[at] ?? draw(at);
    let best = random() < 0.1 ? draw(at) : here;
    for (let tries = 0; tries < 40; tries++) {
      const near = { xMm: here.xMm + 0.8 * (random() - 0.5), yMm: here.yMm + 0.8 * (random() - 0.5) };
      const p = tries % 2 === 0 ? draw(at) : near;
      if (overlap(p, at) > overlap(best, at)) continue;
      if (p !== near || brokenAlone(layout, p, at < preliminary).length === 0) best = p;
    }
    points[at] = best;
  }
  return undefined;
}
