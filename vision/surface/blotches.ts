/** Large dark patches of a surface, far larger than an indentation: stains and rust. */
import type { PixelFrame } from "../image/grey-image.ts";
import { median, solve } from "../image/statistics.ts";
import type { Background, SurfaceCell } from "./background.ts";

export interface Blotch {
  readonly xMm: number;
  readonly yMm: number;
  readonly areaMm2: number;
  /** Part of the surface's brightness that is missing. */
  readonly darker: number;
}

/** Least part of the brightness missing, and least area: larger than the largest dent with its surroundings. */
const LEAST_DARKER = 0.16;
const LEAST_AREA_MM2 = 9;
/** What darkens more of the face than this part is the light, not a stain. */
const MOST_PART = 0.35;

/** Connected cells clearly darker than the lamp's smooth brightness over the face. */
export function findBlotches(background: Background, frame: PixelFrame): Blotch[] {
  const { cells, columns } = background;
  const bare = smoothBrightness(cells);
  const darker = cells.map((cell) => (Number.isNaN(cell.grey) ? 0 : 1 - cell.grey / bare(cell.x, cell.y)));
  const known = cells.filter((cell) => !Number.isNaN(cell.grey)).length;
  if (darker.filter((missing) => missing >= LEAST_DARKER).length > MOST_PART * known) return [];
  const seen = new Set<number>();
  const found: Blotch[] = [];
  darker.forEach((missing, start) => {
    if (missing < LEAST_DARKER || seen.has(start)) return;
    const patch = flood(start, darker, columns, seen);
    const areaMm2 = patch.reduce((sum, at) => sum + ((cells[at]?.sidePx ?? 0) * frame.mmPerPx) ** 2, 0);
    if (areaMm2 < LEAST_AREA_MM2) return;
    const mean = (of: (at: number) => number): number =>
      patch.reduce((sum, at) => sum + of(at), 0) / patch.length;
    const centre = frame.toMm(
      mean((at) => cells[at]?.x ?? 0),
      mean((at) => cells[at]?.y ?? 0),
    );
    found.push({ ...centre, areaMm2, darker: mean((at) => darker[at] ?? 0) });
  });
  return found;
}

function flood(start: number, darker: readonly number[], columns: number, seen: Set<number>): number[] {
  const patch: number[] = [];
  const open = [start];
  seen.add(start);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    patch.push(at);
    for (const next of [at - 1, at + 1, at - columns, at + columns])
      if (!seen.has(next) && (darker[next] ?? 0) >= LEAST_DARKER) {
        seen.add(next);
        open.push(next);
      }
  }
  return patch;
}

const ROUNDS = 3;
/** A cell darker than this part of the fit is left out of the next one. */
const LEFT_OUT_BELOW = 0.88;

/** A quadratic in x and y through the cells, those that are much darker left out round by round. */
function smoothBrightness(cells: readonly SurfaceCell[]): (x: number, y: number) => number {
  const known = cells.filter((cell) => !Number.isNaN(cell.grey));
  const middle = median(known.map((cell) => cell.grey));
  let factors = [middle, 0, 0, 0, 0, 0];
  const value = (x: number, y: number): number =>
    terms(x, y).reduce((sum, term, k) => sum + term * (factors[k] ?? 0), 0);
  for (let round = 0; round < ROUNDS; round++) {
    const used =
      round === 0 ? known : known.filter((cell) => cell.grey > LEFT_OUT_BELOW * value(cell.x, cell.y));
    const normal = factors.map(() => factors.map(() => 0));
    const right = factors.map(() => 0);
    for (const cell of used) {
      const row = terms(cell.x, cell.y);
      row.forEach((a, r) => {
        right[r] = (right[r] ?? 0) + a * cell.grey;
        const line = normal[r];
        if (line !== undefined)
          row.forEach((b, c) => {
            line[c] = (line[c] ?? 0) + a * b;
          });
      });
    }
    const fitted = used.length < 40 ? undefined : solve(normal, right);
    if (fitted === undefined) break;
    factors = fitted;
  }
  return value;
}

/** Thousands of pixels as unit keep the system well scaled. */
function terms(x: number, y: number): number[] {
  const u = x / 1000;
  const v = y / 1000;
  return [1, u, v, u * u, u * v, v * v];
}
