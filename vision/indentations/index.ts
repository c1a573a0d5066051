/**
 * The indentations (压痕) of a picture, old and new, as ellipses in mm: candidates darker than both ends of every line through them,
 * each with its rim fitted between pixels and its evidence weighed. It knows the surface's brightness and where the face ends, no truth.
 */
import type { GreyImage, PixelFrame } from "../image/grey-image.ts";
import type { Indentation } from "../requests.ts";
import type { Background } from "../surface/background.ts";
import { type Box, type Candidate, findCandidates } from "./candidates.ts";
import { confidenceOf, gatherEvidence } from "./evidence.ts";
import { fitRim, type Rim } from "./rim.ts";

/** From here on it is called an indentation. */
export const LEAST_CONFIDENCE = 0.5;

export interface Face {
  /** Around the face, px. */
  readonly box: Box;
  /** Depth inside the face's end, px; negative outside. */
  depthPx(x: number, y: number): number;
  readonly background: Background;
}

/** A rim and how sure it is. */
export interface WeighedRim extends Rim {
  readonly confidence: number;
}

/** Centres nearer to the face's end than this are the edge's own shadows, px. */
export const LEAST_DEPTH_PX = 2;
/** A rim's weak directions must rise by this part of the surface's brightness before it is fitted at all. */
export const LEAST_RISE_PART = 0.04;
/** Of two rims whose centres are nearer than this part of the larger radius, the surer stays. */
const SAME_DENT = 0.7;

export function findIndentations(image: GreyImage, face: Face, frame: PixelFrame): Indentation[] {
  return findRims(image, face).map((rim) => asIndentation(rim, frame));
}

/** Everything sure enough, surest first. */
export function findRims(image: GreyImage, face: Face): WeighedRim[] {
  const candidates = findCandidates(
    image.mat,
    face.box,
    face.background,
    (x, y) => face.depthPx(x, y) > LEAST_DEPTH_PX,
  );
  const found: WeighedRim[] = [];
  for (const candidate of candidates) {
    if (found.some((rim) => isInside(candidate, rim))) continue;
    const rim = weighRim(image, face, candidate);
    if (rim !== undefined && rim.confidence >= LEAST_CONFIDENCE) found.push(rim);
  }
  return withoutDoubles(found);
}

/** The rim near a place with its confidence; undefined when there is none to fit. */
export function weighRim(image: GreyImage, face: Face, near: Candidate): WeighedRim | undefined {
  const grey = face.background.at(near.x, near.y);
  const rim = fitRim(image, near.x, near.y, near.radiusPx, LEAST_RISE_PART * grey);
  if (rim === undefined || face.depthPx(rim.x, rim.y) <= LEAST_DEPTH_PX) return undefined;
  return { ...rim, confidence: confidenceOf(gatherEvidence(image, rim, grey)) };
}

/** A surely found rim swallows what lies within it. */
function isInside(candidate: Candidate, rim: WeighedRim): boolean {
  const distance = Math.hypot(candidate.x - rim.x, candidate.y - rim.y);
  return rim.confidence > 0.97 && distance < 0.7 * rim.radiusPx;
}

function withoutDoubles(found: readonly WeighedRim[]): WeighedRim[] {
  const kept: WeighedRim[] = [];
  for (const rim of [...found].sort((a, b) => b.confidence - a.confidence)) {
    const double = kept.some(
      (k) => Math.hypot(k.x - rim.x, k.y - rim.y) < SAME_DENT * Math.max(k.radiusPx, rim.radiusPx),
    );
    if (!double) kept.push(rim);
  }
  return kept;
}

/** An oval smaller than what noise makes of a circle is none. */
const OVAL_NOISE_PX = 0.15;

function asIndentation(rim: WeighedRim, frame: PixelFrame): Indentation {
  const oval = rim.ovalPx > OVAL_NOISE_PX ? rim.ovalPx : 0;
  const degrees = (rim.turn * 180) / Math.PI;
  return {
    ...frame.toMm(rim.x, rim.y),
    majorMm: 2 * (rim.radiusPx + oval) * frame.mmPerPx,
    minorMm: 2 * (rim.radiusPx - oval) * frame.mmPerPx,
    angleDeg: oval === 0 ? 0 : degrees,
    confidence: rim.confidence,
    centrePx: [rim.x, rim.y],
  };
}
