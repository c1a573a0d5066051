/**
 * Is what a closed border surrounds a block, or a dent, a drawn frame, a patch of light? A block's face is flat, so it is evenly
 * bright from its middle to its border, and it carries the finish; what lies around it does not.
 */
import { type GreyImage, greyAt } from "../image/grey-image.ts";
import { median, quantile } from "../image/statistics.ts";
import type { BlockGuess } from "./guess-blocks.ts";
import { borderPlaces, type OutlinePx } from "./outline-px.ts";

const DIRECTIONS = 48;
/** Rings at these parts of the way from the middle to the border. */
const RINGS = [0.15, 0.3, 0.45, 0.6, 0.75, 0.88];
/** Neighbouring directions looked at as one, and the part of all of them that is evener than the rest. */
const SECTOR = 4;
const EVENER_PART = 0.3;
/** Grey of the rings may differ by this part of the step at the border (dents differ by about all of it). */
const MOST_UNEVEN = 0.45;
/** Just outside, and further outside, as parts of the half size beyond the border. */
const NEAR_OUTSIDE = 0.07;
const FAR_OUTSIDE = 0.2;
/** The step must still be there further outside, or the border is a dark ring on one and the same surface. */
const LEAST_LASTING = 0.35;
/** Texture of the face over that of its surroundings: a dent lies in textured surface and has little itself. */
const LEAST_TEXTURE_RATIO = 1.35;
/** Where both show noise alone, without a direction. */
const LEAST_NOISE_RATIO = 1.1;
const NO_LAY_AROUND = 1.15;
/** Surroundings whose texture has a direction are a ground surface, unless the face has far more of it. */
const MOST_LAY_AROUND = 1.3;
const RATIO_DESPITE_LAY = 3;
/** A face this much more textured than smooth surroundings is a block's, whatever stain or glare lies in its middle. */
const SURE_RATIO = 2;
/** Surroundings as even as this are drawn, not photographed, grey values. */
const DRAWN_SPREAD = 0.6;
const SQUARE_DEG = 0.25;

/** Why the guess is no block; undefined when it may well be one. */
export function whyNoBlock(image: GreyImage, guess: BlockGuess): string | undefined {
  const { outline, polarity } = guess;
  const places = borderPlaces(outline, DIRECTIONS);
  const atRing = (part: number): number[] =>
    places.flatMap(({ x, y }) => {
      const px = outline.xPx + part * (x - outline.xPx);
      const py = outline.yPx + part * (y - outline.yPx);
      return isWithin(image, px, py) ? [patchGrey(image, px, py)] : [];
    });
  const rings = RINGS.map(atRing)
    .filter((greys) => greys.length >= DIRECTIONS / 4)
    .map(median);
  const inside = median(rings);
  const outerRing = rings.at(-1) ?? inside;
  const near = atRing(1 + NEAR_OUTSIDE);
  if (near.length < DIRECTIONS / 4) return "too little of its surroundings lies in the picture";
  const nearGrey = median(near);
  const step = polarity * (outerRing - nearGrey);
  if (step <= 0) return "its surroundings are like itself";
  const { ratio, lay } = textureAgainstSurroundings(image, outline);
  const uneven = unevenness(image, outline, places) / step;
  if (uneven > MOST_UNEVEN && (ratio < SURE_RATIO || lay > NO_LAY_AROUND))
    return `its brightness changes from its middle outwards by ${uneven.toFixed(2)} of the step at its border, as a dent's does`;
  const far = atRing(1 + FAR_OUTSIDE);
  if (far.length >= DIRECTIONS / 4 && polarity * (inside - median(far)) < LEAST_LASTING * step)
    return "beyond a ring of another brightness its surroundings are like itself";
  if (isDrawn(outline, near)) return "its surroundings are a drawn frame";
  return whyTextureSpeaksAgainst(ratio, lay);
}

/** Range of grey from the middle outwards, grey values, in the evener directions: a shadow's border or glare crosses only some. */
function unevenness(
  image: GreyImage,
  outline: OutlinePx,
  places: readonly { x: number; y: number }[],
): number {
  const ranges: number[] = [];
  for (let first = 0; first < places.length; first += SECTOR) {
    const sector = places.slice(first, first + SECTOR);
    const greys = RINGS.flatMap((part) => {
      const seen = sector.flatMap(({ x, y }) => {
        const px = outline.xPx + part * (x - outline.xPx);
        const py = outline.yPx + part * (y - outline.yPx);
        return isWithin(image, px, py) ? [patchGrey(image, px, py)] : [];
      });
      return seen.length < SECTOR ? [] : [median(seen)];
    });
    if (greys.length === RINGS.length) ranges.push(Math.max(...greys) - Math.min(...greys));
  }
  return ranges.length === 0 ? 0 : quantile(ranges, EVENER_PART);
}

