/** The outline of a rectangular block: a line through the end of the flat surface on each side, then the outer edge beyond. */
import type { GreyImage } from "../image/grey-image.ts";
import { median } from "../image/statistics.ts";
import {
  isInPicture,
  medianProfile,
  outwardProfile,
  type Ray,
  steepestChange,
  steepestDrop,
} from "./edge-profile.ts";
import type { EdgeSearch } from "./round.ts";

export interface RectangleGuess {
  readonly x: number;
  readonly y: number;
  readonly lengthPx: number;
  readonly widthPx: number;
  readonly angleDeg: number;
}

export interface RectangleFit extends RectangleGuess {
  /** Part of the lines of sight within the picture whose edge lies on a side. */
  readonly support: number;
  /** Part of the lines of sight that end within the picture. */
  readonly visible: number;
}

/** Corners are left out this far, as part of the side. */
const CORNER_PART = 0.08;
const LEAST_STEP_PX = 4;
const MOST_STATIONS = 64;
/** A side of which less than this part lies in the picture stays where it was guessed. */
const LEAST_SEEN_PART = 0.4;
const LEAST_OUTER_STEP = 1.5;
/** An edge counts as on the line within this, px. */
const ON_LINE_PX = 2.5;

interface Side {
  /** Outwards, in the rectangle's own axes. */
  readonly u: -1 | 0 | 1;
  readonly v: -1 | 0 | 1;
}
const SIDES: readonly Side[] = [
  { u: 1, v: 0 },
  { u: -1, v: 0 },
  { u: 0, v: 1 },
  { u: 0, v: -1 },
];

/** Improves the guess twice; undefined when fewer than half the lines of sight see an edge on a line. */
export function fitFaceRectangle(
  image: GreyImage,
  guess: RectangleGuess,
  search: EdgeSearch,
): RectangleFit | undefined {
  let fit: RectangleFit | undefined;
  let from = guess;
  for (const part of [1, 0.5]) {
    fit = fitOnce(image, from, { ...search, reachPx: part * search.reachPx });
    if (fit === undefined) return undefined;
    from = fit;
  }
  return fit !== undefined && fit.support >= 0.5 ? fit : undefined;
}

/** Opposite sides of which neither is in the picture leave the size unknown. */
const LEAST_SIDES = 2;

function fitOnce(image: GreyImage, guess: RectangleGuess, search: EdgeSearch): RectangleFit | undefined {
  let stations = 0;
  let seen = 0;
  let onLine = 0;
  let turnSum = 0;
  let turnWeight = 0;
  let sides = 0;
  const offsets: number[] = [];
  for (const side of SIDES) {
    const all = sideStations(guess, side);
    const inPicture = all.filter(({ ray }) => {
      const { x, y } = ray(search.reachPx);
      return isInPicture(image, x, y);
    });
    stations += all.length;
    seen += inPicture.length;
    if (inPicture.length < all.length * LEAST_SEEN_PART) {
      offsets.push(0);
      continue;
    }
    const line = sideLine(image, inPicture, search);
    if (line === undefined) return undefined;
    sides++;
    onLine += line.support;
    offsets.push(line.offset);
    const sign = side.u !== 0 ? -side.u : side.v;
    turnSum += sign * line.slope * line.weight;
    turnWeight += line.weight;
  }
  if (sides < LEAST_SIDES) return undefined;
  const [right = 0, left = 0, below = 0, above = 0] = offsets;
  const turn = (guess.angleDeg * Math.PI) / 180;
  const du = (right - left) / 2;
  const dv = (below - above) / 2;
  return {
    x: guess.x + du * Math.cos(turn) - dv * Math.sin(turn),
    y: guess.y + du * Math.sin(turn) + dv * Math.cos(turn),
    lengthPx: guess.lengthPx + right + left,
    widthPx: guess.widthPx + below + above,
    angleDeg: guess.angleDeg + (turnWeight > 0 ? (Math.atan(turnSum / turnWeight) * 180) / Math.PI : 0),
    support: onLine / Math.max(1, seen),
    visible: seen / Math.max(1, stations),
  };
}

