/**
 * The indentations (压痕) of a picture, old and new, as ellipses in pixels. A small network trained on rendered photographs says where
 * dents are and about how large; the rim is then fitted between pixels. It knows where the face ends, no scale and no truth.
 */
import type { GreyImage } from "../image/grey-image.ts";
import type { Face } from "./face.ts";
import { faceLevels, findPeaks } from "./finder.ts";
import { judged } from "./judge.ts";
import { withoutDoubles } from "./merge.ts";
import type { Peak } from "./peaks.ts";

export type { Box, Face } from "./face.ts";

export interface Dent {
  readonly xPx: number;
  readonly yPx: number;
  /** Full axes of the rim ellipse. */
  readonly majorPx: number;
  readonly minorPx: number;
  /** Clockwise turn of the major axis, −90 to 90. */
  readonly angleDeg: number;
  /** 0 to 1; from LEAST_CONFIDENCE on it is called an indentation. */
  readonly confidence: number;
  /** A part of it lies beyond the picture. */
  readonly cutOff: boolean;
  /** Its rim meets another's. */
  readonly touching: boolean;
}

export const LEAST_CONFIDENCE = 0.5;
/** Probability from which on what the finder sees is looked at again. */
const GLIMPSE = 0.15;

/** Everything of at least that confidence, surest first. */
export async function findDents(
  image: GreyImage,
  face: Face,
  least: number = LEAST_CONFIDENCE,
): Promise<Dent[]> {
  const levels = faceLevels(image, face);
  const peaks = await findPeaks(face, levels, Math.min(GLIMPSE, least));
  const found = withoutDoubles(await judged(peaks, levels)).filter(({ p }) => p >= least);
  return found.map((peak) => asDent(peak, image, found));
}

function asDent(peak: Peak, image: GreyImage, all: readonly Peak[]): Dent {
  const degrees = (peak.turn * 180) / Math.PI;
  const halfX = Math.hypot(peak.major * Math.cos(peak.turn), peak.minor * Math.sin(peak.turn)) / 2;
  const halfY = Math.hypot(peak.major * Math.sin(peak.turn), peak.minor * Math.cos(peak.turn)) / 2;
  return {
    xPx: peak.x,
    yPx: peak.y,
    majorPx: peak.major,
    minorPx: peak.minor,
    angleDeg: degrees,
    confidence: peak.p,
    cutOff:
      peak.x - halfX < -0.5 ||
      peak.y - halfY < -0.5 ||
      peak.x + halfX > image.widthPx - 0.5 ||
      peak.y + halfY > image.heightPx - 0.5,
    touching: all.some((other) => other !== peak && meet(peak, other)),
  };
}

/** Rims closer than this part of the smaller one's radius meet. */
const GAP = 0.06;

function meet(one: Peak, other: Peak): boolean {
  const apart = Math.hypot(one.x - other.x, one.y - other.y);
  const direction = Math.atan2(other.y - one.y, other.x - one.x);
  const between = apart - radiusTowards(one, direction) - radiusTowards(other, direction);
  return between < GAP * Math.min(one.minor, other.minor) * 0.5;
}

function radiusTowards({ major, minor, turn }: Peak, direction: number): number {
  const [a, b] = [major / 2, minor / 2];
  return (a * b) / Math.hypot(b * Math.cos(direction - turn), a * Math.sin(direction - turn));
}
