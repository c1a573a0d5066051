/** One picture at several sizes, each cut into tiles: a dent of any size is then of a size the network knows on at least one of them. */
import type { GreyImage } from "../image/grey-image.ts";
import { cv, type Mat } from "../image/opencv.ts";
import type { Box } from "./face.ts";

/** From one level to the next the picture shrinks by this. */
const SHRINK = 2;
/** Dents the network knows well, px of its level; on the first level smaller ones, down to 5 px, have to do. */
export const LEAST_KNOWN_PX = 8;
export const MOST_KNOWN_PX = 44;
const TILE_PX = 320;
/** Tiles share this much, so that each dent lies wholly in one of them. */
const OVERLAP_PX = 48;
/** How far tiles reach beyond the picture. */
const BEYOND_PX = 16;
const STEP_PX = 16;

export interface Level {
  readonly shrunkBy: number;
  readonly grey: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly tiles: readonly Tile[];
}

/** In pixels of the level. A dent is this tile's when its centre lies in the `own` part. */
export interface Tile {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly own: Box;
}

/**
 * Levels of the part of the picture in the box, largest first, until a dent of `mostPx` is small enough. `touches` tells whether a
 * part of the full picture is of interest.
 */
export function levelsOf(
  image: GreyImage,
  box: Box,
  mostPx: number,
  touches: (part: Box) => boolean,
): Level[] {
  const levels: Level[] = [];
  let mat: Mat = image.mat;
  for (let shrunkBy = 1; ; shrunkBy *= SHRINK) {
    if (shrunkBy > 1) {
      const rows = Math.floor(mat.rows / SHRINK);
      const columns = Math.floor(mat.cols / SHRINK);
      if (rows < 6 || columns < 6) break;
      mat = mat
        .getRegion(new cv.Rect(0, 0, columns * SHRINK, rows * SHRINK))
        .resize(rows, columns, 0, 0, cv.INTER_AREA);
    }
    const size = { widthPx: mat.cols, heightPx: mat.rows };
    levels.push({
      shrunkBy,
      grey: shrunkBy === 1 ? image.grey : mat.getData(),
      ...size,
      tiles: tilesOf(shrunk(box, shrunkBy), size.widthPx, size.heightPx).filter((tile) =>
        touches(grown(tile.own, shrunkBy)),
      ),
    });
    if (mostPx / shrunkBy <= MOST_KNOWN_PX) break;
  }
  return levels;
}

function shrunk(box: Box, by: number): Box {
  return {
    left: Math.floor(box.left / by),
    top: Math.floor(box.top / by),
    width: Math.ceil(box.width / by),
    height: Math.ceil(box.height / by),
  };
}

function grown(box: Box, by: number): Box {
  return { left: box.left * by, top: box.top * by, width: box.width * by, height: box.height * by };
}

function tilesOf(box: Box, widthPx: number, heightPx: number): Tile[] {
  const across = spans(box.left, box.width, widthPx);
  return spans(box.top, box.height, heightPx).flatMap((row) =>
    across.map((column) => ({
      left: column.start,
      top: row.start,
      width: column.length,
      height: row.length,
      own: {
        left: column.ownStart,
        top: row.ownStart,
        width: column.ownLength,
        height: row.ownLength,
      },
    })),
  );
}

interface Span {
  readonly start: number;
  readonly length: number;
  readonly ownStart: number;
  readonly ownLength: number;
}

/** Tiles along one axis: from beyond the stretch's start to beyond its end, each owning half of what it shares. */
function spans(from: number, length: number, whole: number): Span[] {
  const start = Math.max(-BEYOND_PX, from - OVERLAP_PX / 2);
  const end = Math.min(whole + BEYOND_PX, from + length + OVERLAP_PX / 2);
  const reach = end - start;
  const count = Math.max(1, Math.ceil((reach - OVERLAP_PX) / (TILE_PX - OVERLAP_PX)));
  const step = (reach - OVERLAP_PX) / count;
  return Array.from({ length: count }, (_, n) => {
    const first = n === 0 ? start : Math.round(start + n * step);
    const last = n === count - 1 ? end : Math.round(start + (n + 1) * step) + OVERLAP_PX;
    const ownStart = n === 0 ? start : first + OVERLAP_PX / 2;
    const ownEnd = n === count - 1 ? end : last - OVERLAP_PX / 2;
    return {
      start: first,
      length: Math.ceil((last - first) / STEP_PX) * STEP_PX,
      ownStart,
      ownLength: ownEnd - ownStart,
    };
  });
}

/** Spread below which a tile's noise would be blown up, grey values. */
export const LEAST_SPREAD = 4;

/** Grey values of a tile minus their mean over their spread, as the network was trained; 0 beyond the picture. */
export function normedTile(level: Level, tile: Tile): Float32Array {
  const { grey, widthPx, heightPx } = level;
  const x0 = Math.max(0, tile.left);
  const x1 = Math.min(widthPx, tile.left + tile.width);
  const y0 = Math.max(0, tile.top);
  const y1 = Math.min(heightPx, tile.top + tile.height);
  let sum = 0;
  let squares = 0;
  for (let y = y0; y < y1; y++)
    for (let at = y * widthPx + x0; at < y * widthPx + x1; at++) {
      const value = grey[at] as number;
      sum += value;
      squares += value * value;
    }
  const count = Math.max(1, (x1 - x0) * (y1 - y0));
  const mean = sum / count;
  const gain = 1 / Math.max(LEAST_SPREAD, Math.sqrt(Math.max(0, squares / count - mean * mean)));
  const normed = new Float32Array(tile.width * tile.height);
  for (let y = y0; y < y1; y++) {
    let to = (y - tile.top) * tile.width + (x0 - tile.left);
    for (let at = y * widthPx + x0; at < y * widthPx + x1; at++, to++)
      normed[to] = ((grey[at] as number) - mean) * gain;
  }
  return normed;
}
