/** The outline of a round block: a circle through the end of the flat surface, then the outer edge beyond its chamfer. */
import type { GreyImage } from "../image/grey-image.ts";
import { median, solve } from "../image/statistics.ts";
import {
  isInPicture,
  medianProfile,
  outwardProfile,
  type Ray,
  steepestChange,
  steepestDrop,
} from "./edge-profile.ts";

export interface CircleGuess {
  readonly x: number;
  readonly y: number;
  readonly radiusPx: number;
}

export interface CircleFit extends CircleGuess {
  /** Part of the lines of sight within the picture whose edge lies on the circle. */
  readonly support: number;
  /** Part of the lines of sight that end within the picture. */
  readonly visible: number;
  /** Spread of those edges about it, px. */
  readonly spreadPx: number;
}

/** How an edge is searched: how far either side of the guess, and from which step on it is one. */
export interface EdgeSearch {
  readonly reachPx: number;
  readonly leastDrop: number;
  readonly polarity: 1 | -1;
}

const RAYS = 180;
/** The first, wide look asks every other line of sight. */
const FIRST_STEP = 2;
/** A third of the border must be seen for a circle to be known. */
const LEAST_PART = 0.25;
/** The second, closer look. */
const CLOSER_REACH_PX = 7;
const CLOSER_DROP_PART = 0.5;

/** Circle through the steepest step of brightness near the guess; undefined when fewer than half the lines of sight see one. */
export function fitFaceCircle(
  image: GreyImage,
  guess: CircleGuess,
  search: EdgeSearch,
): CircleFit | undefined {
  const first = fitOnce(image, guess, search, FIRST_STEP);
  if (first === undefined || search.reachPx <= CLOSER_REACH_PX) return first;
  const closer = { ...search, reachPx: CLOSER_REACH_PX, leastDrop: CLOSER_DROP_PART * search.leastDrop };
  return fitOnce(image, first, closer, 1) ?? first;
}

function fitOnce(
  image: GreyImage,
  guess: CircleGuess,
  { reachPx, leastDrop, polarity }: EdgeSearch,
  step: number,
): CircleFit | undefined {
  const inner = Math.max(4, guess.radiusPx - reachPx);
  const length = guess.radiusPx + reachPx - inner;
  const points: { x: number; y: number }[] = [];
  let visible = 0;
  const rays = raysFrom(guess, inner).filter((_, i) => i % step === 0);
  for (const ray of rays) {
    if (!isInPicture(image, ray.x + length * ray.dx, ray.y + length * ray.dy)) continue;
    visible++;
    const drop = steepestDrop(outwardProfile(image, ray, length, polarity));
    if (drop !== undefined && drop.height >= leastDrop)
      points.push({ x: ray.x + drop.at * ray.dx, y: ray.y + drop.at * ray.dy });
  }
  if (visible < LEAST_PART * rays.length || points.length < visible / 2) return undefined;
  const fit = robustCircle(points, guess, visible);
  return fit === undefined ? undefined : { ...fit, visible: visible / rays.length };
}

function raysFrom({ x, y }: CircleGuess, radiusPx: number): Ray[] {
  return Array.from({ length: RAYS }, (_, ray) => {
    const angle = (2 * Math.PI * ray) / RAYS;
    const dx = Math.cos(angle);
    const dy = Math.sin(angle);
    return { x: x + radiusPx * dx, y: y + radiusPx * dy, dx, dy };
  });
}

const ROUNDS = 12;

/** Least squares by distance with Tukey's weights: half the points may be elsewhere. */
function robustCircle(
  points: readonly { x: number; y: number }[],
  guess: CircleGuess,
  visible: number,
): Omit<CircleFit, "visible"> | undefined {
  let { x, y, radiusPx } = guess;
  let limit = Number.POSITIVE_INFINITY;
  let spreadPx = Number.POSITIVE_INFINITY;
  let support = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const normal = [0, 0, 0].map(() => [0, 0, 0]);
    const right = [0, 0, 0];
    const off = points.map((p) => Math.hypot(p.x - x, p.y - y) - radiusPx);
    if (round > 0) {
      spreadPx = 1.4826 * median(off.map(Math.abs));
      limit = Math.max(2, 4.7 * spreadPx);
    }
    support = off.filter((e) => Math.abs(e) < limit).length / visible;
    points.forEach((p, i) => {
      const e = off[i] ?? 0;
      if (Math.abs(e) >= limit) return;
      const weight = limit === Number.POSITIVE_INFINITY ? 1 : (1 - (e / limit) ** 2) ** 2;
      const d = e + radiusPx || 1;
      const row = [(p.x - x) / d, (p.y - y) / d, 1];
      row.forEach((a, r) => {
        right[r] = (right[r] ?? 0) + weight * a * e;
        row.forEach((b, c) => {
          const line = normal[r];
          if (line !== undefined) line[c] = (line[c] ?? 0) + weight * a * b;
        });
      });
    });
    const step = solve(normal, right);
    if (step === undefined) return undefined;
    x += step[0] ?? 0;
    y += step[1] ?? 0;
    radiusPx += step[2] ?? 0;
  }
  return { x, y, radiusPx, support, spreadPx };
}

/** Chamfer against what lies around it, in the middle profile, grey values. */
const LEAST_OUTER_STEP = 1.5;

/** Radius of the outer edge: the steepest step in the middle profile beyond the end of the surface; undefined when none shows. */
export function outerRadiusPx(
  image: GreyImage,
  face: CircleGuess,
  chamferReachPx: number,
): number | undefined {
  const start = face.radiusPx + 3;
  const profiles = raysFrom(face, start)
    .filter((ray) => isInPicture(image, ray.x + chamferReachPx * ray.dx, ray.y + chamferReachPx * ray.dy))
    .map((ray) => outwardProfile(image, ray, chamferReachPx, 1));
  if (profiles.length < LEAST_PART * RAYS) return undefined;
  const outer = steepestChange(medianProfile(profiles), 2.5);
  return outer === undefined || outer.height < LEAST_OUTER_STEP ? undefined : start + outer.at;
}