function sideLine(
  image: GreyImage,
  stations: readonly Station[],
  { reachPx, leastDrop, polarity }: EdgeSearch,
): LineFit | undefined {
  const points = stations.flatMap(({ along, ray }) => {
    const drop = steepestDrop(outwardProfile(image, ray(-reachPx), 2 * reachPx, polarity));
    return drop !== undefined && drop.height >= leastDrop ? [{ along, off: drop.at - reachPx }] : [];
  });
  return robustLine(points);
}

interface Station {
  /** Distance from the side's middle along the side, px. */
  readonly along: number;
  /** Start and direction of the line of sight that begins `fromEdgePx` outside the guessed side. */
  ray(fromEdgePx: number): Ray;
}

function sideStations(box: RectangleGuess, side: Side): Station[] {
  const turn = (box.angleDeg * Math.PI) / 180;
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  const sideLength = side.u !== 0 ? box.widthPx : box.lengthPx;
  const half = (side.u !== 0 ? box.lengthPx : box.widthPx) / 2;
  const reach = sideLength * (0.5 - CORNER_PART);
  const count = Math.max(12, Math.min(MOST_STATIONS, Math.floor((2 * reach) / LEAST_STEP_PX)));
  return Array.from({ length: count }, (_, i) => {
    const along = -reach + (2 * reach * i) / (count - 1);
    return {
      along,
      ray: (fromEdgePx: number) => {
        const u = side.u !== 0 ? side.u * (half + fromEdgePx) : along;
        const v = side.v !== 0 ? side.v * (half + fromEdgePx) : along;
        return {
          x: box.x + u * cos - v * sin,
          y: box.y + u * sin + v * cos,
          dx: side.u * cos - side.v * sin,
          dy: side.u * sin + side.v * cos,
        };
      },
    };
  });
}

interface LineFit {
  readonly offset: number;
  readonly slope: number;
  readonly support: number;
  readonly weight: number;
}

/** off = offset + slope · along by Theil and Sen, then least squares over what lies on that line. */
function robustLine(points: readonly { along: number; off: number }[]): LineFit | undefined {
  if (points.length < 6) return undefined;
  const slopes: number[] = [];
  const gap = points.length >> 1;
  for (let i = 0; i + gap < points.length; i++) {
    const a = points[i];
    const b = points[i + gap];
    if (a !== undefined && b !== undefined && b.along !== a.along)
      slopes.push((b.off - a.off) / (b.along - a.along));
  }
  const slope = median(slopes);
  const offset = median(points.map((p) => p.off - slope * p.along));
  const near = points.filter((p) => Math.abs(p.off - offset - slope * p.along) <= ON_LINE_PX);
  if (near.length < 6) return { offset, slope, support: near.length, weight: 0 };
  const meanAlong = near.reduce((sum, p) => sum + p.along, 0) / near.length;
  const meanOff = near.reduce((sum, p) => sum + p.off, 0) / near.length;
  const weight = near.reduce((sum, p) => sum + (p.along - meanAlong) ** 2, 0);
  const cross = near.reduce((sum, p) => sum + (p.along - meanAlong) * (p.off - meanOff), 0);
  const fitted = weight > 0 ? cross / weight : slope;
  return { offset: meanOff - fitted * meanAlong, slope: fitted, support: near.length, weight };
}

/** Width of the chamfer from the surface's end to the outer edge, one for all sides, px; undefined when fewer than two sides show it. */
export function chamferPx(
  image: GreyImage,
  face: RectangleGuess,
  chamferReachPx: number,
): number | undefined {
  const chamfers = SIDES.flatMap((side) => {
    const profiles = sideStations(face, side)
      .map(({ ray }) => ray(3))
      .filter((ray) => isInPicture(image, ray.x + chamferReachPx * ray.dx, ray.y + chamferReachPx * ray.dy))
      .map((ray) => outwardProfile(image, ray, chamferReachPx, 1));
    if (profiles.length < 6) return [];
    const outer = steepestChange(medianProfile(profiles), 2.5);
    return outer === undefined || outer.height < LEAST_OUTER_STEP ? [] : [3 + outer.at];
  });
  return chamfers.length >= 2 ? median(chamfers) : undefined;
}
