/** How sharp a picture is, told by the steepest edges in it: a blurred edge loses less of its steepness when it is blurred once more. */
import type { GreyImage } from "../image/grey-image.ts";
import { cv, type Mat } from "../image/opencv.ts";
import { quantile } from "../image/statistics.ts";

export interface PictureBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const GRID = 12;
const TILES = 7;
const TILE_PX = 96;
/** Standard deviations of the two blurs compared, px. */
const LIGHT_PX = 1.2;
const HEAVY_PX = 3;
const LEAST_STEEPNESS = 1.5;
const BORDER_PX = 10;
const LEAST_TILE_PX = 32;
/** Of a tile's slopes the steepest but for this part of them. */
const STEEPEST = 0.995;

/** Standard deviation of the blur in px, as the sharper tiles show it; undefined when no edge stands out anywhere. */
export function blurPx(image: GreyImage, box: PictureBox): number | undefined {
  const blurs: number[] = [];
  for (const tile of tilesWithEdges(image, box)) {
    const light = steepness(tile, LIGHT_PX);
    const heavy = steepness(tile, HEAVY_PX);
    tile.release();
    if (light < LEAST_STEEPNESS || heavy <= 0) continue;
    const ratio = light / heavy;
    if (ratio <= 1.001) {
      blurs.push(4 * HEAVY_PX);
      continue;
    }
    const square = (HEAVY_PX ** 2 - ratio ** 2 * LIGHT_PX ** 2) / (ratio ** 2 - 1);
    blurs.push(Math.sqrt(Math.max(0, square)));
  }
  return blurs.length === 0 ? undefined : quantile(blurs, 0.25);
}

/** The tiles of the picture with the greatest differences, from all over the box. */
function tilesWithEdges(image: GreyImage, box: PictureBox): Mat[] {
  const side = Math.min(TILE_PX, box.width, box.height);
  if (side < LEAST_TILE_PX) return [];
  const places: { x: number; y: number; range: number }[] = [];
  for (let j = 0; j < GRID; j++)
    for (let i = 0; i < GRID; i++) {
      const x = Math.round(box.left + ((box.width - side) * i) / (GRID - 1));
      const y = Math.round(box.top + ((box.height - side) * j) / (GRID - 1));
      places.push({ x, y, range: rangeAt(image, x, y, side) });
    }
  return places
    .sort((a, b) => b.range - a.range)
    .slice(0, TILES)
    .map(({ x, y }) => image.mat.getRegion(new cv.Rect(x, y, side, side)));
}

function rangeAt({ grey, widthPx }: GreyImage, left: number, top: number, side: number): number {
  let least = 255;
  let most = 0;
  for (let y = top; y < top + side; y += 4)
    for (let x = left; x < left + side; x += 4) {
      const value = grey[y * widthPx + x] ?? 0;
      if (value < least) least = value;
      if (value > most) most = value;
    }
  return most - least;
}

function steepness(tile: Mat, sigma: number): number {
  const side = 2 * Math.ceil(3 * sigma) + 1;
  const whole = tile.convertTo(cv.CV_32F);
  const smooth = whole.gaussianBlur(new cv.Size(side, side), sigma, sigma);
  // The blur darkens the tile's border.
  const inner = smooth.getRegion(
    new cv.Rect(BORDER_PX, BORDER_PX, tile.cols - 2 * BORDER_PX, tile.rows - 2 * BORDER_PX),
  );
  const dx = inner.sobel(cv.CV_32F, 1, 0, 3);
  const dy = inner.sobel(cv.CV_32F, 0, 1, 3);
  const bytes = [dx.getData(), dy.getData()].map(
    (data) => new Float32Array(data.buffer, data.byteOffset, data.length / 4),
  );
  for (const mat of [whole, smooth, inner, dx, dy]) mat.release();
  const [across, down] = bytes;
  const slopes = new Float32Array(across?.length ?? 0);
  for (let i = 0; i < slopes.length; i++) slopes[i] = Math.hypot(across?.[i] ?? 0, down?.[i] ?? 0) / 8;
  slopes.sort();
  return slopes[Math.floor(STEEPEST * (slopes.length - 1))] ?? 0;
}
