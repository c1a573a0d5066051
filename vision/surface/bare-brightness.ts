/** What the light alone makes of a sound surface: a smooth brightness through most of it, from which stains and glare stick out. */
import { median, solve } from "../image/statistics.ts";

/** Cells across the longer side. */
const CELLS = 36;
const ROUNDS = 4;
/** A cell further than this many spreads from the fit is left out of the next one. */
const LEFT_OUT = 2.5;
/** A spread is at least this, as a part of the brightness. */
const LEAST_SPREAD = 0.015;
const LEAST_CELLS = 24;

/** Between knots of a row the fit is drawn straight. Rows are best asked one after the other. */
const KNOT_PX = 16;

interface Place {
  /** From the middle, in halves of the longer side. */
  readonly u: number;
  readonly v: number;
}

interface Cell extends Place {
  /** Logarithm of the middle grey. */
  readonly light: number;
}

/** The fitted grey at a column and row. Terms up to the third power in place, of the logarithm of brightness. */
export function bareBrightness(
  grey: Uint8Array,
  bare: Uint8Array,
  columns: number,
  rows: number,
): (column: number, row: number) => number {
  const unit = Math.max(columns, rows) / 2;
  const cells = middleGreys(grey, bare, columns, rows, unit);
  const plain = cells.length === 0 ? 128 : Math.exp(median(cells.map((cell) => cell.light)));
  const factors = cells.length < LEAST_CELLS ? undefined : robustFit(cells);
  if (factors === undefined) return () => plain;
  const at = (column: number, row: number): number =>
    Math.exp(valueAt(factors, { u: (column - columns / 2) / unit, v: (row - rows / 2) / unit }));
  const knots = Math.ceil(columns / KNOT_PX) + 2;
  const line = new Float64Array(knots);
  let lineRow = -1;
  return (column, row) => {
    if (row !== lineRow) {
      for (let k = 0; k < knots; k++) line[k] = at(k * KNOT_PX, row);
      lineRow = row;
    }
    const k = Math.floor(column / KNOT_PX);
    const before = line[k] ?? plain;
    return before + ((line[k + 1] ?? before) - before) * (column / KNOT_PX - k);
  };
}

function middleGreys(
  grey: Uint8Array,
  bare: Uint8Array,
  columns: number,
  rows: number,
  unit: number,
): Cell[] {
  const side = Math.max(4, Math.ceil((2 * unit) / CELLS));
  const cells: Cell[] = [];
  const histogram = new Uint16Array(256);
  for (let top = 0; top < rows; top += side)
    for (let left = 0; left < columns; left += side) {
      histogram.fill(0);
      let count = 0;
      for (let row = top; row < Math.min(rows, top + side); row++)
        for (let column = left; column < Math.min(columns, left + side); column++) {
          const at = row * columns + column;
          if (bare[at] === 0) continue;
          const value = grey[at] ?? 0;
          histogram[value] = (histogram[value] ?? 0) + 1;
          count++;
        }
      if (count < (side * side) / 3) continue;
      cells.push({
        u: (left + side / 2 - columns / 2) / unit,
        v: (top + side / 2 - rows / 2) / unit,
        light: Math.log(Math.max(2, middleOf(histogram, count))),
      });
    }
  return cells;
}

/** The middle value, placed within its grey by how many share it. */
function middleOf(histogram: Uint16Array, count: number): number {
  let below = 0;
  for (let grey = 0; grey < 256; grey++) {
    const here = histogram[grey] ?? 0;
    if (2 * (below + here) >= count) return grey - 0.5 + (count / 2 - below) / here;
    below += here;
  }
  return 255;
}

function robustFit(cells: readonly Cell[]): number[] | undefined {
  let used = cells;
  let factors: number[] | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const next = leastSquares(used);
    if (next === undefined) return factors;
    factors = next;
    const off = cells.map((cell) => cell.light - valueAt(next, cell));
    const centre = median(off);
    const spread = Math.max(LEAST_SPREAD, 1.4826 * median(off.map((d) => Math.abs(d - centre))));
    const kept = cells.filter((_, i) => Math.abs((off[i] ?? 0) - centre) <= LEFT_OUT * spread);
    if (kept.length < Math.max(LEAST_CELLS, cells.length / 3)) break;
    used = kept;
  }
  return factors;
}

function terms({ u, v }: Place): number[] {
  return [1, u, v, u * u, u * v, v * v, u * u * u, u * u * v, u * v * v, v * v * v];
}

function valueAt(factors: readonly number[], place: Place): number {
  return terms(place).reduce((sum, term, i) => sum + term * (factors[i] ?? 0), 0);
}

function leastSquares(cells: readonly Cell[]): number[] | undefined {
  const normal = Array.from({ length: 10 }, () => new Array<number>(10).fill(0));
  const right = new Array<number>(10).fill(0);
  for (const cell of cells) {
    const row = terms(cell);
    row.forEach((a, r) => {
      right[r] = (right[r] ?? 0) + a * cell.light;
      const line = normal[r];
      if (line !== undefined) for (let c = 0; c < 10; c++) line[c] = (line[c] ?? 0) + a * (row[c] ?? 0);
    });
  }
  return solve(normal, right);
}
