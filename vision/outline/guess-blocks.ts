/** Guesses of where a block lies, from the regions of a small copy of the picture; in full-size pixels, the best first. */
import type { GreyImage } from "../image/grey-image.ts";
import { cv, type Mat } from "../image/opencv.ts";
import { circleThrough, rectangleThrough, type Spot, thinned } from "./guess-shapes.ts";
import { borderPlaces, type OutlinePx } from "./outline-px.ts";
import { partingGreys, type SmallCopy, smallCopy } from "./small-copy.ts";

export interface BlockGuess {
  readonly outline: OutlinePx;
  /** 1: brighter than what lies around it, −1: darker. */
  readonly polarity: 1 | -1;
  /** Middle grey step across the border. */
  readonly contrast: number;
  /** Part of the border within the picture that shows a step of the right direction. */
  readonly agreeing: number;
  /** Part of the border within the picture. */
  readonly visible: number;
}

/** A block covers at least this part of the picture. */
const LEAST_AREA_PART = 0.02;
/** Border points nearer to the picture's edge than this are the picture's, not the block's, small px. */
const PICTURE_EDGE_PX = 2;
const BORDER_PLACES = 96;
/** Grey is compared this far inside and outside, small px. */
const INSIDE_PX = -3;
const OUTSIDE_PX = 2.5;
const LEAST_STEP = 4;
const LEAST_AGREEING = 0.55;
const LEAST_VISIBLE = 0.3;
const MOST_GUESSES = 4;
const REGIONS_PER_MASK = 2;

export type ShapeHint = "auto" | "round" | "rectangular";

export function guessBlocks(image: GreyImage, shape: ShapeHint): BlockGuess[] {
  const small = smallCopy(image);
  const guesses: BlockGuess[] = [];
  for (const grey of partingGreys(small.grey)) {
    const bright = small.mat.threshold(grey, 255, cv.THRESH_BINARY);
    const dark = bright.bitwiseNot();
    for (const mask of [bright, dark])
      for (const outline of shapesOf(mask, small, shape)) {
        const guess = weighed(outline, small);
        if (guess !== undefined && !guesses.some((known) => isSame(known, guess))) guesses.push(guess);
      }
    bright.release();
    dark.release();
  }
  small.mat.release();
  const worth = (guess: BlockGuess): number =>
    guess.agreeing * Math.sqrt(guess.visible * sizeOf(guess.outline));
  return guesses
    .sort((a, b) => worth(b) - worth(a))
    .slice(0, MOST_GUESSES)
    .map((guess) => ({ ...guess, outline: enlarged(guess.outline, small.shrink) }));
}

function shapesOf(mask: Mat, small: SmallCopy, shape: ShapeHint): OutlinePx[] {
  const kernel = cv.getStructuringElement(cv.MORPH_ELLIPSE, new cv.Size(5, 5));
  const closed = mask.morphologyEx(kernel, cv.MORPH_CLOSE);
  const contours = closed.findContours(cv.RETR_EXTERNAL, cv.CHAIN_APPROX_NONE);
  closed.release();
  const least = LEAST_AREA_PART * small.widthPx * small.heightPx;
  return contours
    .filter((contour) => contour.numPoints >= 40 && contour.area >= least)
    .sort((a, b) => b.area - a.area)
    .slice(0, REGIONS_PER_MASK)
    .flatMap((contour) => {
      const points: Spot[] = contour.getPoints();
      const border = points.filter((p) => isInner(p, small));
      if (border.length < 40) return [];
      const found: OutlinePx[] = [];
      const circle =
        shape === "rectangular"
          ? undefined
          : circleThrough(thinned(border), Math.max(small.widthPx, small.heightPx));
      if (circle !== undefined) found.push(circle);
      const rectangle =
        shape === "round"
          ? undefined
          : rectangleThrough(
              border,
              points.filter((p) => !isInner(p, small)),
            );
      if (rectangle !== undefined) found.push(rectangle);
      return found;
    });
}

function isInner(p: Spot, small: SmallCopy): boolean {
  return (
    p.x >= PICTURE_EDGE_PX &&
    p.y >= PICTURE_EDGE_PX &&
    p.x < small.widthPx - PICTURE_EDGE_PX &&
    p.y < small.heightPx - PICTURE_EDGE_PX
  );
}

/** Asks the small picture whether brightness steps all along the outline; undefined when too little of it does. */
function weighed(outline: OutlinePx, small: SmallCopy): BlockGuess | undefined {
  const steps: number[] = [];
  for (const { x, y, outX, outY } of borderPlaces(outline, BORDER_PLACES)) {
    const outer = { x: x + OUTSIDE_PX * outX, y: y + OUTSIDE_PX * outY };
    if (!isInner(outer, small)) continue;
    const inside = greyOf(small, x + INSIDE_PX * outX, y + INSIDE_PX * outY);
    steps.push(inside - greyOf(small, outer.x, outer.y));
  }
  const visible = steps.length / BORDER_PLACES;
  if (visible < LEAST_VISIBLE) return undefined;
  const contrast = [...steps].sort((a, b) => a - b)[steps.length >> 1] ?? 0;
  const polarity = contrast >= 0 ? 1 : -1;
  const least = Math.max(LEAST_STEP, 0.25 * Math.abs(contrast));
  const agreeing = steps.filter((step) => polarity * step >= least).length / steps.length;
  return agreeing < LEAST_AGREEING
    ? undefined
    : { outline, polarity, contrast: Math.abs(contrast), agreeing, visible };
}

function greyOf(small: SmallCopy, x: number, y: number): number {
  const column = Math.max(0, Math.min(small.widthPx - 1, Math.round(x)));
  const row = Math.max(0, Math.min(small.heightPx - 1, Math.round(y)));
  return small.grey[row * small.widthPx + column] ?? 0;
}

export function sizeOf(outline: OutlinePx): number {
  return outline.kind === "round" ? outline.diameterPx : Math.sqrt(outline.lengthPx * outline.widthPx);
}

function isSame(a: BlockGuess, b: BlockGuess): boolean {
  const size = sizeOf(a.outline);
  return (
    a.outline.kind === b.outline.kind &&
    Math.hypot(a.outline.xPx - b.outline.xPx, a.outline.yPx - b.outline.yPx) < 0.02 * size + 1 &&
    Math.abs(size - sizeOf(b.outline)) < 0.03 * size + 1
  );
}

function enlarged(outline: OutlinePx, by: number): OutlinePx {
  const centre = { xPx: (outline.xPx + 0.5) * by - 0.5, yPx: (outline.yPx + 0.5) * by - 0.5 };
  return outline.kind === "round"
    ? { ...outline, ...centre, diameterPx: outline.diameterPx * by }
    : { ...outline, ...centre, lengthPx: outline.lengthPx * by, widthPx: outline.widthPx * by };
}
