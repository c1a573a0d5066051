/**
 * The rim (压痕边缘) of one indentation between the pixels, from a rough ellipse: by the edges that a closed rim explains, darker or
 * brighter outside alike, whatever lies inside. It searches nothing and knows no scale.
 *
 * Convention: the rim is where grey changes most steeply between flank and surface, taken across the rim; of two closed edges nearly
 * as well supported it is the outer one. It is neither the highlight inside nor the far side of the pile-up.
 */
import type { GreyImage } from "../image/grey-image.ts";
import { edgesOf } from "./edges.ts";
import { fitRim, type RimFitting } from "./fit.ts";
import { changed, type Ellipse, ellipseOf, frameOf, type RimFrame, radiusOf } from "./frame.ts";
import { type Strip, type StripShape, unroll } from "./strip.ts";
import { directionsFor, type TracedPoint, traceRim } from "./trace.ts";
import { bestCircle } from "./vote.ts";

export type { Ellipse } from "./frame.ts";
export { type RimFrame, radiusOf } from "./frame.ts";
export type { TracedPoint } from "./trace.ts";

export interface RimFit extends Ellipse {
  /** Part (0 to 1) of the directions within the picture in which an edge lies on the ellipse. */
  readonly coverage: number;
  /** Part of the directions in which the rim lies within the picture. */
  readonly visible: number;
  /** Robust standard deviation of the edges from the ellipse, px. */
  readonly spreadPx: number;
  /** −1 where the dent is darker than the surface all around, 1 where it is brighter, 0 half and half. */
  readonly polarity: number;
}

export interface RimTrace {
  readonly fit: RimFit;
  readonly frame: RimFrame;
  readonly points: readonly TracedPoint[];
  readonly fitting: RimFitting;
  readonly directions: number;
}

const LEAST_RADIUS_PX = 2;
const MOST_RADIUS_PX = 20_000;

/**
 * The rim near a rough ellipse: centre within about 12 % of the radius, axes within about 15 %, px of the picture. Undefined where no
 * closed rim is seen.
 */
export function fitRimEllipse(image: GreyImage, near: Ellipse): RimFit | undefined {
  return traceRimNear(image, near)?.fit;
}

/** As `fitRimEllipse`, with the edges it rests on. `fine` sets how many directions the last pass takes. */
export function traceRimNear(image: GreyImage, near: Ellipse, fine: number = 96): RimTrace | undefined {
  const start = frameOf(near);
  const radius = radiusOf(start);
  if (!(radius >= LEAST_RADIUS_PX && radius < MOST_RADIUS_PX)) return undefined;
  const rough = roughRim(image, start);
  if (rough === undefined) return undefined;
  const second = pass(image, radius < LEAST_LARGE_PX ? rough : finerRim(image, rough), {
    reach: 0.16,
    near: 0.06,
    most: 64,
    step: 0.012,
    sigma: 0.022,
  });
  if (second === undefined) return undefined;
  return pass(image, second.frame, { reach: 0.12, near: 0.03, most: fine, step: 0.004, sigma: 0.009 });
}

/** From this radius on a rim is sharp against its own size, and strong edges are told from stronger ones. */
const LEAST_LARGE_PX = 8;
const ROUGH = { from: 0.5, to: 1.6, step: 0.022, sigma: 0.03, outside: 1.2 } as const;

/** The circle best supported in the rough ellipse's frame. */
function roughRim(image: GreyImage, frame: RimFrame): RimFrame | undefined {
  const radius = radiusOf(frame);
  const shape = stripShape(radius, directionsFor(frame, 48), ROUGH.from, ROUGH.to, ROUGH.step);
  const strip = unroll(image, frame, shape);
  const { strength } = edgesOf(
    strip,
    sigmaSteps(shape, radius, ROUGH.sigma),
    ROUGH.outside,
    1,
    radius < LEAST_LARGE_PX ? 3 : 6,
  );
  const vote = bestCircle(strip, strength, { shift: 0.16, shiftStep: 0.04, least: 0.78, most: 1.26 });
  return vote === undefined || vote.share < LEAST_SHARE[radius < LEAST_LARGE_PX ? "small" : "large"]
    ? undefined
    : changed(frame, vote.change);
}
const LEAST_SHARE = { small: 0.12, large: 0.08 } as const;

