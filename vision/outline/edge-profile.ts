/** Brightness along a line out of the block, and where on it the surface ends, between pixels. */
import { type GreyImage, greyAt } from "../image/grey-image.ts";

/** Where a profile begins, and its unit direction. */
export interface Ray {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

/** Whether a point lies within the picture. */
export function isInPicture(image: GreyImage, x: number, y: number): boolean {
  return x >= 1 && y >= 1 && x <= image.widthPx - 2 && y <= image.heightPx - 2;
}

/** Samples are this far apart, px. */
export const PROFILE_STEP_PX = 0.5;
/** Neighbouring lines averaged into one, px aside: a single scratch must not move the edge. */
const ASIDE_PX = [-3, -1.5, 0, 1.5, 3];

/** Grey values from (x, y) along the unit direction, each the mean of lines beside it; negated where the block is the darker side. */
export function outwardProfile(
  image: GreyImage,
  from: Ray,
  lengthPx: number,
  polarity: 1 | -1,
): Float64Array {
  const { x, y, dx, dy } = from;
  const profile = new Float64Array(Math.ceil(lengthPx / PROFILE_STEP_PX) + 1);
  for (let i = 0; i < profile.length; i++) {
    const t = i * PROFILE_STEP_PX;
    let sum = 0;
    for (const aside of ASIDE_PX) sum += greyAt(image, x + t * dx - aside * dy, y + t * dy + aside * dx);
    profile[i] = (polarity * sum) / ASIDE_PX.length;
  }
  return profile;
}

export interface Drop {
  /** Distance from the profile's start, px. */
  readonly at: number;
  /** Grey values lost from before to behind. */
  readonly height: number;
}

/** Half-width of the two windows whose difference is the slope, samples. */
const WINDOW = 4;

/** The steepest fall of brightness along a profile between two distances (px), placed between samples by a parabola. */
export function steepestDrop(
  profile: Float64Array,
  fromPx = 0,
  toPx = Number.POSITIVE_INFINITY,
): Drop | undefined {
  const first = Math.max(WINDOW, Math.ceil(fromPx / PROFILE_STEP_PX));
  const last = Math.min(profile.length - WINDOW - 1, Math.floor(toPx / PROFILE_STEP_PX));
  let best = -1;
  let steepest = 0;
  for (let i = first; i <= last; i++) {
    const drop = fall(profile, i);
    if (drop > steepest) {
      steepest = drop;
      best = i;
    }
  }
  if (best < 0) return undefined;
  const before = fall(profile, best - 1);
  const after = fall(profile, best + 1);
  const bend = before - 2 * steepest + after;
  const shift = bend < 0 ? (0.5 * (before - after)) / bend : 0;
  return { at: (best + Math.max(-0.5, Math.min(0.5, shift))) * PROFILE_STEP_PX, height: steepest };
}

function fall(profile: Float64Array, at: number): number {
  let sum = 0;
  for (let k = 1; k <= WINDOW; k++) sum += (profile[at - k] ?? 0) - (profile[at + k] ?? 0);
  return sum / WINDOW;
}

/** The steepest change of either direction; see steepestDrop. */
export function steepestChange(profile: Float64Array, fromPx = 0): Drop | undefined {
  const fall = steepestDrop(profile, fromPx);
  const rise = steepestDrop(
    profile.map((grey) => -grey),
    fromPx,
  );
  if (fall === undefined) return rise;
  return rise === undefined || fall.height >= rise.height ? fall : rise;
}

/** Middle profile of many: what differs from line to line (jaws, scratches, dents) drops out. */
export function medianProfile(profiles: readonly Float64Array[]): Float64Array {
  const length = profiles[0]?.length ?? 0;
  const column = new Float64Array(profiles.length);
  return Float64Array.from({ length }, (_, i) => {
    profiles.forEach((profile, k) => {
      column[k] = profile[i] ?? 0;
    });
    column.sort();
    return column[column.length >> 1] ?? 0;
  });
}
