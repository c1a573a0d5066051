/** From the network's cells to dents of one tile: peaks of the centre's probability with the ellipse their cell tells. */
import { CELL_PX, type Cells } from "./finder-model.ts";

/** A dent as the network sees it, in pixels of the tile. */
export interface Peak {
  readonly x: number;
  readonly y: number;
  /** Full axes of the rim ellipse. */
  readonly major: number;
  readonly minor: number;
  /** Clockwise turn of the major axis, radians. */
  readonly turn: number;
  /** 0 to 1. */
  readonly p: number;
}

/** The network's units: see vision/training/network.py. */
const REFERENCE_PX = 16;
const OVAL_UNIT = 0.1;
const MOST_OVAL = 0.5;

/** Peaks of at least probability `least`. */
export function peaksOf(cells: Cells, least: number): Peak[] {
  const { columns, rows, values } = cells;
  const plane = columns * rows;
  const wide = 2 * columns;
  const tall = 2 * rows;
  /** Logits at every second pixel; outside it is never a peak. */
  const at = (i: number, j: number): number =>
    i < 0 || j < 0 || i >= wide || j >= tall
      ? Number.NEGATIVE_INFINITY
      : (values[((j & 1) * 2 + (i & 1)) * plane + (j >> 1) * columns + (i >> 1)] ?? 0);
  const leastLogit = Math.log(least / (1 - least));
  const peaks: Peak[] = [];
  for (let quarter = 0; quarter < 4; quarter++)
    for (let n = 0; n < plane; n++) {
      const logit = values[quarter * plane + n] ?? 0;
      if (logit < leastLogit) continue;
      const row = Math.floor(n / columns);
      const column = n - row * columns;
      const i = 2 * column + (quarter & 1);
      const j = 2 * row + (quarter >> 1);
      if (isPeak(at, i, j, logit)) peaks.push(peakAt(values, plane, n, column, row, logit));
    }
  return peaks;
}

function isPeak(at: (i: number, j: number) => number, i: number, j: number, logit: number): boolean {
  for (let dj = -1; dj <= 1; dj++)
    for (let di = -1; di <= 1; di++) {
      if (di === 0 && dj === 0) continue;
      const other = at(i + di, j + dj);
      const first = dj < 0 || (dj === 0 && di < 0);
      if (first ? other >= logit : other > logit) return false;
    }
  return true;
}

function peakAt(
  values: Float32Array,
  plane: number,
  n: number,
  column: number,
  row: number,
  logit: number,
): Peak {
  const told = (output: number): number => values[output * plane + n] ?? 0;
  const mean = REFERENCE_PX * 2 ** told(6);
  const oval = Math.min(MOST_OVAL, OVAL_UNIT * Math.hypot(told(7), told(8)));
  // The network gives the geometric mean; its axes differ from the mean by ± their ovality.
  const unit = mean / Math.sqrt(1 - oval * oval);
  return {
    x: (column + 0.5 + told(4)) * CELL_PX - 0.5,
    y: (row + 0.5 + told(5)) * CELL_PX - 0.5,
    major: unit * (1 + oval),
    minor: unit * (1 - oval),
    turn: Math.atan2(told(8), told(7)) / 2,
    p: 1 / (1 + Math.exp(-logit)),
  };
}
