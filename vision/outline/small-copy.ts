/** A small copy of the picture, on which blocks are guessed, and its thresholds. */
import type { GreyImage } from "../image/grey-image.ts";
import { cv, type Mat } from "../image/opencv.ts";

export interface SmallCopy {
  readonly mat: Mat;
  readonly grey: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Full-size pixels of one small one. */
  readonly shrink: number;
}

const LONG_SIDE_PX = 324;

export function smallCopy(image: GreyImage): SmallCopy {
  const shrink = Math.max(1, Math.max(image.widthPx, image.heightPx) / LONG_SIDE_PX);
  const columns = Math.max(8, Math.round(image.widthPx / shrink));
  const rows = Math.max(8, Math.round(image.heightPx / shrink));
  const small = shrink > 1 ? image.mat.resize(rows, columns, 0, 0, cv.INTER_AREA) : image.mat.copy();
  const mat = small.blur(new cv.Size(3, 3));
  small.release();
  return { mat, grey: mat.getData(), widthPx: columns, heightPx: rows, shrink };
}

/**
 * Grey values that may part a block from what lies around it: Otsu's over the whole picture, then Otsu's among what is darker
 * (a block half in shadow against its fixture) and among what is brighter (a block on paper).
 */
export function partingGreys(grey: Uint8Array): number[] {
  const histogram = new Float64Array(256);
  for (const value of grey) histogram[value] = (histogram[value] ?? 0) + 1;
  const middle = otsu(histogram, 0, 255);
  if (middle === undefined) return [];
  const found = [middle];
  for (const more of [otsu(histogram, 0, middle), otsu(histogram, middle + 1, 255)])
    if (more !== undefined && found.every((known) => Math.abs(known - more) > 3)) found.push(more);
  return found;
}

function otsu(histogram: Float64Array, from: number, to: number): number | undefined {
  let total = 0;
  let sum = 0;
  for (let grey = from; grey <= to; grey++) {
    total += histogram[grey] ?? 0;
    sum += grey * (histogram[grey] ?? 0);
  }
  let below = 0;
  let belowSum = 0;
  let most = 0;
  let best: number | undefined;
  for (let grey = from; grey < to; grey++) {
    below += histogram[grey] ?? 0;
    belowSum += grey * (histogram[grey] ?? 0);
    if (below === 0 || below === total) continue;
    const apart = belowSum / below - (sum - belowSum) / (total - below);
    const between = below * (total - below) * apart * apart;
    if (between > most) {
      most = between;
      best = grey;
    }
  }
  return best;
}
