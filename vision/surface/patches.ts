/** Places of another brightness than the surface, larger than a mark of the finish: stains, rust, worn and dented places, glare. */
import { cv, type Mat } from "../image/opencv.ts";
import { median } from "../image/statistics.ts";
import type { SurfaceCopy } from "./surface-copy.ts";

export interface Patch {
  /** Pixels of the half-size map. */
  readonly pixels: readonly number[];
  /** Corners of its outline, pixels of the copy. */
  readonly outline: readonly (readonly [number, number])[];
  /** Area within its outline over that of the outline's hull, and its border's length² over that of a disc of equal area. */
  readonly solidity: number;
  readonly raggedness: number;
  readonly darker: boolean;
}

export interface PatchMap {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Smoothed contrast; NaN where too little bare surface is near. */
  readonly level: Float32Array;
  /** From this contrast on a place differs from the surface. */
  readonly threshold: number;
  /** Spread of the smoothed surface itself. */
  readonly spread: number;
  readonly patches: readonly Patch[];
}

const LEAST_THRESHOLD = 0.065;
const SPREADS = 3.5;
const MEDIAN_PX = 5;
/** Least area of a patch, as a part of the bare surface: an indentation that was not found is smaller. */
const LEAST_AREA_PART = 0.0009;
const MOST_PATCHES = 24;
const UNIT = 160;
const ZERO = 128;
const OUTLINE_POINTS = 36;

export function findPatches(copy: SurfaceCopy): PatchMap {
  const { widthPx, heightPx, level } = halved(copy);
  const known = level.filter((value) => !Number.isNaN(value));
  const bytes = Buffer.alloc(level.length, ZERO);
  for (let at = 0; at < level.length; at++) {
    const value = level[at] ?? Number.NaN;
    if (!Number.isNaN(value)) bytes[at] = Math.max(0, Math.min(255, Math.round(ZERO + UNIT * value)));
  }
  const plain = new cv.Mat(bytes, heightPx, widthPx, cv.CV_8UC1);
  const smooth = plain.medianBlur(MEDIAN_PX);
  plain.release();
  const smoothed: Buffer = smooth.getData();
  for (let at = 0; at < level.length; at++)
    if (!Number.isNaN(level[at] ?? Number.NaN)) level[at] = ((smoothed[at] ?? ZERO) - ZERO) / UNIT;
  const every = Math.max(1, Math.floor(known.length / 4_000));
  const sampled = level.filter((value, at) => at % every === 0 && !Number.isNaN(value));
  const spread = sampled.length === 0 ? 0 : 1.4826 * median(sampled.map(Math.abs));
  const threshold = Math.max(LEAST_THRESHOLD, SPREADS * spread);
  const least = Math.max(20, (LEAST_AREA_PART * copy.barePixels) / 4);
  const patches = [true, false].flatMap((darker) => {
    const grey = ZERO + (darker ? -1 : 1) * threshold * UNIT;
    const mask = smooth.threshold(
      darker ? Math.max(0, grey) : Math.min(254, grey),
      255,
      darker ? cv.THRESH_BINARY_INV : cv.THRESH_BINARY,
    );
    const found = patchesOf(mask, darker, least);
    mask.release();
    return found;
  });
  smooth.release();
  patches.sort((a, b) => b.pixels.length - a.pixels.length);
  return { widthPx, heightPx, level, threshold, spread, patches: patches.slice(0, MOST_PATCHES) };
}

/** Mean contrast of the bare pixels of each 2 × 2, holes of indentations filled from around them. */
function halved(copy: SurfaceCopy): { widthPx: number; heightPx: number; level: Float32Array } {
  const widthPx = copy.widthPx >> 1;
  const heightPx = copy.heightPx >> 1;
  const level = new Float32Array(widthPx * heightPx).fill(Number.NaN);
  const holes: number[] = [];
  for (let row = 0; row < heightPx; row++)
    for (let column = 0; column < widthPx; column++) {
      const first = 2 * row * copy.widthPx + 2 * column;
      let sum = 0;
      let count = 0;
      for (const at of [first, first + 1, first + copy.widthPx, first + copy.widthPx + 1])
        if (copy.bare[at] === 1) {
          sum += copy.contrast[at] ?? 0;
          count++;
        }
      const at = row * widthPx + column;
      if (count > 0) level[at] = sum / count;
      else if (copy.face[first] === 1) holes.push(at);
    }
  fillHoles(level, holes, widthPx);
  return { widthPx, heightPx, level };
}

/** From the border of each hole inwards, each the mean of its known neighbours. */
function fillHoles(level: Float32Array, holes: readonly number[], widthPx: number): void {
  let open = holes;
  while (open.length > 0) {
    const filled: [number, number][] = [];
    const left: number[] = [];
    for (const at of open) {
      let sum = 0;
      let count = 0;
      for (const next of [at - 1, at + 1, at - widthPx, at + widthPx]) {
        const value = level[next] ?? Number.NaN;
        if (Number.isNaN(value)) continue;
        sum += value;
        count++;
      }
      if (count > 0) filled.push([at, sum / count]);
      else left.push(at);
    }
    if (filled.length === 0) return;
    for (const [at, value] of filled) level[at] = value;
    open = left;
  }
}

function patchesOf(mask: Mat, darker: boolean, least: number): Patch[] {
  const kernel = cv.getStructuringElement(cv.MORPH_ELLIPSE, new cv.Size(5, 5));
  const small = cv.getStructuringElement(cv.MORPH_ELLIPSE, new cv.Size(3, 3));
  const closed = mask.morphologyEx(kernel, cv.MORPH_CLOSE);
  const opened = closed.morphologyEx(small, cv.MORPH_OPEN);
  const { labels, stats } = opened.connectedComponentsWithStats();
  const areas = stats.getDataAsArray().map((row) => row[4] ?? 0);
  const wanted = areas.map((area, label) => label > 0 && area >= least);
  const bytes = labels.getData();
  const numbers = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const pixels = areas.map((): number[] => []);
  if (wanted.some((one) => one))
    numbers.forEach((label, at) => {
      if (wanted[label] === true) pixels[label]?.push(at);
    });
  const contours = opened.findContours(cv.RETR_EXTERNAL, cv.CHAIN_APPROX_NONE);
  const patches: Patch[] = [];
  for (const contour of contours) {
    if (contour.area < 0.6 * least || contour.numPoints < 8) continue;
    const points = contour.getPoints();
    const first = points[0];
    if (first === undefined) continue;
    const label = numbers[first.y * opened.cols + first.x] ?? 0;
    if (wanted[label] !== true) continue;
    const step = Math.max(1, points.length / OUTLINE_POINTS);
    const perimeter = contour.arcLength(true);
    patches.push({
      pixels: pixels[label] ?? [],
      outline: Array.from({ length: Math.floor(points.length / step) }, (_, i) => {
        const p = points[Math.floor(i * step)] ?? first;
        return [2 * p.x + 0.5, 2 * p.y + 0.5] as const;
      }),
      solidity: contour.area / Math.max(1, contour.convexHull().area),
      raggedness: (perimeter * perimeter) / (4 * Math.PI * Math.max(1, contour.area)),
      darker,
    });
  }
  for (const mat of [closed, opened, labels, stats]) mat.release();
  return patches;
}
