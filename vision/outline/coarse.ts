/** A first guess of the block from the bright region of a small copy of the picture, in full-size pixels. */
import type { GreyImage } from "../image/grey-image.ts";
import { cv } from "../image/opencv.ts";

export interface CoarseBlock {
  readonly round: boolean;
  readonly x: number;
  readonly y: number;
  /** Diameter, or the longer side. */
  readonly lengthPx: number;
  readonly widthPx: number;
  /** Clockwise turn of the longer side, −90 to 90. */
  readonly angleDeg: number;
  /** Mean grey inside and outside the bright region. */
  readonly insideGrey: number;
  readonly outsideGrey: number;
}

const SHRINK = 8;
/** The block covers at least this part of the picture, or there is none. */
const LEAST_AREA_PART = 0.02;
/** A disc fills π/4 = 0.785 of its box, a rectangle with rounded corners nearly all. */
const ROUND_BELOW_FILL = 0.88;

export function coarseBlock(image: GreyImage): CoarseBlock | undefined {
  const columns = Math.max(16, Math.round(image.widthPx / SHRINK));
  const rows = Math.max(16, Math.round(image.heightPx / SHRINK));
  const small = image.mat.resize(rows, columns, 0, 0, cv.INTER_AREA);
  const blurred = small.blur(new cv.Size(3, 3));
  const mask = blurred.threshold(0, 255, cv.THRESH_BINARY + cv.THRESH_OTSU);
  const closed = mask.morphologyEx(
    cv.getStructuringElement(cv.MORPH_ELLIPSE, new cv.Size(7, 7)),
    cv.MORPH_CLOSE,
  );
  const contours = closed.findContours(cv.RETR_EXTERNAL, cv.CHAIN_APPROX_NONE);
  const largest = contours.reduce<(typeof contours)[number] | undefined>(
    (best, one) => (best === undefined || one.area > best.area ? one : best),
    undefined,
  );
  if (largest === undefined || largest.numPoints < 20 || largest.area < LEAST_AREA_PART * rows * columns)
    return undefined;
  const hull = largest.convexHull();
  const box = hull.minAreaRect();
  const boxArea = box.size.width * box.size.height;
  if (boxArea <= 0) return undefined;
  const scaleX = image.widthPx / columns;
  const scaleY = image.heightPx / rows;
  const scale = (scaleX + scaleY) / 2;
  const upright = box.size.width >= box.size.height;
  const turn = upright ? box.angle : box.angle + 90;
  const round = hull.area / boxArea < ROUND_BELOW_FILL;
  const diameter = 2 * Math.sqrt(hull.area / Math.PI) * scale;
  return {
    round,
    x: (box.center.x + 0.5) * scaleX - 0.5,
    y: (box.center.y + 0.5) * scaleY - 0.5,
    lengthPx: round ? diameter : Math.max(box.size.width, box.size.height) * scale,
    widthPx: round ? diameter : Math.min(box.size.width, box.size.height) * scale,
    angleDeg: turn > 90 ? turn - 180 : turn <= -90 ? turn + 180 : turn,
    ...greyInsideAndOutside(small.getData(), mask.getData()),
  };
}

function greyInsideAndOutside(grey: Buffer, mask: Buffer): { insideGrey: number; outsideGrey: number } {
  let inside = 0;
  let insideCount = 0;
  let outside = 0;
  for (let i = 0; i < grey.length; i++) {
    if ((mask[i] ?? 0) > 0) {
      inside += grey[i] ?? 0;
      insideCount++;
    } else outside += grey[i] ?? 0;
  }
  return {
    insideGrey: inside / Math.max(1, insideCount),
    outsideGrey: outside / Math.max(1, grey.length - insideCount),
  };
}
