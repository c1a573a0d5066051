/**
 * Two pictures of the same block in the same grip: what was not there before. The surface's own texture is in both and goes away in
 * their difference, once the second is shifted onto the first, so that what is left at a place is a new indentation or noise.
 */
import { type GreyImage, greyAt } from "../image/grey-image.ts";

export interface Change {
  /** Largest mean difference over a disc of the expected size near the place, in units of what chance gives such discs. */
  readonly strength: number;
  /** That difference as a part of the surface's grey value. */
  readonly contrast: number;
  /** What chance gives such discs, as a part of the surface's grey value: large when the two do not show the same surface. */
  readonly chance: number;
  /** How far the second picture lies from the first, px. */
  readonly shiftPx: number;
}

/** The arm brings the block back to within a few hundredths of a millimetre. */
const MOST_SHIFT_PX = 4;
/** Surroundings that are compared, in expected radii and px. */
const SURROUNDINGS_RADII = 4;
const LEAST_SURROUNDINGS_PX = 28;
/** Discs around the place whose differences show what chance gives. */
const CHANCE_DISCS = 24;

interface Patch {
  /** Difference of the second picture, shifted and matched in brightness, from the first; row by row. */
  readonly difference: Float32Array;
  readonly side: number;
  readonly half: number;
  readonly meanGrey: number;
  readonly shiftPx: number;
}

/**
 * Change at a place given in px of the first picture, searched within `reachPx`. `radiusPx` is that of the expected indentation.
 * Undefined when the place is so near to the picture's edge that there is nothing to compare around it.
 */
export function changeAt(
  before: GreyImage,
  after: GreyImage,
  place: { readonly x: number; readonly y: number },
  radiusPx: number,
  reachPx: number,
): Change | undefined {
  const half = Math.ceil(Math.max(LEAST_SURROUNDINGS_PX, SURROUNDINGS_RADII * radiusPx) + reachPx);
  const [cx, cy] = [Math.round(place.x), Math.round(place.y)];
  const inside = (image: GreyImage) =>
    cx - half - MOST_SHIFT_PX > 0 &&
    cy - half - MOST_SHIFT_PX > 0 &&
    cx + half + MOST_SHIFT_PX < image.widthPx &&
    cy + half + MOST_SHIFT_PX < image.heightPx;
  if (!inside(before) || !inside(after)) return undefined;
  const patch = differencePatch(before, after, cx, cy, half, radiusPx + reachPx);
  const best = strongestDisc(patch, radiusPx, reachPx);
  const chance = chanceOf(patch, radiusPx, reachPx);
  return {
    strength: best / chance,
    contrast: best / patch.meanGrey,
    chance: chance / patch.meanGrey,
    shiftPx: patch.shiftPx,
  };
}

function differencePatch(
  before: GreyImage,
  after: GreyImage,
  cx: number,
  cy: number,
  half: number,
  hiddenPx: number,
): Patch {
  const side = 2 * half + 1;
  const weights = new Uint8Array(side * side);
  for (let j = -half; j <= half; j++)
    for (let i = -half; i <= half; i++)
      weights[(j + half) * side + i + half] = Math.hypot(i, j) > hiddenPx ? 1 : 0;
  const first = sample(before, cx, cy, half, 0, 0);
  let shift = { x: 0, y: 0, cost: Number.POSITIVE_INFINITY };
  for (const step of [2, 1, 0.5, 0.25, 0.125]) {
    const from = { ...shift };
    const reach = step === 2 ? Math.floor(MOST_SHIFT_PX / 2) : 1;
    for (let j = -reach; j <= reach; j++)
      for (let i = -reach; i <= reach; i++) {
        const [x, y] = [from.x + i * step, from.y + j * step];
        const cost = misfit(first, sample(after, cx, cy, half, x, y), weights);
        if (cost < shift.cost) shift = { x, y, cost };
      }
  }
  const second = sample(after, cx, cy, half, shift.x, shift.y);
  const { gain, meanGrey } = brightness(first, second, weights);
  return {
    difference: first.map((grey, at) => gain * (second[at] ?? 0) - grey),
    side,
    half,
    meanGrey,
    shiftPx: Math.hypot(shift.x, shift.y),
  };
}

function sample(
  image: GreyImage,
  cx: number,
  cy: number,
  half: number,
  dx: number,
  dy: number,
): Float32Array {
  const side = 2 * half + 1;
  const grey = new Float32Array(side * side);
  for (let j = 0; j < side; j++)
    for (let i = 0; i < side; i++) grey[j * side + i] = greyAt(image, cx + i - half + dx, cy + j - half + dy);
  return grey;
}

/** Brightness of the first picture over that of the second, where nothing new is expected. */
function brightness(first: Float32Array, second: Float32Array, weights: Uint8Array) {
  let sumFirst = 0;
  let sumSecond = 0;
  let count = 0;
  for (let at = 0; at < weights.length; at++) {
    if (weights[at] === 0) continue;
    sumFirst += first[at] ?? 0;
    sumSecond += second[at] ?? 0;
    count++;
  }
  return { gain: sumFirst / Math.max(1, sumSecond), meanGrey: sumFirst / Math.max(1, count) };
}

function misfit(first: Float32Array, second: Float32Array, weights: Uint8Array): number {
  const { gain } = brightness(first, second, weights);
  let cost = 0;
  for (let at = 0; at < weights.length; at++)
    if (weights[at] !== 0) cost += Math.abs(gain * (second[at] ?? 0) - (first[at] ?? 0));
  return cost;
}

/** Mean absolute difference, smoothed over a disc of half the radius, so that a bright floor and dark flanks do not cancel. */
function discMean({ difference, side, half }: Patch, x: number, y: number, radiusPx: number): number {
  let sum = 0;
  let count = 0;
  const reach = Math.ceil(radiusPx);
  for (let j = -reach; j <= reach; j++)
    for (let i = -reach; i <= reach; i++) {
      if (i * i + j * j > radiusPx * radiusPx) continue;
      sum += Math.abs(difference[(Math.round(y) + j + half) * side + Math.round(x) + i + half] ?? 0);
      count++;
    }
  return sum / Math.max(1, count);
}

function strongestDisc(patch: Patch, radiusPx: number, reachPx: number): number {
  const step = Math.max(1, radiusPx / 4);
  const steps = Math.floor(reachPx / step);
  let best = 0;
  for (let j = -steps; j <= steps; j++)
    for (let i = -steps; i <= steps; i++)
      if (Math.hypot(i, j) * step <= reachPx)
        best = Math.max(best, discMean(patch, i * step, j * step, radiusPx));
  return best;
}

/** The upper end of what discs show around the place, where nothing new is expected. */
function chanceOf(patch: Patch, radiusPx: number, reachPx: number): number {
  const distance = Math.min(
    patch.half - radiusPx - 1,
    Math.max(2.2 * radiusPx + reachPx, LEAST_SURROUNDINGS_PX / 2),
  );
  const discs = Array.from({ length: CHANCE_DISCS }, (_, n) => {
    const angle = (2 * Math.PI * n) / CHANCE_DISCS;
    return discMean(patch, distance * Math.cos(angle), distance * Math.sin(angle), radiusPx);
  }).sort((a, b) => a - b);
  return Math.max(0.5, discs[Math.floor(0.75 * CHANCE_DISCS)] ?? 0.5);
}
