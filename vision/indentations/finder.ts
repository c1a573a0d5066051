/** Where in a picture dents may be: what the finder's network says of every level and tile, in pixels of the picture. */
import type { GreyImage } from "../image/grey-image.ts";
import type { Box, Face } from "./face.ts";
import { cellsOf } from "./finder-model.ts";
import { LEAST_KNOWN_PX, type Level, levelsOf, normedTile, type Tile } from "./levels.ts";
import { once } from "./merge.ts";
import { type Peak, peaksOf } from "./peaks.ts";

/** Centres nearer to the face's end than this are the edge's own shadows, px. */
const LEAST_DEPTH_PX = 1;
/** Largest dent as a part of the face's shorter side: on a block the largest balls leave a tenth. */
const MOST_PART = { outlined: 0.3, close: 1.3 };

/** The picture's sizes on which the face is searched, largest first. */
export function faceLevels(image: GreyImage, face: Face): Level[] {
  return levelsOf(image, face.box, mostDiameterPx(face), (box) => touchesFace(face, box));
}

function mostDiameterPx({ outlined, box }: Face): number {
  return MOST_PART[outlined ? "outlined" : "close"] * Math.min(box.width, box.height);
}

/** Everything of at least that probability, each place and size once, surest first. */
export async function findPeaks(face: Face, levels: readonly Level[], least: number): Promise<Peak[]> {
  const mostPx = mostDiameterPx(face);
  const peaks: Peak[] = [];
  for (const level of levels) {
    const leastPx = level.shrunkBy === 1 ? 0 : LEAST_KNOWN_PX * level.shrunkBy;
    for (const tile of level.tiles) {
      const cells = await cellsOf(normedTile(level, tile), tile.width, tile.height);
      for (const peak of peaksOf(cells, least)) {
        if (!isOwn(tile, peak)) continue;
        const there = inPicture(peak, tile, level.shrunkBy);
        if (there.major >= leastPx && there.major < mostPx) peaks.push(there);
      }
    }
  }
  return once(peaks.filter(({ x, y }) => face.depthPx(x, y) > LEAST_DEPTH_PX));
}

function isOwn(tile: Tile, { x, y }: Peak): boolean {
  const { left, top, width, height } = tile.own;
  const px = x + tile.left;
  const py = y + tile.top;
  return px >= left - 0.5 && py >= top - 0.5 && px < left + width - 0.5 && py < top + height - 0.5;
}

function inPicture(peak: Peak, tile: Tile, by: number): Peak {
  return {
    ...peak,
    x: (peak.x + tile.left + 0.5) * by - 0.5,
    y: (peak.y + tile.top + 0.5) * by - 0.5,
    major: peak.major * by,
    minor: peak.minor * by,
  };
}

/** Whether any of a grid of points in the part lies on the face or near it. */
function touchesFace(face: Face, { left, top, width, height }: Box): boolean {
  const step = 8;
  const reach = -Math.max(width, height) / (2 * step) - 8;
  for (let j = 0; j <= step; j++)
    for (let i = 0; i <= step; i++)
      if (face.depthPx(left + (i * width) / step, top + (j * height) / step) > reach) return true;
  return false;
}
