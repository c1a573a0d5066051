/**
 * Places that may be indentations: darker than both ends of every line through them, at several sizes. A scratch, however dark,
 * is as dark further along itself and drops out, so directional grinding costs nothing and needs no direction to be known.
 */

import { cv, type Mat } from "../image/opencv.ts";
import type { Background } from "../surface/background.ts";

export interface Candidate {
  readonly x: number;
  readonly y: number;
  readonly radiusPx: number;
  /** Grey values that the surroundings are brighter, at the worst direction. */
  readonly contrast: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Scale {
  /** How much the picture is shrunk. */
  readonly shrink: number;
  /** Radius searched there, in shrunk pixels. */
  readonly radius: number;
  /** Least contrast of a candidate, as a part of the surface's brightness: small areas of ground steel differ more by chance. */
  readonly leastPart: number;
  /** A dark spot, or the bright floor of a shallow ball's dent inside its dark rim. */
  readonly seeks: "dark" | "brightFloor";
}
const SCALES: readonly Scale[] = [
  { shrink: 1, radius: 2.3, leastPart: 0.17, seeks: "dark" },
  { shrink: 1, radius: 2.1, leastPart: 0.1, seeks: "brightFloor" },
  { shrink: 2, radius: 1.8, leastPart: 0.14, seeks: "dark" },
  { shrink: 2, radius: 2.7, leastPart: 0.11, seeks: "dark" },
  { shrink: 2, radius: 1.3, leastPart: 0.085, seeks: "brightFloor" },
  { shrink: 2, radius: 2.2, leastPart: 0.14, seeks: "brightFloor" },
  { shrink: 4, radius: 2.0, leastPart: 0.075, seeks: "dark" },
  { shrink: 4, radius: 3.0, leastPart: 0.09, seeks: "dark" },
  { shrink: 4, radius: 4.6, leastPart: 0.09, seeks: "dark" },
  { shrink: 4, radius: 2.6, leastPart: 0.14, seeks: "brightFloor" },
  { shrink: 8, radius: 3.2, leastPart: 0.09, seeks: "dark" },
];
/** Rim radius over the radius of the bright floor. */
const RIM_OVER_FLOOR = 1.9;
/** Where the surroundings are asked, in radii, and in how many directions. */
const RING = 1.85;
const AXES = 6;
/** Least contrast of a candidate on a dark picture, grey values. */
const LEAST_CONTRAST = 4;
/** Before the local brightness is asked: it is at least this part of the overall one. */
const LEAST_OVERALL = 0.6;
const MOST_CANDIDATES = 3_000;
/** As part of the radius. */
const SAME_PLACE = 0.7;

/** Candidates inside a box of the picture, the largest first, then the strongest; full-size pixels. */
export function findCandidates(
  picture: Mat,
  box: Box,
  background: Background,
  isOnFace: (x: number, y: number) => boolean,
): Candidate[] {
  const full = picture.getRegion(new cv.Rect(box.left, box.top, box.width, box.height)).copy();
  const found: Candidate[] = [];
  let shrunk = full;
  let shrunkBy = 1;
  for (const { shrink, radius, leastPart, seeks } of SCALES) {
    const least = Math.max(LEAST_CONTRAST, LEAST_OVERALL * leastPart * background.faceGrey);
    if (shrink !== shrunkBy) {
      const rows = Math.floor(box.height / shrink);
      const columns = Math.floor(box.width / shrink);
      if (rows < 16 || columns < 16) break;
      shrunk = full
        .getRegion(new cv.Rect(0, 0, columns * shrink, rows * shrink))
        .resize(rows, columns, 0, 0, cv.INTER_AREA);
      shrunkBy = shrink;
    }
    for (const peak of peaks(
      darknessAgainstAllLines(seeks === "dark" ? shrunk : shrunk.bitwiseNot(), radius),
      least,
    )) {
      const x = box.left + (peak.x + 0.5) * shrink - 0.5;
      const y = box.top + (peak.y + 0.5) * shrink - 0.5;
      if (peak.value >= leastPart * background.at(x, y) && isOnFace(x, y))
        found.push({
          x,
          y,
          radiusPx: radius * shrink * (seeks === "dark" ? 1 : RIM_OVER_FLOOR),
          contrast: peak.value,
        });
    }
  }
  return strongestOfEachPlace(found);
}

/** For each pixel the least, over directions, of (brighter end of the line through it) − (its own mean). */
function darknessAgainstAllLines(picture: Mat, radius: number): Mat {
  const sigma = 0.55 * radius;
  const side = 2 * Math.ceil(2.5 * sigma) + 1;
  const smooth = picture.gaussianBlur(new cv.Size(side, side), sigma, sigma);
  let least: Mat | undefined;
  for (let axis = 0; axis < AXES; axis++) {
    const brighterEnd = smooth.dilate(bothEnds((Math.PI * axis) / AXES, RING * radius));
    if (least === undefined) least = brighterEnd;
    else {
      const both = cv.min(least, brighterEnd, least);
      if (both !== least) least.release();
      brighterEnd.release();
      least = both;
    }
  }
  const evidence = (least ?? smooth).sub(smooth);
  least?.release();
  smooth.release();
  return evidence;
}

/** Two points on opposite sides of the middle. */
function bothEnds(angle: number, distance: number): Mat {
  const dx = Math.round(distance * Math.cos(angle));
  const dy = Math.round(distance * Math.sin(angle));
  const half = Math.max(Math.abs(dx), Math.abs(dy));
  const rows = Array.from({ length: 2 * half + 1 }, () => new Array<number>(2 * half + 1).fill(0));
  for (const side of [1, -1]) {
    const row = rows[half + side * dy];
    if (row !== undefined) row[half + side * dx] = 1;
  }
  return new cv.Mat(rows, cv.CV_8U);
}

interface Peak {
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

/** Local maxima of at least `least`; pixels below it are passed over eight at a time. */
function peaks(evidence: Mat, least: number): Peak[] {
  const columns = evidence.cols;
  const values = evidence.getData();
  const worthwhile = evidence.threshold(Math.ceil(least) - 1, 255, cv.THRESH_BINARY);
  const mask = Uint8Array.from(worthwhile.getData());
  worthwhile.release();
  const eights = new Float64Array(mask.buffer, 0, mask.length >> 3);
  const found: Peak[] = [];
  const last = values.length - columns - 1;
  for (let word = 0; word < eights.length; word++) {
    if (eights[word] === 0) continue;
    for (let at = Math.max(word * 8, columns + 1); at < Math.min(word * 8 + 8, last); at++) {
      const v = values[at] ?? 0;
      if (v < least) continue;
      const above = at - columns;
      const below = at + columns;
      if (
        v > (values[at - 1] ?? 0) &&
        v >= (values[at + 1] ?? 0) &&
        v > (values[above] ?? 0) &&
        v > (values[above - 1] ?? 0) &&
        v > (values[above + 1] ?? 0) &&
        v >= (values[below] ?? 0) &&
        v >= (values[below - 1] ?? 0) &&
        v >= (values[below + 1] ?? 0)
      )
        found.push({ x: at % columns, y: Math.floor(at / columns), value: v });
    }
  }
  return found;
}

/** A weaker candidate of like size within a stronger one's radius is the same place. The largest come first. */
function strongestOfEachPlace(found: Candidate[]): Candidate[] {
  found.sort((a, b) => b.contrast - a.contrast || a.y - b.y || a.x - b.x);
  const kept: Candidate[] = [];
  const cells = new Map<number, Candidate[]>();
  for (const one of found.slice(0, MOST_CANDIDATES)) {
    const cellPx = 2 * one.radiusPx;
    const size = Math.round(one.radiusPx * 16);
    const key = (i: number, j: number): number => (size * 8192 + j) * 8192 + i;
    const column = Math.floor(one.x / cellPx);
    const row = Math.floor(one.y / cellPx);
    const limit = (SAME_PLACE * one.radiusPx) ** 2;
    let known = false;
    for (let j = row - 1; j <= row + 1 && !known; j++)
      for (let i = column - 1; i <= column + 1 && !known; i++)
        known = cells.get(key(i, j))?.some((k) => (k.x - one.x) ** 2 + (k.y - one.y) ** 2 < limit) ?? false;
    if (known) continue;
    kept.push(one);
    const cell = cells.get(key(column, row));
    if (cell === undefined) cells.set(key(column, row), [one]);
    else cell.push(one);
  }
  return kept.sort((a, b) => b.radiusPx - a.radiusPx || b.contrast - a.contrast);
}
