/**
 * The relief a grinding wheel leaves, as one tile of slopes across the lay, for a camera that sees the whole block. A mark is a first-order autoregressive run along the
 * lay whose length differs from row to row; few rows are deep. The tile is wider than the largest block, so nothing repeats.
 */
import { FINISHES, type FinishRow } from "./finishes.ts";
import { between, GAUSSIAN_TABLE_MASK, gaussianTable, mixSeed, type Random, randomFrom } from "./random.ts";
import type { Finish } from "./scene.ts";

const TILE_ROWS = 2048;
/** Step of a tile across the lay: 77.8 mm in all. */
const TILE_STEP_V_MM = 0.038;

export interface TextureTile {
  /** Powers of two, so a mask wraps them. */
  readonly columns: number;
  readonly rows: number;
  readonly stepUMm: number;
  readonly stepVMm: number;
  /** Entry at the block's centre, plus whole tiles enough to keep every place positive. */
  readonly offsetU: number;
  readonly offsetV: number;
  /** Slopes across the lay in units of {@link slopePerUnit}, row by row. */
  readonly units: Int8Array;
  readonly slopePerUnit: number;
  /** 1 / (2 · lay radius), per mm: how far a mark bends aside over its way. */
  readonly bendPerMm: number;
}

export function textureTile(finish: Finish, surfaceSeed: number): TextureTile {
  const row = FINISHES[finish];
  const random = randomFrom(mixSeed(surfaceSeed, 0x7e87));
  const peak = 4.5 * row.reliefSlope + 2 * row.bandSlope;
  const units = new Int8Array(row.tileColumns * TILE_ROWS);
  const unitsPerSlope = 127 / peak;
  drawMarks(units, row, unitsPerSlope, random);
  softenAcross(units, row.tileColumns);
  return {
    columns: row.tileColumns,
    rows: TILE_ROWS,
    stepUMm: row.tileStepUMm,
    stepVMm: TILE_STEP_V_MM,
    offsetU: row.tileColumns * 8.5,
    offsetV: TILE_ROWS * 8.5,
    units,
    slopePerUnit: peak / 127,
    bendPerMm: 1 / (2 * row.layRadiusMm),
  };
}

function drawMarks(units: Int8Array, row: FinishRow, unitsPerSlope: number, random: Random): void {
  const deviates = gaussianTable();
  const bands = smoothNoise(TILE_ROWS, 24, random);
  const roughness = smoothNoise(TILE_ROWS, 90, random);
  const [shortest, longest] = row.markLengthMm;
  const logRange = Math.log(longest / shortest);
  for (let j = 0; j < TILE_ROWS; j++) {
    const lengthMm = shortest * Math.exp(logRange * random());
    const keep = Math.exp(-row.tileStepUMm / lengthMm);
    const fresh = Math.sqrt(1 - keep * keep);
    const depth =
      row.reliefSlope * unitsPerSlope * (0.45 + 0.9 * random() ** 2) * (1 + 0.25 * (roughness[j] ?? 0));
    const band = row.bandSlope * unitsPerSlope * (bands[j] ?? 0);
    let at = (random() * (GAUSSIAN_TABLE_MASK + 1)) | 0;
    let value = deviates[at] ?? 0;
    const start = j * row.tileColumns;
    for (let i = 0; i < row.tileColumns; i++) {
      at = (at + 1) & GAUSSIAN_TABLE_MASK;
      value = value * keep + (deviates[at] ?? 0) * fresh;
      units[start + i] = clampUnit(band + depth * value * (0.7 + 0.3 * Math.abs(value)));
    }
  }
}

/** Keeps about the spread of slopes: neighbouring rows are independent. */
const SOFTEN_MIDDLE = 0.72;
const SOFTEN_SIDE = 0.42;

/** Widens the marks to what a lens resolves, so that they do not beat with the pixels. */
function softenAcross(units: Int8Array, columns: number): void {
  const above = units.slice((TILE_ROWS - 1) * columns);
  const first = units.slice(0, columns);
  for (let j = 0; j < TILE_ROWS; j++) {
    const start = j * columns;
    for (let i = 0; i < columns; i++) {
      const here = units[start + i] as number;
      const below = (j + 1 < TILE_ROWS ? units[start + columns + i] : first[i]) as number;
      units[start + i] = clampUnit(SOFTEN_MIDDLE * here + SOFTEN_SIDE * ((above[i] as number) + below));
      above[i] = here;
    }
  }
}

/** Smooth noise of spread about 1 with one knot each `knotStep` entries. */
function smoothNoise(length: number, knotStep: number, random: Random): Float32Array {
  const knots = Array.from({ length: Math.ceil(length / knotStep) + 2 }, () => between(random, -1.6, 1.6));
  return Float32Array.from({ length }, (_, i) => {
    const k = Math.floor(i / knotStep);
    const f = i / knotStep - k;
    const ease = f * f * (3 - 2 * f);
    return (knots[k] ?? 0) * (1 - ease) + (knots[k + 1] ?? 0) * ease;
  });
}

function clampUnit(units: number): number {
  return units > 127 ? 127 : units < -127 ? -127 : Math.round(units);
}

/** Slope across the lay at a point of the block, between tile entries. */
export function textureSlope(tile: TextureTile, xMm: number, yMm: number): number {
  const { units, columns, rows } = tile;
  const fu = xMm / tile.stepUMm + tile.offsetU;
  const fv = (yMm + xMm * xMm * tile.bendPerMm) / tile.stepVMm + tile.offsetV;
  const i = fu | 0;
  const j = fv | 0;
  const column = i & (columns - 1);
  const next = (column + 1) & (columns - 1);
  const row = (j & (rows - 1)) * columns;
  const rowBelow = ((j + 1) & (rows - 1)) * columns;
  const f = fu - i;
  const top = (units[row + column] as number) * (1 - f) + (units[row + next] as number) * f;
  const bottom = (units[rowBelow + column] as number) * (1 - f) + (units[rowBelow + next] as number) * f;
  return (top + (bottom - top) * (fv - j)) * tile.slopePerUnit;
}
