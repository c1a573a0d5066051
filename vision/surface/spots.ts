/** Small dark spots that are no indentations: dust, pores, and the specks that rust eats, of which there are many near each other. */
import { cv } from "../image/opencv.ts";
import { median } from "../image/statistics.ts";
import type { LineEvidence } from "./line-evidence.ts";
import { tamed } from "./net.ts";
import type { SurfaceCopy } from "./surface-copy.ts";

export interface Spot {
  /** Middle, px of the copy. */
  readonly x: number;
  readonly y: number;
  readonly radiusPx: number;
  /** Brightness missing in its middle, as a part of the surface's. */
  readonly depth: number;
}

/** Spots wider than this are patches, px of the copy. */
const WIDEST_PX = 9;
const LEAST_DEPTH = 0.1;
/** A spot is deeper than so many spreads of the finish. */
const SPREADS = 5;
const MOST_ELONGATION = 2.6;
const MOST_PIXELS = 70;
const UNIT = 200;
const MOST_SPOTS = 80;

export function findSpots(copy: SurfaceCopy): Spot[] {
  const { widthPx, heightPx, contrast } = copy;
  const bytes = Buffer.alloc(contrast.length, UNIT);
  for (let at = 0; at < contrast.length; at++)
    bytes[at] = Math.max(0, Math.min(255, Math.round(UNIT * (1 + (contrast[at] ?? 0)))));
  const plain = new cv.Mat(bytes, heightPx, widthPx, cv.CV_8UC1);
  const filled = darkerThanEveryLineThrough(plain);
  const depths: Buffer = filled.getData();
  const every = Math.max(1, Math.floor(depths.length / 6_000));
  const sampled = depths.filter((_, at) => at % every === 0 && copy.bare[at] === 1);
  const least = Math.max(LEAST_DEPTH * UNIT, SPREADS * 1.4826 * median(sampled));
  const mask = filled.threshold(Math.min(254, least), 255, cv.THRESH_BINARY);
  const { labels, stats, centroids } = mask.connectedComponentsWithStats();
  const middles = centroids.getDataAsArray();
  const spots: Spot[] = [];
  stats.getDataAsArray().forEach(([left = 0, top = 0, width = 0, height = 0, pixels = 0], label) => {
    if (label === 0 || pixels > MOST_PIXELS) return;
    if (Math.max(width, height) > MOST_ELONGATION * Math.min(width, height)) return;
    let depth = 0;
    for (let row = top; row < top + height; row++)
      for (let column = left; column < left + width; column++)
        depth = Math.max(depth, depths[row * widthPx + column] ?? 0);
    const [x = 0, y = 0] = middles[label] ?? [];
    spots.push({ x, y, radiusPx: Math.sqrt(pixels / Math.PI), depth: depth / UNIT });
  });
  for (const mat of [plain, filled, mask, labels, stats, centroids]) mat.release();
  return spots.sort((a, b) => b.depth * b.radiusPx - a.depth * a.radiusPx).slice(0, MOST_SPOTS);
}

const AXES = 4;

/** How much each pixel lacks, in every direction, of what the line through it has on both sides: least over the directions of closing less itself. */
function darkerThanEveryLineThrough(plain: InstanceType<typeof cv.Mat>): InstanceType<typeof cv.Mat> {
  let least: InstanceType<typeof cv.Mat> | undefined;
  for (let axis = 0; axis < AXES; axis++) {
    const kernel = line((Math.PI * axis) / AXES);
    const closed = plain.morphologyEx(kernel, cv.MORPH_CLOSE);
    if (least === undefined) least = closed;
    else {
      const both = cv.min(least, closed, least);
      if (both !== least) least.release();
      closed.release();
      least = both;
    }
  }
  const lacking = (least ?? plain).sub(plain);
  least?.release();
  return lacking;
}

function line(angle: number): InstanceType<typeof cv.Mat> {
  const half = (WIDEST_PX + 1) >> 1;
  const rows = Array.from({ length: 2 * half + 1 }, () => new Array<number>(2 * half + 1).fill(0));
  for (let t = -half; t <= half; t += 0.5) {
    const row = rows[half + Math.round(t * Math.sin(angle))];
    if (row !== undefined) row[half + Math.round(t * Math.cos(angle))] = 1;
  }
  return new cv.Mat(rows, cv.CV_8U);
}

/** A spot this deep is no mark of the finish. */
const STRONG_DEPTH = 0.2;
/** Specks lie within this of one another, as a part of the side of a square as large as the bare surface. */
const CLUSTER_PART = 0.13;

/** What tells specks of rust from strewn dust, as a row of figures for the net that weighs them. */
export function spotTraits(spots: readonly Spot[], copy: SurfaceCopy, evidence: LineEvidence): number[] {
  const strong = spots.filter((spot) => spot.depth >= STRONG_DEPTH);
  const inside = speckCluster(spots, copy);
  const expected = Math.PI * CLUSTER_PART ** 2;
  const middle = (of: (spot: Spot) => number): number => (inside.length === 0 ? 0 : median(inside.map(of)));
  const largest = inside.reduce((most, spot) => Math.max(most, spot.radiusPx), 0);
  return tamed([
    Math.log1p(spots.length) - 2,
    Math.log1p(strong.length) - 1.5,
    Math.log1p(inside.length) - 1.2,
    Math.log((inside.length + 0.5) / (strong.length * expected + 0.5)),
    3 * middle((spot) => spot.depth) - 1,
    middle((spot) => spot.radiusPx) - 1.5,
    largest / 3 - 0.8,
    Math.log(evidence.layRatio) - 0.8,
    Math.log(median(evidence.spreads) / 0.01),
    Math.log(copy.shrink) - 1,
  ]);
}

/** The strong spots around the one that has most of them near it. */
export function speckCluster(spots: readonly Spot[], { barePixels }: SurfaceCopy): readonly Spot[] {
  const withinPx = CLUSTER_PART * Math.sqrt(Math.max(1, barePixels));
  const strong = spots.filter((spot) => spot.depth >= STRONG_DEPTH);
  let most: readonly Spot[] = [];
  for (const spot of strong) {
    const near = strong.filter((other) => Math.hypot(other.x - spot.x, other.y - spot.y) <= withinPx);
    if (near.length > most.length) most = near;
  }
  return most;
}