/** How much more textured the face is, and how much more the surroundings are in one direction than in another. */
function textureAgainstSurroundings(image: GreyImage, outline: OutlinePx): { ratio: number; lay: number } {
  const places = borderPlaces(outline, TEXTURE_DIRECTIONS);
  const own = textures(image, places, outline, 0.65);
  const around = textures(image, places, outline, 1.12);
  return {
    ratio: Math.max(...own) / Math.max(...around),
    lay: Math.max(...around) / Math.min(...around),
  };
}

function whyTextureSpeaksAgainst(ratio: number, lay: number): string | undefined {
  if (ratio < (lay < NO_LAY_AROUND ? LEAST_NOISE_RATIO : LEAST_TEXTURE_RATIO))
    return `its texture is ${ratio.toFixed(2)} of that around it, as a dent's is`;
  if (lay > MOST_LAY_AROUND && ratio < RATIO_DESPITE_LAY)
    return `what lies around it is ground in one direction (${lay.toFixed(2)} times the other), as around a dent`;
  return undefined;
}

function isWithin(image: GreyImage, x: number, y: number): boolean {
  return x >= 2 && y >= 2 && x < image.widthPx - 2 && y < image.heightPx - 2;
}

function patchGrey(image: GreyImage, x: number, y: number): number {
  const d = Math.max(1, Math.min(image.widthPx, image.heightPx) / 300);
  let sum = 0;
  for (let j = -1; j <= 1; j++) for (let i = -1; i <= 1; i++) sum += greyAt(image, x + i * d, y + j * d);
  return sum / 9;
}

function isDrawn(outline: OutlinePx, near: readonly number[]): boolean {
  if (outline.kind === "round") return false;
  const offSquare = Math.min(Math.abs(outline.angleDeg), Math.abs(90 - Math.abs(outline.angleDeg)));
  if (offSquare > SQUARE_DEG) return false;
  const middle = median(near);
  return near.filter((grey) => Math.abs(grey - middle) <= DRAWN_SPREAD).length > 0.8 * near.length;
}

const TEXTURE_DIRECTIONS = 96;
const TEXTURE_SAMPLES = 14;
const TEXTURE_REACH = 0.1;
/** Far enough that the lay shows, px; what noise leaves of nothing. */
const TEXTURE_STEP_PX = 6;
const NOISE_FLOOR = 0.05;
const WAYS = [
  [1, 0],
  [Math.SQRT1_2, Math.SQRT1_2],
  [0, 1],
  [-Math.SQRT1_2, Math.SQRT1_2],
] as const;

/** Middle difference from both neighbours, grey values, in each of four directions, on a band that begins at a part of the way out. */
function textures(
  image: GreyImage,
  places: readonly { x: number; y: number }[],
  outline: OutlinePx,
  part: number,
): number[] {
  const spots = places.flatMap(({ x, y }) =>
    Array.from({ length: TEXTURE_SAMPLES }, (_, n) => {
      const at = part + (TEXTURE_REACH * n) / TEXTURE_SAMPLES;
      return { x: outline.xPx + at * (x - outline.xPx), y: outline.yPx + at * (y - outline.yPx) };
    }),
  );
  return WAYS.map(([wayX, wayY]) => {
    const dx = TEXTURE_STEP_PX * wayX;
    const dy = TEXTURE_STEP_PX * wayY;
    const differences = spots.flatMap(({ x, y }) =>
      isWithin(image, x - Math.abs(dx), y - dy) && isWithin(image, x + Math.abs(dx) + 1, y + dy + 1)
        ? [
            Math.abs(
              fourGrey(image, x, y) - (fourGrey(image, x + dx, y + dy) + fourGrey(image, x - dx, y - dy)) / 2,
            ),
          ]
        : [],
    );
    return NOISE_FLOOR + (differences.length === 0 ? 0 : median(differences));
  });
}

function fourGrey(image: GreyImage, x: number, y: number): number {
  return (
    (greyAt(image, x, y) + greyAt(image, x + 1, y) + greyAt(image, x, y + 1) + greyAt(image, x + 1, y + 1)) /
    4
  );
}
