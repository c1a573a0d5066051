/**
 * Evidence for lines in every direction: the mean along a short piece of line against the same on either side of it, in units of
 * what the finish itself gives in that direction. So grinding marks raise the bar along the lay and nowhere else.
 */
import { cv, type Mat } from "../image/opencv.ts";
import { median } from "../image/statistics.ts";
import type { SurfaceCopy } from "./surface-copy.ts";

export const DIRECTIONS = 20;

export interface LineEvidence {
  /** Strongest evidence over all directions, STRENGTH_UNIT for one spread, at most 255; 0 where not bare. */
  readonly strength: Uint8Array;
  /** Its direction, as a number of DIRECTIONS over 180°, clockwise from the picture's right. */
  readonly direction: Uint8Array;
  /** Spread of the finish by direction, as a part of the brightness. */
  readonly spreads: readonly number[];
  /** Direction of the lay, as `direction`; the one with the greatest spread. */
  readonly lay: number;
  /** Its spread over that of the middle direction: 1 where the surface has no lay. */
  readonly layRatio: number;
}

export const STRENGTH_UNIT = 6;
/** A piece of line is 8 points this far apart, px. */
const STEP_PX = 2.4;
const POINTS = 8;
/** Sides are asked this far from the line, px. */
export const ASIDE_PX = 3;
const MOST_CONTRAST = 0.45;
/** Whole numbers hold this many steps for a contrast of 1. */
const LEVELS = 2000;
const LEAST_SPREAD = 0.0015;
const SAMPLED_SIDE = 56;

interface Shift {
  readonly dx: number;
  readonly dy: number;
}

export function lineEvidence(copy: SurfaceCopy): LineEvidence {
  const { widthPx, heightPx } = copy;
  const margin = Math.ceil((POINTS / 2) * STEP_PX + ASIDE_PX) + 1;
  const levels = paddedLevels(copy, margin);
  const ones = new cv.Mat(Buffer.from(copy.bare), heightPx, widthPx, cv.CV_8UC1);
  const bare = ones.threshold(0, 255, cv.THRESH_BINARY);
  ones.release();
  const isBare = sampled(bare);
  let strength = new cv.Mat(heightPx, widthPx, cv.CV_8UC1, 0);
  const direction = new cv.Mat(heightPx, widthPx, cv.CV_8UC1, 0);
  const spreads: number[] = [];
  for (let d = 0; d < DIRECTIONS; d++) {
    const angle = (Math.PI * d) / DIRECTIONS;
    const sums = lineSums(levels, angle);
    const { here, one, other } = lineAndSides(sums, angle, widthPx, heightPx);
    const spread = Math.max(LEAST_SPREAD * LEVELS * POINTS, spreadOf(here, one, other, isBare));
    spreads.push(spread / LEVELS / POINTS);
    const evidence = lineAgainstSides(here, one, other).convertTo(cv.CV_8U, STRENGTH_UNIT / spread);
    const gain = evidence.sub(strength).threshold(0, 255, cv.THRESH_BINARY);
    direction.setTo(d, gain);
    strength = larger(strength, evidence);
    for (const mat of [evidence, gain, sums, here, one, other]) mat.release();
  }
  const onBare = strength.bitwiseAnd(bare);
  const found = { strength: onBare.getData(), direction: direction.getData() };
  for (const mat of [strength, direction, bare, onBare, levels]) mat.release();
  const lay = spreads.indexOf(Math.max(...spreads));
  return { ...found, spreads, lay, layRatio: (spreads[lay] ?? 0) / median(spreads) };
}

