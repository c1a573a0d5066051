/** What a few lines of OpenCV find on the same pictures: Hough circles and adaptive threshold, each tuned by hand on other seeds. */
import { cv, type Mat } from "../../vision/image/opencv.ts";

/** Px of the picture. */
export interface Circle {
  readonly xPx: number;
  readonly yPx: number;
  readonly diameterPx: number;
}

/** From one size of the picture to the next. */
const SHRINK = 4;
const LEAST_SIDE_PX = 48;

/** The same search on the picture and on shrunken ones, so that large dents are found too; the first find at a place stays. */
function onEverySize(picture: Mat, search: (mat: Mat) => Circle[]): Circle[] {
  const found: Circle[] = [];
  let mat = picture;
  for (let by = 1; Math.min(mat.rows, mat.cols) >= LEAST_SIDE_PX; by *= SHRINK) {
    for (const one of search(mat)) {
      const circle = {
        xPx: (one.xPx + 0.5) * by - 0.5,
        yPx: (one.yPx + 0.5) * by - 0.5,
        diameterPx: one.diameterPx * by,
      };
      const known = found.some(
        (other) =>
          Math.hypot(other.xPx - circle.xPx, other.yPx - circle.yPx) <
          0.4 * Math.max(other.diameterPx, circle.diameterPx),
      );
      if (!known) found.push(circle);
    }
    mat = mat.resize(Math.floor(mat.rows / SHRINK), Math.floor(mat.cols / SHRINK), 0, 0, cv.INTER_AREA);
  }
  return found;
}

const HOUGH = { blurPx: 1.2, leastApartPx: 7, canny: 140, votes: 17, leastRadiusPx: 3, mostRadiusPx: 30 };

export function houghCircles(picture: Mat): Circle[] {
  return onEverySize(picture, (mat) =>
    mat
      .gaussianBlur(new cv.Size(0, 0), HOUGH.blurPx)
      .houghCircles(
        cv.HOUGH_GRADIENT,
        1,
        HOUGH.leastApartPx,
        HOUGH.canny,
        HOUGH.votes,
        HOUGH.leastRadiusPx,
        HOUGH.mostRadiusPx,
      )
      .map(({ x, y, z }) => ({ xPx: x, yPx: y, diameterPx: 2 * z })),
  );
}

const THRESHOLD = { blurPx: 1, blockPx: 61, darker: 22, leastPx: 5, mostPx: 60, leastRoundness: 0.6 };

export function adaptiveThreshold(picture: Mat): Circle[] {
  return onEverySize(picture, (mat) => {
    const dark = mat
      .gaussianBlur(new cv.Size(0, 0), THRESHOLD.blurPx)
      .adaptiveThreshold(
        255,
        cv.ADAPTIVE_THRESH_MEAN_C,
        cv.THRESH_BINARY_INV,
        THRESHOLD.blockPx,
        THRESHOLD.darker,
      );
    return dark.findContours(cv.RETR_EXTERNAL, cv.CHAIN_APPROX_NONE).flatMap((contour) => {
      const { x, y, width, height } = contour.boundingRect();
      const size = (width + height) / 2;
      if (size < THRESHOLD.leastPx || size > THRESHOLD.mostPx) return [];
      const round = contour.area / ((Math.PI * size * size) / 4);
      const long = Math.max(width, height) / Math.max(1, Math.min(width, height));
      if (round < THRESHOLD.leastRoundness || long > 1.5) return [];
      return [{ xPx: x + (width - 1) / 2, yPx: y + (height - 1) / 2, diameterPx: size }];
    });
  });
}