const FINER = { reach: 0.25, step: 0.012, sigma: 0.018, outside: 1.1 } as const;

/** The same once more, closer by and in smaller steps; only edges far beyond the surface's own count. */
function finerRim(image: GreyImage, frame: RimFrame): RimFrame {
  const radius = radiusOf(frame);
  const shape = stripShape(radius, directionsFor(frame, 64), 1 - FINER.reach, 1 + FINER.reach, FINER.step);
  const strip = unroll(image, frame, shape);
  const { strength } = edgesOf(strip, sigmaSteps(shape, radius, FINER.sigma), FINER.outside, 1, 10);
  const vote = bestCircle(strip, strength, { shift: 0.064, shiftStep: 0.016, least: 0.92, most: 1.1 });
  return vote === undefined ? frame : changed(frame, vote.change);
}

interface Pass {
  /** Half-width of the strip about the rim, and the distance at which an edge counts half, parts of the radius. */
  readonly reach: number;
  readonly near: number;
  readonly most: number;
  readonly step: number;
  readonly sigma: number;
}

/** Part of all directions averaged to either side. */
const ALIKE = 0.02;

function pass(
  image: GreyImage,
  frame: RimFrame,
  { reach, near, most, step, sigma }: Pass,
): RimTrace | undefined {
  const radius = radiusOf(frame);
  const half = Math.max(reach, 2.5 / radius);
  const directions = directionsFor(frame, most);
  const shape = stripShape(radius, directions, 1 - half, 1 + half, step);
  const strip = unroll(image, frame, shape);
  const edges = edgesOf(
    strip,
    sigmaSteps(shape, radius, sigma),
    1 + 0.5 * half,
    Math.round(directions * ALIKE),
  );
  const points = traceRim(frame, strip, edges, Math.max(near, 0.7 / radius));
  const fitting = fitRim(frame, points);
  return fitting === undefined ? undefined : traced(strip, points, fitting);
}

function traced(strip: Strip, points: readonly TracedPoint[], fitting: RimFitting): RimTrace {
  const { directions, steps, grey } = strip;
  let visible = 0;
  for (let d = 0; d < directions; d++)
    if (!Number.isNaN(grey[d * steps + (steps >> 1)] ?? Number.NaN)) visible++;
  let on = 0;
  let brighter = 0;
  let weights = 0;
  points.forEach(({ strength, change }, n) => {
    const weight = fitting.weight[n] ?? 0;
    if (weight <= 0) return;
    if (strength > LEAST_ON) on++;
    brighter -= weight * Math.sign(change);
    weights += weight;
  });
  return {
    fit: {
      ...ellipseOf(fitting.frame),
      coverage: visible === 0 ? 0 : on / visible,
      visible: visible / directions,
      spreadPx: fitting.spreadPx,
      polarity: weights === 0 ? 0 : brighter / weights,
    },
    frame: fitting.frame,
    points,
    fitting,
    directions,
  };
}
const LEAST_ON = 0.2;

/** Steps of the given part of the radius, but not finer than a quarter of a pixel; larger cells are means of several samples. */
function stripShape(radius: number, directions: number, from: number, to: number, part: number): StripShape {
  const step = Math.max(part, 0.25 / radius);
  const acrossPx = (2 * Math.PI * radius) / directions;
  return {
    directions,
    from,
    step,
    steps: Math.max(8, Math.ceil((to - from) / step) + 1),
    across: Math.max(1, Math.min(6, Math.round(acrossPx / 1.5))),
    along: Math.max(1, Math.min(4, Math.round((step * radius) / 1.5))),
  };
}

const LEAST_SIGMA_PX = 0.7;

function sigmaSteps({ step }: StripShape, radius: number, part: number): number {
  return Math.max(part, LEAST_SIGMA_PX / radius) / step;
}