function paddedLevels({ contrast, widthPx, heightPx }: SurfaceCopy, margin: number): Mat {
  const whole = new Int16Array(contrast.length);
  const most = LEVELS * MOST_CONTRAST;
  for (let at = 0; at < whole.length; at++)
    whole[at] = Math.max(-most, Math.min(most, Math.round(LEVELS * (contrast[at] ?? 0))));
  const plain = new cv.Mat(Buffer.from(whole.buffer), heightPx, widthPx, cv.CV_16SC1);
  const padded = plain.copyMakeBorder(margin, margin, margin, margin, cv.BORDER_CONSTANT, 0);
  plain.release();
  return padded;
}

function shiftOf(angle: number, steps: number): Shift {
  return {
    dx: Math.round(steps * STEP_PX * Math.cos(angle)),
    dy: Math.round(steps * STEP_PX * Math.sin(angle)),
  };
}

/** Sum of POINTS points along the direction, by doubling; the sum's place is that of its lowest column and row. */
function lineSums(levels: Mat, angle: number): Mat {
  let sums = levels;
  for (let points = 1; points < POINTS; points *= 2) {
    const next = addShifted(sums, shiftOf(angle, points));
    if (sums !== levels) sums.release();
    sums = next;
  }
  return sums;
}

/** m(x, y) + m(x + dx, y + dy) where both are. */
function addShifted(m: Mat, { dx, dy }: Shift): Mat {
  const width = m.cols - Math.abs(dx);
  const height = m.rows - Math.abs(dy);
  const here = m.getRegion(new cv.Rect(Math.max(0, -dx), Math.max(0, -dy), width, height));
  const there = m.getRegion(new cv.Rect(Math.max(0, dx), Math.max(0, dy), width, height));
  const sum = here.add(there);
  here.release();
  there.release();
  return sum;
}

/** Line sums centred on each pixel of the copy, and the same to either side. */
function lineAndSides(
  sums: Mat,
  angle: number,
  widthPx: number,
  heightPx: number,
): { here: Mat; one: Mat; other: Mat } {
  const left = Math.round((sums.cols - widthPx) / 2);
  const top = Math.round((sums.rows - heightPx) / 2);
  const asideX = Math.round(-ASIDE_PX * Math.sin(angle));
  const asideY = Math.round(ASIDE_PX * Math.cos(angle));
  const at = (dx: number, dy: number): Mat => {
    const x = Math.max(0, Math.min(sums.cols - widthPx, left + dx));
    const y = Math.max(0, Math.min(sums.rows - heightPx, top + dy));
    return sums.getRegion(new cv.Rect(x, y, widthPx, heightPx));
  };
  return { here: at(0, 0), one: at(asideX, asideY), other: at(-asideX, -asideY) };
}

/** How much darker than both sides, or brighter than both. */
function lineAgainstSides(here: Mat, one: Mat, other: Mat): Mat {
  const lower = cv.min(one, other, new cv.Mat());
  const higher = cv.max(one, other, new cv.Mat());
  const dark = lower.sub(here);
  const bright = here.sub(higher);
  const either = cv.max(dark, bright, new cv.Mat());
  for (const mat of [lower, higher, dark, bright]) mat.release();
  return either;
}

function larger(a: Mat, b: Mat): Mat {
  const both = cv.max(a, b, a);
  if (both !== a) a.release();
  return both;
}

/** Every so many pixels of either axis is asked for the spread. */
function sampled(mat: Mat): Buffer {
  const few = mat.resize(SAMPLED_SIDE, SAMPLED_SIDE, 0, 0, cv.INTER_NEAREST);
  const bytes = few.getData();
  few.release();
  return bytes;
}

/** Robust standard deviation of line against sides over the bare surface. */
function spreadOf(here: Mat, one: Mat, other: Mat, isBare: Buffer): number {
  const sides = one.addWeighted(0.5, other, 0.5, 0);
  const off = here.absdiff(sides);
  const bytes = sampled(off);
  sides.release();
  off.release();
  const values = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  const onBare = values.filter((_, i) => isBare[i] !== 0).sort();
  return onBare.length === 0 ? 1 : 1.4826 * (onBare[onBare.length >> 1] ?? 0);
}
