/**
 * Where in a micrograph a round dent may lie, at any size: every edge votes for the centres it would be the rim of, on both of its
 * sides, one map a radius (the fast radial symmetry transform of Loy and Zelinsky, IEEE PAMI 25 (2003) 959, over both polarities).
 */
import type { GreyImage } from "../image/grey-image.ts";
import { cv } from "../image/opencv.ts";
import { quantile } from "../image/statistics.ts";

/** A circle in px of the picture, its centre perhaps beyond it. */
export interface Ring {
  readonly xPx: number;
  readonly yPx: number;
  readonly radiusPx: number;
  /** Votes a unit of its circumference. */
  readonly votes: number;
}

const SMALL_HEIGHT_PX = 144;
const BLUR_PX = 1.3;
/** Radii searched, parts of the picture's shorter side. */
const LEAST_RADIUS = 0.1;
const MOST_RADIUS = 0.62;
const RADIUS_STEP = 1.1;
/** How far beyond the picture centres are searched, part of its shorter side. */
const BEYOND = 0.3;
/** Edges this many times steeper than the middle one count half. */
const HALF = 2;
const LEAST_SLOPE = 0.4;
const SPREAD = 0.055;

/** The best circles, most votes first, each further from the others than a fraction of its radius. */
export function ringsIn(image: GreyImage, most: number): Ring[] {
  const shrunkBy = Math.max(1, Math.min(image.widthPx, image.heightPx) / SMALL_HEIGHT_PX);
  const width = Math.max(32, Math.round(image.widthPx / shrunkBy));
  const height = Math.max(32, Math.round(image.heightPx / shrunkBy));
  const edges = edgesIn(smallCopy(image, width, height), width, height);
  const side = Math.min(width, height);
  const pad = Math.ceil(BEYOND * side);
  const rings: Ring[] = [];
  for (let radius = LEAST_RADIUS * side; radius <= MOST_RADIUS * side; radius *= RADIUS_STEP)
    rings.push(...peaksOf(edges, width + 2 * pad, height + 2 * pad, pad, radius));
  return apart(rings, most).map(({ xPx, yPx, radiusPx, votes }) => ({
    xPx: (xPx + 0.5) * (image.widthPx / width) - 0.5,
    yPx: (yPx + 0.5) * (image.heightPx / height) - 0.5,
    radiusPx: radiusPx * (image.heightPx / height),
    votes,
  }));
}

function smallCopy(image: GreyImage, width: number, height: number): Uint8Array {
  const small = image.mat.resize(height, width, 0, 0, cv.INTER_AREA);
  const soft = small.gaussianBlur(new cv.Size(9, 9), BLUR_PX, BLUR_PX);
  const bytes = soft.getData();
  small.release();
  soft.release();
  return bytes;
}

interface Slopes {
  readonly width: number;
  readonly height: number;
  readonly across: Float32Array;
  readonly down: Float32Array;
  readonly size: Float32Array;
  /** Of the surface: the middle one of all. */
  readonly usual: number;
}

function edgesIn(grey: Uint8Array, width: number, height: number): Slopes {
  const across = new Float32Array(width * height);
  const down = new Float32Array(width * height);
  const size = new Float32Array(width * height);
  for (let j = 1; j < height - 1; j++)
    for (let i = 1; i < width - 1; i++) {
      const at = j * width + i;
      const a = ((grey[at + 1] ?? 0) - (grey[at - 1] ?? 0)) / 2;
      const b = ((grey[at + width] ?? 0) - (grey[at - width] ?? 0)) / 2;
      across[at] = a;
      down[at] = b;
      size[at] = Math.hypot(a, b);
    }
  return { width, height, across, down, size, usual: Math.max(LEAST_SLOPE, quantile(size, 0.5)) };
}

/** The few best centres for one radius. */
function peaksOf(slopes: Slopes, wide: number, high: number, pad: number, radius: number): Ring[] {
  const { width, height, across, down, size, usual } = slopes;
  const votes = new Float32Array(wide * high);
  const half = (HALF * usual) ** 2;
  for (let j = 1; j < height - 1; j++)
    for (let i = 1; i < width - 1; i++) {
      const at = j * width + i;
      const slope = size[at] ?? 0;
      if (slope < usual) continue;
      const weight = (slope * slope) / (slope * slope + half);
      const dx = ((across[at] ?? 0) / slope) * radius;
      const dy = ((down[at] ?? 0) / slope) * radius;
      cast(votes, wide, high, i + pad + dx, j + pad + dy, weight);
      cast(votes, wide, high, i + pad - dx, j + pad - dy, weight);
    }
  const reach = Math.max(1, Math.round(SPREAD * radius));
  const smooth = boxSums(boxSums(votes, wide, high, reach), wide, high, reach);
  const rings: Ring[] = [];
  const apartPx = Math.max(2, Math.round(0.25 * radius));
  for (let k = 0; k < PEAKS; k++) {
    let best = 0;
    for (let at = 1; at < smooth.length; at++) if ((smooth[at] ?? 0) > (smooth[best] ?? 0)) best = at;
    const x = best % wide;
    const y = (best - x) / wide;
    const share = (smooth[best] ?? 0) / ((2 * reach + 1) ** 2 * 2 * Math.PI * radius);
    if (share <= 0) break;
    rings.push({ xPx: x - pad, yPx: y - pad, radiusPx: radius, votes: share });
    for (let j = Math.max(0, y - apartPx); j <= Math.min(high - 1, y + apartPx); j++)
      smooth.fill(0, j * wide + Math.max(0, x - apartPx), j * wide + Math.min(wide - 1, x + apartPx) + 1);
  }
  return rings;
}
const PEAKS = 3;

function cast(votes: Float32Array, wide: number, high: number, x: number, y: number, weight: number): void {
  const i = Math.round(x);
  const j = Math.round(y);
  if (i < 0 || j < 0 || i >= wide || j >= high) return;
  votes[j * wide + i] = (votes[j * wide + i] ?? 0) + weight;
}

/** Sums over a square of 2 · reach + 1 pixels, running along rows, then columns. */
function boxSums(from: Float32Array, wide: number, high: number, reach: number): Float32Array {
  const rows = new Float32Array(from.length);
  const both = new Float32Array(from.length);
  for (let j = 0; j < high; j++) {
    let sum = 0;
    for (let i = -reach; i < wide; i++) {
      if (i + reach < wide) sum += from[j * wide + i + reach] ?? 0;
      if (i - reach - 1 >= 0) sum -= from[j * wide + i - reach - 1] ?? 0;
      if (i >= 0) rows[j * wide + i] = sum;
    }
  }
  for (let i = 0; i < wide; i++) {
    let sum = 0;
    for (let j = -reach; j < high; j++) {
      if (j + reach < high) sum += rows[(j + reach) * wide + i] ?? 0;
      if (j - reach - 1 >= 0) sum -= rows[(j - reach - 1) * wide + i] ?? 0;
      if (j >= 0) both[j * wide + i] = sum;
    }
  }
  return both;
}

/** Circles that share centre and size within a tenth or so are one; the one with more votes stays. */
function apart(rings: readonly Ring[], most: number): Ring[] {
  const kept: Ring[] = [];
  for (const ring of [...rings].sort((a, b) => b.votes - a.votes)) {
    if (kept.length === most) break;
    const same = kept.some(
      (other) =>
        Math.hypot(other.xPx - ring.xPx, other.yPx - ring.yPx) < 0.12 * ring.radiusPx &&
        Math.abs(Math.log(other.radiusPx / ring.radiusPx)) < 0.13,
    );
    if (!same) kept.push(ring);
  }
  return kept;
}
