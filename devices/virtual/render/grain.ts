/** The grain that pressed steel shows close up (orange peel): one patch of slopes in every direction, repeated and scaled. */
import { mixSeed, randomFrom } from "./random.ts";

const SIZE = 256;
const MASK = SIZE - 1;
/** Cells of the patch's octaves, and how much of the slope each has. */
const OCTAVES = [
  { cell: 16, part: 0.55 },
  { cell: 8, part: 0.6 },
  { cell: 4, part: 0.55 },
] as const;

/** Slopes of spread about 1 at each entry of the patch. */
interface Patch {
  readonly u: Float32Array;
  readonly v: Float32Array;
}

let patch: Patch | undefined;

function grainPatch(): Patch {
  patch ??= { u: noise(0x61), v: noise(0x62) };
  return patch;
}

function noise(salt: number): Float32Array {
  const sum = new Float32Array(SIZE * SIZE);
  for (const { cell, part } of OCTAVES) {
    const knots = SIZE / cell;
    const random = randomFrom(mixSeed(cell, salt));
    const values = Float32Array.from(
      { length: knots * knots },
      () => 2 * (random() + random() + random()) - 3,
    );
    const at = (i: number, j: number): number => values[(j % knots) * knots + (i % knots)] ?? 0;
    for (let y = 0; y < SIZE; y++) {
      const j = Math.floor(y / cell);
      const fy = ease(y / cell - j);
      for (let x = 0; x < SIZE; x++) {
        const i = Math.floor(x / cell);
        const fx = ease(x / cell - i);
        const top = at(i, j) * (1 - fx) + at(i + 1, j) * fx;
        const bottom = at(i, j + 1) * (1 - fx) + at(i + 1, j + 1) * fx;
        sum[y * SIZE + x] = (sum[y * SIZE + x] ?? 0) + 1.4 * part * (top + (bottom - top) * fy);
      }
    }
  }
  return sum;
}

function ease(f: number): number {
  return f * f * (3 - 2 * f);
}

/** Grain of one floor: spread of its slopes, entries of the patch a mm, and where in the patch it begins. */
export interface Grain {
  readonly slope: number;
  readonly perMm: number;
  readonly offset: number;
}

/** Writes the grain's slope at a point of the block (mm) into `slope`. */
export function grainSlope(grain: Grain, uMm: number, vMm: number, slope: { u: number; v: number }): void {
  const { u, v } = grainPatch();
  const x = uMm * grain.perMm + grain.offset;
  const y = vMm * grain.perMm + grain.offset;
  const i = Math.floor(x);
  const j = Math.floor(y);
  const fx = x - i;
  const fy = y - j;
  const r0 = (j & MASK) * SIZE;
  const r1 = ((j + 1) & MASK) * SIZE;
  const c0 = i & MASK;
  const c1 = (i + 1) & MASK;
  slope.u = grain.slope * between4(u, r0 + c0, r0 + c1, r1 + c0, r1 + c1, fx, fy);
  slope.v = grain.slope * between4(v, r0 + c0, r0 + c1, r1 + c0, r1 + c1, fx, fy);
}

function between4(
  of: Float32Array,
  a: number,
  b: number,
  c: number,
  d: number,
  fx: number,
  fy: number,
): number {
  const top = (of[a] as number) * (1 - fx) + (of[b] as number) * fx;
  const bottom = (of[c] as number) * (1 - fx) + (of[d] as number) * fx;
  return top + (bottom - top) * fy;
}
