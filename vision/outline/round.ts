/** The outline of a round block: a circle through the end of the flat surface, then the outer edge beyond its chamfer. */
import type { GreyImage } from "../image/grey-image.ts";
import { solve } from "../image/statistics.ts";
import { medianProfile, outwardProfile, steepestDrop } from "./edge-profile.ts";

export interface CircleFit {
  readonly x: number;
  readonly y: number;
  readonly radiusPx: number;
  /** Part of the lines of sight whose edge lies on the circle. */
  readonly support: number;
  /** Spread of those edges about it, px. */
  readonly spreadPx: number;
}

const RAYS = 180;
/** Least fall of brightness that may be an edge, grey values. */
const LEAST_DROP = 12;

/** Circle through the steepest fall of brightness within `reachPx` of the guess; undefined when fewer than half the rays see one. */
export function fitFaceCircle(
  image: GreyImage,
  guess: { x: number; y: number; radiusPx: number },
  reachPx: number,
): CircleFit | undefined {
  const inner = Math.max(8, guess.radiusPx - reachPx);
  const points: { x: number; y: number }[] = [];
  for (let ray = 0; ray < RAYS; ray++) {
    const angle = (2 * Math.PI * ray) / RAYS;
    const dx = Math.cos(angle);
    const dy = Math.sin(angle);
    const x = guess.x + inner * dx;
    const y = guess.y + inner * dy;
    const drop = steepestDrop(outwardProfile(image, x, y, dx, dy, guess.radiusPx + reachPx - inner));
    if (drop !== undefined && drop.height >= LEAST_DROP)
      points.push({ x: x + drop.at * dx, y: y + drop.at * dy });
  }
  return points.length < RAYS / 2 ? undefined : robustCircle(points, guess);
}

const ROUNDS = 12;

/** Least squares by distance with Tukey's weights: half the points may be elsewhere. */
function robustCircle(
  points: readonly { x: number; y: number }[],
  guess: { x: number; y: number; radiusPx: number },
): CircleFit | undefined {
  let { x, y, radiusPx } = guess;
  let limit = Number.POSITIVE_INFINITY;
  let spreadPx = Number.POSITIVE_INFINITY;
  let support = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const normal = [0, 0, 0].map(() => [0, 0, 0]);
    const right = [0, 0, 0];
    const off = points.map((p) => Math.hypot(p.x - x, p.y - y) - radiusPx);
    if (round > 0) {
      spreadPx = 1.4826 * middle(off.map(Math.abs));
      limit = Math.max(2, 4.7 * spreadPx);
    }
    support = off.filter((e) => Math.abs(e) < limit).length / RAYS;
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

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** Chamfer against the dark around it, in the middle profile, grey values. */
const LEAST_OUTER_DROP = 4;

/** Radius of the outer edge: the steepest fall of brightness in the middle profile beyond the end of the surface; undefined when none shows. */
export function outerRadiusPx(image: GreyImage, face: CircleFit, chamferReachPx: number): number | undefined {
  const start = face.radiusPx + 3;
  const profiles = Array.from({ length: RAYS }, (_, ray) => {
    const angle = (2 * Math.PI * ray) / RAYS;
    const dx = Math.cos(angle);
    const dy = Math.sin(angle);
    return outwardProfile(image, face.x + start * dx, face.y + start * dy, dx, dy, chamferReachPx);
  });
  const outer = steepestDrop(medianProfile(profiles), 2.5);
  return outer === undefined || outer.height < LEAST_OUTER_DROP ? undefined : start + outer.at;
}
