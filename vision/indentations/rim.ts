/**
 * The rim of one indentation between pixels: along rays from its middle, the steepest rise from dark to bright; through those,
 * robustly, a circle with the second harmonics of an ellipse. The diameter is that of the rim's dark-to-bright edge.
 */
import { type GreyImage, greyAt } from "../image/grey-image.ts";
import { median } from "../image/statistics.ts";
import { fitHarmonics, HARMONIC_RAYS, type HarmonicFit, harmonicAt } from "./harmonics.ts";

export interface Rim {
  readonly x: number;
  readonly y: number;
  /** Mean radius, px. */
  readonly radiusPx: number;
  /** Half the difference of the half axes, px, and the clockwise turn of the longer one, radians. */
  readonly ovalPx: number;
  readonly turn: number;
  /** Part of the rays whose edge lies tightly on the rim and rises at least half as much as the middle one. */
  readonly coverage: number;
  /** Distance from the rim within which four fifths of the edges lie, px. */
  readonly loosePx: number;
  /** Spread of those edges about the rim, px. */
  readonly spreadPx: number;
  /** Middle rise of brightness at the rim, grey values. */
  readonly rise: number;
  /** Rise at the rim that four fifths of the directions reach, grey values: 0 when more of the rim is open. */
  readonly weakRise: number;
}

const RAYS = HARMONIC_RAYS;
const STEP_PX = 0.5;
const COSINES = Float64Array.from({ length: RAYS }, (_, i) => Math.cos((2 * Math.PI * i) / RAYS));
const SINES = Float64Array.from({ length: RAYS }, (_, i) => Math.sin((2 * Math.PI * i) / RAYS));
const ROUNDS = 3;
/** Rank of the weak rise among the rays, and the look ahead: this many rays must rise enough before a fit is tried. */
const WEAK_RANK = Math.floor(RAYS / 5);
const GLANCE_EVERY = 3;
const GLANCE_RANK = 2;

/** Fits the rim near a first guess; undefined when too few rays rise by `leastRise` grey values, or the fit runs away. */
export function fitRim(
  image: GreyImage,
  x0: number,
  y0: number,
  radius0: number,
  leastRise: number,
): Rim | undefined {
  let x = x0;
  let y = y0;
  let radius = radius0;
  let rim: Rim | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const from = Math.max(0.8, (round === 0 ? 0.35 : 0.6) * radius);
    const to = (round === 0 ? 2.1 : 1.4) * radius + 1.5;
    const half = radius < 5 ? 1 : 2;
    if (round === 0 && glance(image, x, y, from, to, half) < leastRise) return undefined;
    rim = fitOnce(image, x, y, from, to, half);
    if (rim === undefined || Math.hypot(rim.x - x0, rim.y - y0) > 1.3 * radius0 + 1.5) return undefined;
    ({ x, y } = rim);
    radius = rim.radiusPx;
  }
  return rim;
}

const profile = new Float64Array(512);

interface Edge {
  at: number;
  rise: number;
}
const edge: Edge = { at: Number.NaN, rise: 0 };

/** Steepest rise along one ray; writes into the shared `edge`. */
function steepestRise(
  image: GreyImage,
  x: number,
  y: number,
  ray: number,
  from: number,
  to: number,
  half: number,
): void {
  const steps = Math.min(profile.length, Math.ceil((to - from) / STEP_PX) + 2 * half + 1);
  const dx = COSINES[ray] ?? 0;
  const dy = SINES[ray] ?? 0;
  for (let i = 0; i < steps; i++) {
    const t = from + (i - half) * STEP_PX;
    profile[i] = greyAt(image, x + t * dx, y + t * dy);
  }
  let best = -1;
  let steepest = 0;
  for (let i = half; i < steps - half; i++) {
    const rise = riseAt(i, half);
    if (rise > steepest) {
      steepest = rise;
      best = i;
    }
  }
  edge.rise = steepest;
  edge.at = Number.NaN;
  if (best < 0) return;
  const before = best > half ? riseAt(best - 1, half) : 0;
  const after = best < steps - half - 1 ? riseAt(best + 1, half) : 0;
  const bend = before - 2 * steepest + after;
  const shift = bend < 0 ? Math.max(-0.5, Math.min(0.5, (0.5 * (before - after)) / bend)) : 0;
  edge.at = from + (best - half + shift) * STEP_PX;
}

function riseAt(at: number, half: number): number {
  const near = (profile[at + 1] ?? 0) - (profile[at - 1] ?? 0);
  return half === 1 ? near : (near + (profile[at + 2] ?? 0) - (profile[at - 2] ?? 0)) / 2;
}

/** A weak rise from few rays, to leave most of what is no indentation at once. */
function glance(image: GreyImage, x: number, y: number, from: number, to: number, half: number): number {
  const rises: number[] = [];
  for (let ray = 0; ray < RAYS; ray += GLANCE_EVERY) {
    steepestRise(image, x, y, ray, from, to, half);
    rises.push(edge.rise);
  }
  return rises.sort((a, b) => a - b)[GLANCE_RANK] ?? 0;
}

function fitOnce(
  image: GreyImage,
  x: number,
  y: number,
  from: number,
  to: number,
  half: number,
): Rim | undefined {
  const edges = new Float64Array(RAYS);
  const rises = new Float64Array(RAYS);
  for (let ray = 0; ray < RAYS; ray++) {
    steepestRise(image, x, y, ray, from, to, half);
    edges[ray] = edge.at;
    rises[ray] = edge.rise;
  }
  const fit = fitHarmonics(edges, rises);
  if (fit === undefined) return undefined;
  const { radius, shiftX, shiftY, cos2, sin2 } = fit;
  return {
    x: x + shiftX,
    y: y + shiftY,
    radiusPx: radius,
    ovalPx: Math.min(Math.hypot(cos2, sin2), 0.45 * radius),
    turn: Math.atan2(sin2, cos2) / 2,
    ...tightness(fit, edges, rises),
    spreadPx: fit.spread,
    rise: median(rises),
  };
}

/** As part of the radius and in px: an edge is on the rim. */
const TIGHT = { part: 0.07, px: 0.6 };
const WEAK_TIGHT = { part: 0.12, px: 0.5 };

function tightness(
  fit: HarmonicFit,
  edges: Float64Array,
  rises: Float64Array,
): Pick<Rim, "coverage" | "loosePx" | "weakRise"> {
  const half = median(rises) / 2;
  const tight = TIGHT.part * fit.radius + TIGHT.px;
  const weakTight = WEAK_TIGHT.part * fit.radius + WEAK_TIGHT.px;
  const away = new Float64Array(RAYS);
  const onRim = new Float64Array(RAYS);
  let covered = 0;
  for (let ray = 0; ray < RAYS; ray++) {
    const edgeAt = edges[ray] ?? Number.NaN;
    const rise = rises[ray] ?? 0;
    const e = Number.isNaN(edgeAt) ? fit.radius : Math.abs(edgeAt - harmonicAt(fit, ray));
    away[ray] = e;
    if (e < tight && rise >= half) covered++;
    if (e < weakTight) onRim[ray] = rise;
  }
  return {
    coverage: covered / RAYS,
    loosePx: away.sort()[RAYS - 1 - WEAK_RANK] ?? fit.radius,
    weakRise: onRim.sort()[WEAK_RANK] ?? 0,
  };
}
