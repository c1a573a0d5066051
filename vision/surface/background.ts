/** How bright the bare surface is where: lamp fall-off and vignetting without scratches and dents, from the face's own pixels only. */
import type { GreyImage } from "../image/grey-image.ts";
import { median } from "../image/statistics.ts";

/** A square of the face. */
export interface SurfaceCell {
  /** Middle, px. */
  readonly x: number;
  readonly y: number;
  readonly sidePx: number;
  /** Middle grey of its pixels. */
  readonly grey: number;
}

export interface Background {
  /** Middle grey of the whole face. */
  readonly faceGrey: number;
  /** Part of the face at the top of the grey scale. */
  readonly blownOutPart: number;
  /** Cells wholly on the face, row by row; NaN grey where there is none. */
  readonly cells: readonly SurfaceCell[];
  readonly columns: number;
  /** Grey of the bare surface around a pixel. */
  at(x: number, y: number): number;
}

/** Cells are this wide, px, and each takes the middle of its samples; then cells are averaged over ±REACH of them. */
const CELL_PX = 32;
const SAMPLE_STEP_PX = 4;
const REACH = 2;
const BLOWN_OUT_GREY = 252;
/** A cell counts when its middle lies this deep inside the face, so that all of it does. */
const LEAST_DEPTH_PX = CELL_PX * Math.SQRT1_2 + 2;

/** `depthPx` is the depth inside the face's end. */
export function measureBackground(image: GreyImage, depthPx: (x: number, y: number) => number): Background {
  const columns = Math.ceil(image.widthPx / CELL_PX);
  const rows = Math.ceil(image.heightPx / CELL_PX);
  const greys = new Float64Array(columns * rows).fill(Number.NaN);
  const overall = new Uint32Array(256);
  const histogram = new Uint32Array(256);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const left = column * CELL_PX;
      const top = row * CELL_PX;
      if (left + CELL_PX > image.widthPx || top + CELL_PX > image.heightPx) continue;
      if (depthPx(left + CELL_PX / 2, top + CELL_PX / 2) < LEAST_DEPTH_PX) continue;
      histogram.fill(0);
      for (let y = top + 2; y < top + CELL_PX; y += SAMPLE_STEP_PX)
        for (let x = left + 2; x < left + CELL_PX; x += SAMPLE_STEP_PX) {
          const grey = image.grey[y * image.widthPx + x] ?? 0;
          histogram[grey] = (histogram[grey] ?? 0) + 1;
          overall[grey] = (overall[grey] ?? 0) + 1;
        }
      greys[row * columns + column] = middleOf(histogram);
    }
  const faceGrey = median(greys.filter((c) => !Number.isNaN(c))) || 0;
  const smooth = averageOfKnown(greys, columns, rows, faceGrey);
  return {
    faceGrey,
    blownOutPart: partFrom(overall, BLOWN_OUT_GREY),
    cells: Array.from(greys, (grey, at) => ({
      x: ((at % columns) + 0.5) * CELL_PX - 0.5,
      y: (Math.floor(at / columns) + 0.5) * CELL_PX - 0.5,
      sidePx: CELL_PX,
      grey,
    })),
    columns,
    at: (x, y) => {
      const column = Math.max(0, Math.min(columns - 1, Math.floor(x / CELL_PX)));
      const row = Math.max(0, Math.min(rows - 1, Math.floor(y / CELL_PX)));
      return smooth[row * columns + column] ?? faceGrey;
    },
  };
}

function middleOf(histogram: Uint32Array): number {
  let total = 0;
  for (let grey = 0; grey < 256; grey++) total += histogram[grey] ?? 0;
  let sum = 0;
  for (let grey = 0; grey < 256; grey++) {
    sum += histogram[grey] ?? 0;
    if (2 * sum >= total) return grey;
  }
  return 255;
}

function partFrom(histogram: Uint32Array, from: number): number {
  let total = 0;
  let above = 0;
  histogram.forEach((count, grey) => {
    total += count;
    if (grey >= from) above += count;
  });
  return total === 0 ? 0 : above / total;
}

function averageOfKnown(cells: Float64Array, columns: number, rows: number, unknown: number): Float64Array {
  return cells.map((_, at) => {
    const row = Math.floor(at / columns);
    const column = at % columns;
    let sum = 0;
    let count = 0;
    for (let j = Math.max(0, row - REACH); j <= Math.min(rows - 1, row + REACH); j++)
      for (let i = Math.max(0, column - REACH); i <= Math.min(columns - 1, column + REACH); i++) {
        const cell = cells[j * columns + i] ?? Number.NaN;
        if (Number.isNaN(cell)) continue;
        sum += cell;
        count++;
      }
    return count === 0 ? unknown : sum / count;
  });
}
